"""The demo's tables, read from the CSV files beside this module (data/README.md says what is real in them)."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files

from campaigns.tracking.contract import LOCAL


@dataclass(frozen=True)
class DemoCluster:
    """An emulation cluster; `is_example` marks an invented one."""

    code: str
    name: str
    is_example: bool


@dataclass(frozen=True)
class DemoUnit:
    """A unit of the first level, or a child with the `share` of its parent's initiatives that it registers itself."""

    code: str
    name: str
    short_name: str
    kind: str
    parent_code: str | None = None
    cluster_code: str | None = None
    valid_to: date | None = None
    successor_code: str | None = None
    share: float = 0.0


@dataclass(frozen=True)
class DemoTarget:
    """What a unit shall add within the 40 days; `is_example` marks an invented one."""

    campaign_code: str
    unit_code: str
    kind: str
    amount: int
    is_example: bool
    source: str


@dataclass(frozen=True)
class PrintedFigure:
    """What somebody printed: `code` is None for the national figure, `at` the end of the day if no hour was given."""

    at: datetime
    code: str | None
    count: int
    note: str
    source: str


@dataclass(frozen=True)
class Knot:
    """How many initiatives each first-level unit had registered before the moment `at`, since the portal opened."""

    at: datetime
    counts: dict[str, int]


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of data/<name>.csv by column."""
    text = (files("campaigns.tracking.demo") / "data" / f"{name}.csv").read_text(encoding="utf-8")
    yield from csv.DictReader(text.splitlines())


def moment(text: str) -> datetime:
    """`2022-05-10T14:00` is that minute; a bare day means its end, which is the next midnight."""
    if "T" in text:
        return datetime.fromisoformat(text).replace(tzinfo=LOCAL)
    return datetime.fromisoformat(text).replace(tzinfo=LOCAL) + timedelta(days=1)


@cache
def clusters() -> tuple[DemoCluster, ...]:
    """Emulation clusters."""
    return tuple(DemoCluster(row["code"], row["name"], row["is_example"] == "yes") for row in rows("clusters"))


@cache
def units() -> tuple[DemoUnit, ...]:
    """The 82 units of the first level, in the order of their codes."""
    return tuple(
        DemoUnit(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            kind=row["kind"],
            cluster_code=row["cluster_code"],
            valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
            successor_code=row["successor_code"] or None,
        )
        for row in rows("units")
    )


@cache
def children() -> tuple[DemoUnit, ...]:
    """A few units below the first level, parents before their children."""
    return tuple(
        DemoUnit(
            code=row["code"],
            name=row["name"],
            short_name=row["short_name"],
            kind=row["kind"],
            parent_code=row["parent_code"],
            share=float(row["share"]),
        )
        for row in rows("children")
    )


@cache
def fields() -> tuple[tuple[str, str], ...]:
    """Fields of work: code and name."""
    return tuple((row["code"], row["name"]) for row in rows("fields"))


@cache
def targets() -> tuple[DemoTarget, ...]:
    """Targets of the 40 days: one assigned to each unit, and three that units set themselves."""
    return tuple(
        DemoTarget(
            row["campaign_code"],
            row["unit_code"],
            row["kind"],
            int(row["amount"]),
            row["is_example"] == "yes",
            row["source"],
        )
        for row in rows("targets")
    )


@cache
def printed_figures() -> tuple[PrintedFigure, ...]:
    """Every figure that was printed, contradictions included."""
    return tuple(
        PrintedFigure(
            at=moment(row["as_of"].removesuffix("+07:00")),
            code=row["code"] or None,
            count=int(row["count"]),
            note=row["note"],
            source=row["source"],
        )
        for row in rows("printed_figures")
    )


@cache
def course() -> tuple[Knot, ...]:
    """The knots that the history passes through, earliest first."""
    table = list(rows("course"))
    return tuple(
        Knot(moment(column), {row["code"]: int(row[column]) for row in table})
        for column in table[0]
        if column != "code"
    )
