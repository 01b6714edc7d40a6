"""Load the demo's content and accounts into an empty CMS database."""

from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from wagtail.models import Site

from home.demo.accounts import make_accounts, read_logins
from home.demo.loader import DEMO_HOST, Loader
from home.models import HomePage


class Command(BaseCommand):
    """`load_demo` fills an empty database; `load_demo --show-logins` prints the accounts again."""

    help = "Load the demo: pages, pictures, units and one account for each role. Refused by production settings."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the port that readers will use")
        parser.add_argument("--show-logins", action="store_true", help="print the accounts of the demo and stop")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.REFUSE_DEMO_ACCOUNTS:
            raise CommandError("these settings refuse the demo: its accounts' passwords can be read by everybody")
        if options["show_logins"]:
            self._show()
            return
        if HomePage.objects.exists():
            Site.objects.filter(hostname=DEMO_HOST).exclude(port=options["port"]).update(port=options["port"])
            self.stdout.write("The CMS database has a home page already: nothing was loaded.")
            return
        begun = monotonic()
        Loader(lambda line: self.stdout.write(f"  {line}"), options["port"]).load()
        make_accounts(settings.DEMO_LOGINS)
        self.stdout.write(f"Loaded in {monotonic() - begun:.0f} s.")

    def _show(self) -> None:
        for login in read_logins(settings.DEMO_LOGINS):
            self.stdout.write(f"{login.username:<10} {login.password}   {login.role}")
