"""A weekly report in words of the active language."""

from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from campaigns.models import Target
from campaigns.reports import tables
from campaigns.reports.paper import KeyFigure, Paper, Section
from campaigns.reports.weekly import Basis, WeeklyReport
from campaigns.reports.weeks import Week
from campaigns.values import State
from vietnamese import formats


def paper_of(report: WeeklyReport) -> Paper:
    """The whole report."""
    if report.is_empty:
        return Paper(_language(), title(report.week), subject(report), _nothing(report), lead="", made=_made(report))
    return Paper(
        language=_language(),
        title=title(report.week),
        subject=subject(report),
        status=_status(report),
        lead=_lead(report),
        key_figures=tuple(_key_figures(report)),
        as_of=_as_of(report),
        sentences=tuple(_sentences(report)),
        sections=(
            Section(_("Day by day"), _as_of(report), chart=tables.chart(report), table=tables.days(report)),
            _leaders(report),
            *_movers(report),
            _behind(report),
        ),
        notes=tuple(_notes(report)),
        source=_source(report),
        made=_made(report),
    )


def name(week: Week) -> str:
    """“Tuần 4, 9/5/2022–15/5/2022: Tuần ngành y tế và giáo dục”."""
    if not week.number:
        return f"{week.name}, {span(week)}" if week.name else span(week)
    said = _("Week %(number)s, %(span)s") % {"number": week.number, "span": span(week)}
    return f"{said}: {week.name}" if week.name else said


def span(week: Week) -> str:
    """“9/5–15/5/2022”."""
    return "–".join(formats.period(week.first, week.last, language=_language()))


def title(week: Week) -> str:
    """“Báo cáo tuần 9/5–15/5/2022”."""
    return _("Weekly report %(span)s") % {"span": span(week)}


def subject(report: WeeklyReport) -> str:
    """The campaign's page's title in this language, else the campaign's name."""
    page = report.figures.page
    return page.title if page is not None and page.locale.language_code == _language() else report.campaign.name


def _as_of(report: WeeklyReport) -> str:
    return _("As of %(time)s") % {"time": formats.as_of(report.headline.as_of, language=_language())}


def _nothing(report: WeeklyReport) -> str:
    return _("There is no record of the week %(span)s, so this report has no figures.") % {"span": span(report.week)}


def _made(report: WeeklyReport) -> str:
    return _("Report made at %(time)s.") % {"time": formats.as_of(report.made_at, language=_language())}


def _status(report: WeeklyReport) -> str:
    """How far the figures can be trusted, before anybody reads them."""
    time = formats.as_of(report.headline.as_of, language=_language())
    if report.headline.state is State.HELD:
        return _("The figures are being checked. These are the last good ones, as of %(time)s.") % {"time": time}
    if report.is_final:
        said = _("Final figure, as of %(time)s.") % {"time": time}
        if report.closing is None:
            return said
        day = formats.date(report.closing.signed_on, language=_language())
        who = _("Signed by %(who)s on %(day)s.") % {"who": report.closing.signed_by, "day": day}
        return f"{said} {who}"
    if report.stopped_early:
        return _("The figures ended within the week: there are none after %(time)s.") % {"time": time}
    if report.headline.state is State.STALE:
        return _("The week still runs, and the figures were not updated since %(time)s.") % {"time": time}
    if report.is_running:
        return _("The week still runs: figures as of %(time)s; they will change.") % {"time": time}
    return _("The week is over: figures as recorded at its end, %(time)s.") % {"time": time}


def _lead(report: WeeklyReport) -> str:
    """Two sentences for whoever reads no further."""
    values = {
        "campaign": subject(report),
        "count": tables.number(report.headline.value),
        "gained": tables.number(report.gained),
        "time": formats.as_of(report.headline.as_of, language=_language()),
    }
    if report.gained is None:
        said = _("%(campaign)s: %(count)s initiatives registered as of %(time)s.")
    else:
        said = _("%(campaign)s: %(count)s initiatives registered as of %(time)s, %(gained)s of them in the week.")
    return f"{said % values} {_to_do(report)}".strip()


def _to_do(report: WeeklyReport) -> str:
    """What is left to the goal, in one sentence; empty without a goal."""
    counter = report.headline
    target = tables.number(counter.target)
    if counter.reached:
        return _("The goal of %(target)s is reached.") % {"target": target}
    if counter.missing is None:
        return ""
    values = {"target": target, "missing": tables.number(counter.missing), "needed": tables.number(counter.needed)}
    if counter.needed is None:
        return _("%(missing)s are missing to the goal of %(target)s.") % values
    values["day"] = formats.date(counter.ends_on, language=_language())
    return _("%(missing)s are missing to the goal of %(target)s: %(needed)s a day until %(day)s.") % values


