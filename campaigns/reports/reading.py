"""Reads what a weekly report is built from: a fixed number of queries, all to the site's own database."""

from campaigns.counters import Figures, figures_of
from campaigns.models import Campaign, Closing, DayClose, PeakPeriod, Unit
from campaigns.reports.weekly import Records, WeeklyReport, build
from campaigns.reports.weeks import Week, until, weeks_of
from campaigns.values import LOCAL


def begun_weeks(figures: Figures) -> list[Week]:
    """The weeks of a campaign that can be reported now, peak weeks of its page among them; none after its closing."""
    campaign, page = figures.campaign, figures.page
    peaks = page.peak_periods.filter(kind=PeakPeriod.Kind.WEEK) if page is not None else []
    weeks = weeks_of(
        campaign.starts_on, campaign.ends_on, [Week(peak.starts_on, peak.ends_on, name=peak.name) for peak in peaks]
    )
    closing = Closing.objects.filter(campaign=campaign).first()
    last = closing.as_of.astimezone(LOCAL).date() if closing is not None else figures.today
    return until(weeks, min(last, figures.today))


def read_report(campaign: Campaign, week: Week, figures: Figures | None = None) -> WeeklyReport:
    """The report of `week` as the records have it now: five queries, fewer with `figures`."""
    figures = figures or figures_of(campaign)
    closes = DayClose.objects.filter(campaign=campaign, day__gte=week.before.eve, day__lte=week.last)
    report = build(
        Records(
            figures=figures,
            closes={close.day: close for close in closes},
            closing=Closing.objects.filter(campaign=campaign).first(),
            units={unit.code: unit for unit in Unit.objects.first_level().select_related("cluster")},
        ),
        week,
    )
    report.figures.page = figures.page
    return report
