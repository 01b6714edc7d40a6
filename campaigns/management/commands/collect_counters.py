"""Counts every campaign from the tracking database into the snapshots that pages read."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.counting.collector import Collector
from campaigns.counting.loop import collect_until
from campaigns.management.stopping import told_to_stop


class Command(BaseCommand):
    """One collector. Of several at once one counts, and another takes over when that one is gone."""

    help = "Count every campaign from the tracking database, again and again, or once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one pass; exit code 1 if it failed")
        parser.add_argument(
            "--accept",
            action="store_true",
            help="take the figures even where a gate would hold them, as when the site is first connected to another"
            " database; logged",
        )
        parser.add_argument("--interval", type=float, default=5.0, help="seconds from one pass to the next (5)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["interval"] <= 0:
            raise CommandError("--interval must be more than 0 seconds")
        collector = Collector()
        try:
            if options["once"]:
                self._once(collector, options["accept"])
                return
            with told_to_stop() as stop:
                collect_until(stop, collector, options["interval"], options["accept"])
        finally:
            collector.release()

    def _once(self, collector: Collector, accept: bool) -> None:
        """Somebody asks for this pass, so a collector that runs meanwhile lets it go first."""
        outcome = collector.run(accept, by_force=True)
        for row in outcome.appended:
            self.stdout.write(f"{row.campaign.slug}: {row.count} ({row.state}, {row.epoch}.{row.seq})")
        if outcome.problem:
            raise CommandError(outcome.problem)
        if not outcome.counted:
            self.stdout.write("There is no campaign to count.")
