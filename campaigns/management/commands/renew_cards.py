"""Keeps the share cards of live numbers fresh, and thins out old ones."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from campaigns.models import CampaignPage
from sharing.cards.made import make_missing, thin_out
from sharing.visibility import published


class Command(BaseCommand):
    """For every ten minutes, so that no network waits for the card that a campaign's head names.

    While the figures stand still it draws nothing. Cards of units are drawn when somebody asks for them.
    """

    help = "Draw the number cards of campaigns whose figures changed; --thin-out: keep fewer old ones instead."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--thin-out", action="store_true", help="one an hour after 2 days, one a day after 30")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["thin_out"]:
            if gone := thin_out():
                self.stdout.write(f"{gone} card(s) thinned out")
            return
        for page in published(CampaignPage.objects.select_related("campaign", "locale")):
            make_missing(page)
