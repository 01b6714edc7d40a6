"""Which campaign, which week and which language an address asks a report for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlencode

from django.conf import settings
from django.utils import translation

from campaigns.counters import read_figures
from campaigns.models import Campaign
from campaigns.reports.paper import Paper
from campaigns.reports.reading import begun_weeks, read_report
from campaigns.reports.weekly import WeeklyReport
from campaigns.reports.weeks import Week, usual
from campaigns.reports.words import name, paper_of

CAMPAIGN, WEEK, LANGUAGE = "chien-dich", "tuan", "ngon-ngu"
LANGUAGES = settings.WAGTAILADMIN_PERMITTED_LANGUAGES
"""Those of the admin: its words, and the typeface of a PDF, are in no other."""


@dataclass(frozen=True)
class Choice:
    """An option of a list."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True)
class Chosen:
    """A campaign's week, in a language; `weeks` are all that can be chosen, by campaign."""

    campaign: Campaign
    week: Week
    language: str
    weeks: Mapping[Campaign, list[Week]]

    @classmethod
    def from_query(cls, query: Mapping[str, str], language: str) -> Self | None:
        """What the address says; what it leaves open or gets wrong: the newest campaign, the week due, `language`.

        None while no campaign has a week that has begun.
        """
        campaigns = list(Campaign.objects.all())
        read_figures(campaigns)
        weeks = {one: found for one in campaigns if one.figures and (found := begun_weeks(one.figures))}
        if not weeks:
            return None
        key, _point, days = query.get(WEEK, "").partition(".")
        wanted = key or query.get(CAMPAIGN, "")
        campaign = next((one for one in weeks if str(one.pk) == wanted), next(iter(weeks)))
        today = campaign.figures.today if campaign.figures else weeks[campaign][-1].last
        due = usual(weeks[campaign], today) or weeks[campaign][-1]
        week = next((one for one in weeks[campaign] if one.key == days), due)
        asked = query.get(LANGUAGE, language)
        return cls(campaign, week, asked if asked in dict(LANGUAGES) else settings.LANGUAGE_CODE, weeks)

    @property
    def value(self) -> str:
        """Campaign and week as the list's option has them."""
        return f"{self.campaign.pk}.{self.week.key}"

    @property
    def query(self) -> str:
        """The same choice as an address has it."""
        return urlencode({WEEK: self.value, LANGUAGE: self.language})

    @property
    def groups(self) -> Iterable[tuple[Campaign, list[Choice]]]:
        """Each campaign with its weeks, the newest first."""
        for campaign, weeks in self.weeks.items():
            options = ((f"{campaign.pk}.{week.key}", name(week)) for week in reversed(weeks))
            yield campaign, [Choice(value, label, value == self.value) for value, label in options]

    @property
    def languages(self) -> list[Choice]:
        """The languages that a report can be in."""
        return [Choice(code, str(label), code == self.language) for code, label in LANGUAGES]

    def read(self) -> tuple[WeeklyReport, Paper]:
        """The report and what it says in the chosen language."""
        with translation.override(self.language):
            report = read_report(self.campaign, self.week, self.campaign.figures)
            return report, paper_of(report)
