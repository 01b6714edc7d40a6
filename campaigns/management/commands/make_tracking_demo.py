"""Makes the demo's tracking database, where TRACKING_DATABASE_URL says."""

import time
from datetime import date, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from campaigns.tracking.contract import LOCAL
from campaigns.tracking.demo.build import DEFAULT_UNTIL, make_demo
from campaigns.tracking.demo.file import DemoFileError, demo_path, is_demo
from campaigns.tracking.session import ALIAS

EVERY = 50_000  # rows between two lines of progress


class Command(BaseCommand):
    """Keeps a demo that is already there, unless --force makes it anew."""

    help = "Make the demo's tracking database: units, targets and a history through the printed figures of 2022."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--until",
            default=f"{DEFAULT_UNTIL:%Y-%m-%dT%H:%M}",
            help="local moment at which the history ends and the demo's clock starts (%(default)s)",
        )
        parser.add_argument("--force", action="store_true", help="put a new one in the place of the one that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            until = datetime.fromisoformat(options["until"]).replace(tzinfo=LOCAL)
        except ValueError:
            raise CommandError("--until wants a moment such as 2022-05-10T14:00") from None
        started, said = time.monotonic(), 0

        def progress(day: date, rows: int) -> None:
            nonlocal said
            if rows - said >= EVERY:
                said = rows
                self.stdout.write(f"  {rows} initiatives, up to {day.isoformat()}")
                self.stdout.flush()

        try:
            path = demo_path(connections[ALIAS].settings_dict)
            if not options["force"] and is_demo(path):
                self.stdout.write(f"{path} is there and is kept (--force makes it anew)")
                return
            self.stdout.write(f"Making {path}")
            rows = make_demo(path, until, progress)
        except DemoFileError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"  {rows} initiatives in {time.monotonic() - started:.1f} s")
