"""Writes a campaign's weekly report to a file."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from campaigns import steps
from campaigns.counters import Figures, figures_of
from campaigns.models import Campaign
from campaigns.reports import weeks
from campaigns.reports.choosing import LANGUAGES
from campaigns.reports.files import KINDS
from campaigns.reports.reading import begun_weeks, read_report
from campaigns.reports.weeks import Week
from campaigns.reports.words import name, paper_of


class Command(BaseCommand):
    """One week of one campaign, as a Word file or as a PDF."""

    help = "Write a campaign's weekly report as .docx or .pdf, from what was recorded."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--campaign", required=True, help="the campaign's code in addresses")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--week", type=int, help="which of the campaign's weeks, Monday to Sunday, from 1")
        which.add_argument("--date", type=_day, help="the week with this day in it, YYYY-MM-DD; without: the last one")
        parser.add_argument("--out", required=True, type=Path, help="the file to write; its name ends in .docx or .pdf")
        parser.add_argument("--language", choices=[*dict(LANGUAGES)], default=settings.LANGUAGE_CODE)

    def handle(self, *args: Any, **options: Any) -> None:
        out: Path = options["out"]
        kind = KINDS.get(out.suffix[1:].lower())
        if kind is None:
            raise CommandError(f"{out}: the name of the file must end in .docx or .pdf")
        campaign = Campaign.objects.filter(slug=options["campaign"]).first()
        if campaign is None:
            known = ", ".join(Campaign.objects.values_list("slug", flat=True)) or "none"
            raise CommandError(f"there is no campaign {options['campaign']!r}; there are: {known}")
        figures = figures_of(campaign)
        with override(options["language"]):
            week = _week(figures, options["week"], options["date"])
            report = read_report(campaign, week, figures)
            paper = paper_of(report)
            if report.is_empty:
                raise CommandError(f"nothing was recorded of the week {week.first} to {week.last}")
            content = kind.write(paper, report.made_at)
            said = f"{out}: {name(week)}. {paper.status}"
        try:
            out.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}") from None
        steps.tell_report(campaign, week.first, week.last, out.suffix[1:].lower())
        self.stdout.write(said)


def _week(figures: Figures, number: int | None, day: date | None) -> Week:
    """The week asked for, else the one due. Raises CommandError with those that there are."""
    begun = begun_weeks(figures)
    if number is not None:
        found = weeks.numbered(begun, number)
    elif day is not None:
        found = weeks.containing(begun, day)
    else:
        found = weeks.usual(begun, figures.today)
    if found is None:
        known = "; ".join(f"{week.number}: {week.first} to {week.last}" for week in begun if week.number) or "none"
        raise CommandError(f"the campaign has no such week, or it has not begun; its weeks so far: {known}")
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2022-05-09") from None
