"""Make the editors' roles, or complete them."""

from typing import Any

from django.core.management.base import BaseCommand

from home.demo.accounts import ensure_roles


class Command(BaseCommand):
    """For production, where nobody loads the demo. Again after pages were made: some roles work below these alone."""

    help = "Make the editors' roles (groups with their permissions); what is there is kept, what is missing is added."

    def handle(self, *args: Any, **options: Any) -> None:
        for name in ensure_roles():
            self.stdout.write(name)