def _key_figures(report: WeeklyReport) -> list[KeyFigure]:
    counter = report.headline
    found = [KeyFigure(tables.number(counter.value), _("initiatives registered"))]
    if report.gained is not None:
        found.append(KeyFigure(tables.signed(report.gained), pgettext("weekly report", "in the week")))
    if counter.target:
        goal = _("of the goal of %(target)s") % {"target": tables.number(counter.target)}
        found.append(KeyFigure(formats.percent(counter.percent, language=_language()), goal))
    if counter.needed is not None:
        day = formats.short_date(counter.ends_on, language=_language())
        found.append(KeyFigure(tables.number(counter.needed), _("needed a day until %(day)s") % {"day": day}))
    return found


def _sentences(report: WeeklyReport) -> list[str]:
    """The week beside the one before, and the way to the goal."""
    return list(filter(None, (_compared(report), _to_do(report))))


def _compared(report: WeeklyReport) -> str:
    """The week's growth beside that of as many days before it; empty where neither is known."""
    if report.gained is None or report.gained_before is None:
        return ""
    before = span(report.week.before)
    values = {"gained": tables.signed(report.gained), "earlier": tables.signed(report.gained_before), "before": before}
    if report.is_running or report.stopped_early:
        return _("So far %(gained)s in the week; the whole of %(before)s brought %(earlier)s.") % values
    values["difference"] = tables.signed(report.gained - report.gained_before)
    return _("%(gained)s in the week, against %(earlier)s in %(before)s: %(difference)s.") % values


def _leaders(report: WeeklyReport) -> Section:
    heading = _("Leaders by cluster")
    if not report.knows_ranks:
        return Section(heading, sentences=(_("What the units held and their ranks at that time are not known."),))
    if not report.clusters:
        return Section(heading, _as_of(report), (_("No unit has added an initiative yet."),))
    return Section(heading, _as_of(report), (tables.measure(report),), table=tables.leaders(report))


def _movers(report: WeeklyReport) -> list[Section]:
    """Who gained most places, and who grew most; one line where the records do not say."""
    if not report.knows_ranks:
        return []
    if not report.knows_growth:
        said = _("What the units held at the end of the week before, and their ranks then, are not known.")
        return [Section(_("Movers of the week"), sentences=(said,))]
    sections = []
    if report.risers:
        sections.append(Section(_("Most places gained"), _as_of(report), table=tables.risers(report)))
    else:
        known = _("No unit rose in rank this week.")
        unknown = _("The ranks at the end of the week before are not known.")
        said = known if report.knows_moves else unknown
        sections.append(Section(_("Most places gained"), _as_of(report), (said,)))
    if report.growers:
        sections.append(Section(_("Largest growth"), _as_of(report), table=tables.growers(report)))
    return sections


def _behind(report: WeeklyReport) -> Section:
    heading = _("Units behind their targets")
    counter = report.headline
    if not report.knows_ranks:
        return Section(heading, sentences=(_("What the units held at that time is not known."),))
    if not counter.trustworthy:
        return Section(heading, sentences=(_("While the figures are not certain, no unit is said to be behind."),))
    if not report.behind:
        return Section(heading, _as_of(report), (_("No unit is behind the even pace of its target."),))
    left = report.behind[0].counter.left_days
    said = _("Below the even pace of their own target, the farthest behind first.")
    if not left or report.is_final:
        said = _("They have not reached their target; the farthest behind first.")
    return Section(heading, _as_of(report), (said,), table=tables.behind(report))


def _notes(report: WeeklyReport) -> list[str]:
    """What one must know to read the figures rightly."""
    found = []
    if report.basis is Basis.REGISTRATION:
        found.append(_("No closes were recorded on these days: the figures are sorted by the day of registration."))
    if report.reconstructed_days:
        days = ", ".join(formats.short_date(day, language=_language()) for day in report.reconstructed_days)
        found.append(_("Made up afterwards from days of registration: %(days)s.") % {"days": days})
    if report.belated:
        said = ngettext(
            "%(n)s initiative of the week was entered belatedly; it counts for no pace.",
            "%(n)s initiatives of the week were entered belatedly; they count for no pace.",
            report.belated,
        )
        found.append(said % {"n": tables.number(report.belated)})
    if report.signed_since is not None:
        values = {"difference": tables.signed(report.signed_since), "n": tables.number(report.days[-1].total)}
        found.append(_("The last close of the week was %(n)s; the signed figure differs by %(difference)s.") % values)
    if not report.is_running and any(line.standing.target for line in report.lines):
        found.append(_("The targets are those in force when the report was made."))
    if any(line.standing.target_is_example for line in report.lines):
        found.append(_("Targets marked “example” are made up."))
    if any(one.counter.target_kind == Target.Kind.SELF_SET for one in report.behind):
        found.append(_("Targets marked “self-set” were set by the units themselves."))
    return found


def _source(report: WeeklyReport) -> str:
    campaign = report.campaign
    named = (campaign.source_en if _language() == "en" else "") or campaign.source
    return _("Source: %(source)s.") % {"source": named.rstrip(".")} if named else ""


def _language() -> str:
    return get_language() or "vi"
