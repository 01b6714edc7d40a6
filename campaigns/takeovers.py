"""What units have taken in: 63 provinces became 34 on 1/7/2025, and a unit's page tells from which it grew."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from campaigns.models import Unit
from vietnamese.collation import sort_key


@dataclass(frozen=True)
class Takeover:
    """The units that became part of another one on the same day; `day` is None where it is not known."""

    day: date | None
    units: list[Unit]


def takeovers(predecessors: Iterable[Unit]) -> list[Takeover]:
    """`predecessors` of one unit by the day on which it took them in, the earliest first, each day's by name."""
    ordered = sorted(predecessors, key=lambda unit: (unit.replaced_on or date.min, sort_key(unit.short_name)))
    return [Takeover(day, list(units)) for day, units in groupby(ordered, key=lambda unit: unit.replaced_on)]
