"""Lets go of the numbers that editors' counters asked for once and that no page asks for any more."""

from typing import Any

from django.core.management.base import BaseCommand

from campaigns.questions import forget_unasked


class Command(BaseCommand):
    """For the night: it looks at every page. The collector answers what is left."""

    help = "Forget the questions of counters that stand on no page any more, neither published nor in the newest draft."

    def handle(self, *args: Any, **options: Any) -> None:
        if forgotten := forget_unasked():
            self.stdout.write(f"{forgotten} question(s) forgotten")
