"""Brings the CMS's units, clusters and fields of work up to the tracking database's lists, or units to a file's."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from campaigns.models import Unit
from campaigns.tracking.check import is_empty, shape_faults
from campaigns.tracking.contract import FIELD, UNIT
from campaigns.tracking.models import Field
from campaigns.tracking.models import Unit as TrackedUnit
from campaigns.tracking.session import TrackingAway, consistent_reading
from campaigns.unit_list import ListedUnit, ListRefused, Outcome, take_over, take_over_fields

TEXTS = ("code", "name", "short_name", "kind", "cluster_code", "cluster_name", "successor_code")
DATES = ("valid_from", "valid_to")
NEEDED = {"code", "name", "short_name", "kind"}


class Command(BaseCommand):
    """For the first content of an installation, and again whenever units merge, move or are renamed."""

    help = (
        "Make and change units, clusters and fields of work as the tracking database lists them; or units and clusters"
        " as a CSV file with the columns of its view `unit` does."
        " What the list leaves empty stays; nothing is deleted; the same list twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--file", type=Path, help="a CSV file (UTF-8) in place of the tracking database")
        parser.add_argument("--dry-run", action="store_true", help="show what would be changed, and change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            listed, fields = (_in_file(options["file"]), {}) if options["file"] else _in_tracking()
            rows = [row for row in listed if row.kind in Unit.FIRST_LEVEL]
            with transaction.atomic():
                outcome = take_over(rows)
                outcome.lines += take_over_fields(fields)
                transaction.set_rollback(options["dry_run"])
        except (ListRefused, TrackingAway) as refusal:
            raise CommandError(str(refusal)) from None
        self._say(outcome, len(listed) - len(rows), options["dry_run"])

    def _say(self, outcome: Outcome, below: int, dry_run: bool) -> None:
        for line in outcome.lines:
            self.stdout.write(line)
        for code in outcome.unlisted:
            self.stdout.write(f"? unit {code}: not in the list, left as it is")
        passed = f", {below} below the first level passed over" if below else ""
        self.stdout.write(f"{len(outcome.lines)} changes, {outcome.unchanged} units as listed{passed}.")
        if dry_run:
            self.stdout.write("Nothing was changed (--dry-run).")


def _in_tracking() -> tuple[list[ListedUnit], dict[str, str]]:
    """What the views `unit` and `field` list, of fields the names by their codes.

    Raises TrackingAway, ListRefused where the view breaks the contract.
    """
    with consistent_reading() as connection:
        if is_empty(connection):
            raise TrackingAway("the tracking database is empty: it has none of the contract's views")
        if faults := shape_faults(connection, [UNIT, FIELD]):
            raise ListRefused("\n".join(faults))
        units = [
            ListedUnit(**{name: value for name, value in row.items() if value})
            for row in TrackedUnit.objects.order_by("code").values(*TEXTS, *DATES)
        ]
        return units, dict(Field.objects.order_by("code").values_list("code", "name"))


def _in_file(path: Path) -> list[ListedUnit]:
    """What a CSV file lists. Raises ListRefused with what is wrong with it."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(csv.DictReader(file)))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ListRefused(f"{path} cannot be read: {error}") from None


def _rows(table: "csv.DictReader[str]") -> Iterator[ListedUnit]:
    if missing := NEEDED - set(table.fieldnames or ()):
        raise ListRefused(f"the file lacks the columns {', '.join(sorted(missing))}")
    for row in table:
        where = f"line {table.line_num}"
        cells = {name: text.strip() for name in (*TEXTS, *DATES) if (text := row.get(name))}
        if empty := NEEDED - {name for name, text in cells.items() if text}:
            raise ListRefused(f"{where}: {', '.join(sorted(empty))} is empty")
        if cells["kind"] not in Unit.Kind.values:
            raise ListRefused(f"{where}: kind {cells['kind']} is none of {', '.join(Unit.Kind.values)}")
        valid_from, valid_to = (_day(where, cells.pop(name, "")) for name in DATES)
        yield ListedUnit(**cells, valid_from=valid_from, valid_to=valid_to)


def _day(where: str, text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ListRefused(f"{where}: {text} is no day such as 2025-06-30") from None
