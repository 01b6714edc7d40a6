"""End the consents whose last day has passed, and carry out what is not carried out yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from publishing.consent.carrying_out import begin_expiries, try_again
from publishing.consent.closing import forget_what_is_due, settle_all


class Command(BaseCommand):
    """Run every minute beside publish_scheduled; says something only where there is something to say."""

    help = "End expired consents, try again what failed, delete withdrawn pictures whose days are over."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--all", action="store_true", help="settle every picture of people, as after a restore")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["all"]:
            settle_all()
        expired, forgotten, undone = begin_expiries(), forget_what_is_due(), try_again()
        if expired:
            self.stdout.write(f"consents that have expired: {expired}")
        if forgotten:
            self.stdout.write(f"withdrawn pictures deleted for good: {forgotten}")
        if undone:
            self.stderr.write(f"withdrawals that are not carried out, tried again in a minute: {undone}")
