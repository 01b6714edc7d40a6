"""Tracking databases for tests: real SQLite files made by the contract's SQL, and the alias `tracking` on one of them.

The test runner makes no database for that alias, and most tests leave it out of `databases`, which makes any query on
it fail. A test that reads one is marked `pytest.mark.django_db(databases=["default", "tracking"])` and uses the
fixture `tracking` (tests/campaigns/conftest.py).
"""

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connections
from wagtail.models import ModelLogEntry, Orderable, Page
from wagtail.signal_handlers import connect_reference_index_signal_handlers

from campaigns.models import Campaign
from campaigns.tracking.contract import LOCAL, sql_scripts
from config.databases import tracking_database

NOON = datetime(2022, 5, 10, 12, tzinfo=LOCAL)

# code, parent, kind: two provinces, a sector union, and three levels under the first province.
UNITS = (
    ("01", None, "province"),
    ("38", None, "province"),
    ("GD", None, "sector"),
    ("01-A", "01", "upper"),
    ("01-A-1", "01-A", "grassroots"),
)


def text(moment: datetime) -> str:
    """A moment as the sample registration schema keeps it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")


class TrackingFile:
    """The registration software's side of a tracking database: it writes, as the site never does."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def url(self) -> str:
        return f"sqlite:///{self.path}"

    def run(self, sql: str, *parameters: Any) -> list[Any]:
        """One statement in a transaction and connection of its own."""
        with closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(sql, parameters).fetchall()

    def script(self, sql: str) -> None:
        """Several statements, for changing the schema."""
        with closing(sqlite3.connect(self.path)) as connection:
            connection.executescript(sql)

    def set_clock(self, moment: datetime) -> None:
        """Stop the software's clock at `moment`."""
        stopped = moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        self.script(f"DROP VIEW clock; CREATE VIEW clock AS SELECT '{stopped}' AS now;")

    def add_unit(self, code: str, parent: str | None = None, kind: str = "province", listed: bool = True) -> None:
        """A unit; one that is not `listed` has facts but is not in the view of units."""
        self.run(
            "INSERT INTO union_unit (code, parent_id, name, short_name, kind, listed)"
            " VALUES (?, (SELECT id FROM union_unit WHERE code = ?), ?, ?, ?, ?)",
            *(code, parent, f"Unit {code}", code, kind, listed),
        )

    def register(
        self, unit: str, at: datetime, times: int = 1, status: str = "valid", deleted: datetime | None = None
    ) -> None:
        """Initiatives of one unit, all registered at the same moment."""
        row = (unit, status, text(at), text(at), deleted and text(deleted))
        with closing(sqlite3.connect(self.path)) as connection, connection:
            connection.executemany(
                "INSERT INTO initiative (unit_id, status, registered_at, updated_at, deleted_at)"
                " VALUES ((SELECT id FROM union_unit WHERE code = ?), ?, ?, ?, ?)",
                [row] * times,
            )

    def set_target(self, unit: str, amount: int, kind: str = "assigned", campaign: str = "CD40") -> None:
        """What the registration software has as a unit's target."""
        self.run(
            "INSERT INTO unit_target VALUES (?, (SELECT id FROM union_unit WHERE code = ?), ?, ?)",
            *(campaign, unit, kind, amount),
        )


def make_tracking_file(path: Path) -> TrackingFile:
    """A database that keeps the contract, with UNITS, no fact, and its clock stopped at NOON."""
    file = TrackingFile(path)
    for script in sql_scripts("sqlite").values():
        file.script(script)
    for code, parent, kind in UNITS:
        file.add_unit(code, parent, kind)
    file.set_clock(NOON)
    return file


def make_forty_days() -> Campaign:
    """The 40 days of 2022: the whole counts from 8/1, units from 22/4."""
    return Campaign.objects.create(
        slug="40-ngay",
        name="Chiến dịch 40 ngày",
        tracking_code="CD40",
        starts_on=date(2022, 4, 22),
        ends_on=date(2022, 5, 31),
        count_from=date(2022, 1, 8),
        count_to=date(2022, 5, 31),
        units_from=date(2022, 4, 22),
        units_to=date(2022, 5, 31),
        target=300_000,
    )


@contextmanager
def alias_at(alias: str, config: dict[str, Any]) -> Iterator[None]:
    """Let `alias` lead to another database, in every thread that first uses it inside the block."""
    before, connection = connections.settings[alias], connections[alias]
    others = {name: settings for name, settings in connections.settings.items() if name != alias}
    connections.settings[alias] = connections.configure_settings({**others, alias: config})[alias]
    connections[alias] = connections.create_connection(alias)
    try:
        yield
    finally:
        connections[alias].close()
        connections.settings[alias] = before
        connections[alias] = connection


@contextmanager
def tracking_at(url: str, timeout: float = 0.1) -> Iterator[None]:
    """Let the alias `tracking` lead to `url` as in production, but wait only `timeout` seconds for a lock."""
    config = tracking_database(url)
    if "timeout" in config["OPTIONS"]:
        config["OPTIONS"] = config["OPTIONS"] | {"timeout": timeout}
    with alias_at("tracking", config):
        yield


@contextmanager
def own_tables() -> Iterator[None]:
    """The tables that counting writes to, made in what `default` now is, and nothing else."""
    of_campaigns = [
        model for model in apps.get_app_config("campaigns").get_models() if not issubclass(model, (Page, Orderable))
    ]
    editor = connections["default"].schema_editor()
    with connections["default"].constraint_checks_disabled(), editor:
        for model in (ContentType, Permission, Group, get_user_model(), ModelLogEntry, *of_campaigns):
            editor.create_model(model)
    ContentType.objects.clear_cache()
    ContentType.objects.get_for_model(Campaign)  # which the log of steps names
    yield
    ContentType.objects.clear_cache()


def migrate_tracking() -> None:
    """Try to migrate the tracking database, as an operator's slip would.

    Wagtail stops following references before a migration, and goes on only after one that succeeded.
    """
    try:
        call_command("migrate", database="tracking", verbosity=0)
    finally:
        connect_reference_index_signal_handlers()


def check() -> tuple[list[str], str]:
    """What check_tracking prints, line by line, and what it ends with where it fails."""
    out = io.StringIO()
    try:
        call_command("check_tracking", stdout=out)
    except CommandError as error:
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""
