"""Keeps the demo's tracking database alive."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from campaigns.management.stopping import told_to_stop
from campaigns.tracking.demo.file import DemoFileError, demo_path
from campaigns.tracking.demo.simulator import DEFAULT_RATE, simulate_until
from campaigns.tracking.session import ALIAS


class Command(BaseCommand):
    """Writes to a demo of this project and to nothing else."""

    help = "Keep registering, reviewing, rejecting, moving and deleting initiatives in the demo's tracking database."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--rate", type=float, default=DEFAULT_RATE, help="initiatives per second on average (%(default)s)"
        )
        parser.add_argument("--seed", default=None, help="the same seed draws the same chances")

    def handle(self, *args: Any, **options: Any) -> None:
        if not 0 <= options["rate"] <= 1000:
            raise CommandError("--rate must be between 0 and 1000 initiatives per second")
        try:
            path = demo_path(connections[ALIAS].settings_dict)
            with told_to_stop() as stop:
                simulate_until(stop, path, options["rate"], options["seed"])
        except DemoFileError as error:
            raise CommandError(str(error)) from None
