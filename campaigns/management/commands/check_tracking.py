"""Compares the tracking database with the contract and changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.tracking.check import all_faults, is_empty
from campaigns.tracking.session import TrackingAway, consistent_reading


class Command(BaseCommand):
    """For whoever connects the site to a tracking database, and for monitoring: exit code 1 on any fault."""

    help = "Compare the tracking database with the contract: one line per fault, exit code 1 if there are any."
    requires_system_checks: list[str] = []  # about the tracking database alone

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with consistent_reading() as connection:
                if is_empty(connection):
                    raise TrackingAway("the tracking database is empty: it has none of the contract's views")
                faults = all_faults(connection)
        except TrackingAway as away:
            raise CommandError(str(away)) from None
        for fault in faults:
            self.stdout.write(fault)
        if faults:
            raise CommandError(f"the tracking database breaks the contract in {len(faults)} places")
        self.stdout.write("The tracking database keeps the contract.")
