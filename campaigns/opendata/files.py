"""Tables as files: CSV that Excel opens right under a Vietnamese locale, the same as JSON, and what the columns mean.

CSV: UTF-8 with a byte order mark (else Excel takes it for a legacy charset); `;` between cells, because in Vietnam the
comma is the decimal mark; ISO dates and times; numbers without grouping; nothing but rows under one line of names.
What would be a formula gets an apostrophe before it.
"""

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel

from campaigns.counters import Figures
from campaigns.opendata.columns import Field, fields_of
from campaigns.opendata.rows import (
    DayRow,
    MilestoneRow,
    UnitDayRow,
    UnitRow,
    day_rows,
    milestone_rows,
    unit_day_rows,
    unit_rows,
)
from campaigns.opendata.source import Source

DELIMITER = ";"
FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""


@dataclass(frozen=True)
class Table:
    """One table of a campaign: its part of the address, its title, its class of rows and how they are read."""

    name: str
    title: Promise
    description: Promise
    row: type[BaseModel]
    rows: Callable[[Figures], Sequence[BaseModel]]

    @property
    def fields(self) -> list[Field]:
        """Its own columns."""
        return list(fields_of(self.row))


TABLES = {
    table.name: table
    for table in (
        Table(
            "don-vi",
            _("By unit"),
            _("Every first-level unit at the newest reading, with its target and its rank."),
            UnitRow,
            unit_rows,
        ),
        Table(
            "ngay",
            _("By day"),
            _("What was registered on each day, and what was held at each day's close."),
            DayRow,
            day_rows,
        ),
        Table(
            "don-vi-theo-ngay",
            _("By unit and day"),
            _("Every unit at each day's close, as was seen then."),
            UnitDayRow,
            unit_day_rows,
        ),
        Table(
            "moc",
            _("Milestones"),
            _("Round numbers and the goal, with the time at which each was first passed."),
            MilestoneRow,
            milestone_rows,
        ),
    )
}
SOURCE_FIELDS = list(fields_of(Source))
IN_EACH_ROW = [field for field in SOURCE_FIELDS if field.key in ("campaign", "as_of", "state", "source", "licence")]
"""The last columns of a CSV file, which has no other place for them."""


def as_csv(table: Table, rows: Iterable[BaseModel], source: Source) -> bytes:
    """The table with its source in each row's last columns."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=DELIMITER)
    writer.writerow([field.column.name for field in [*table.fields, *IN_EACH_ROW]])
    closing = [_cell(getattr(source, field.key)) for field in IN_EACH_ROW]
    keys = [field.key for field in table.fields]
    writer.writerows([*(_cell(getattr(row, key)) for key in keys), *closing] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date | datetime):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.lstrip().startswith(FORMULA) else text


def as_json(table: Table, rows: Iterable[BaseModel], source: Source, campaign: str) -> bytes:
    """The same names and values: what stands beside all numbers first, then the rows."""
    content = {
        "ten_chien_dich": campaign,
        **_named(source, SOURCE_FIELDS),
        "mo_ta": "mota.json",
        "dong": [_named(row, table.fields) for row in rows],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _named(row: BaseModel, fields: Iterable[Field]) -> dict[str, Any]:
    values = row.model_dump(mode="json")
    return {field.column.name: values[field.key] for field in fields}


def description(source: Source, campaign: str, unplaced: int | None) -> bytes:
    """`mota.json`: a Frictionless data package of the CSV files, with the source and the terms in words."""
    content = {
        "profile": "tabular-data-package",
        "name": source.campaign,
        "title": campaign,
        **_named(source, SOURCE_FIELDS),
        "ngoai_danh_sach": unplaced,
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": table.name,
                "title": str(table.title),
                "description": str(table.description),
                "path": f"{table.name}.csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": DELIMITER, "lineTerminator": "\r\n", "header": True},
                "schema": {
                    "fields": [field.described() for field in [*table.fields, *IN_EACH_ROW]],
                    "missingValues": [""],
                },
            }
            for table in TABLES.values()
        ],
    }
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
