"""Days in slices of a minute, so that a tick counts no more than the minutes in which something changed. Pure.

A slice is what the database has of one minute, read whole and put in the old one's place; the day's leaves are the sum
of its slices. So what a tick costs depends on how much has changed, not on how much there is.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import NamedTuple

from campaigns.counting.leaves import NOTHING, DayLeaves, Leaves, Split, plus

Minute = tuple[date, int]
"""A local day, and which of its minutes."""


class Kind(NamedTuple):
    """What a row counts as. `field` is empty where none is given."""

    unit: str
    field: str
    status: str


kind_of = cache(Kind)
"""The one object for all rows of a kind: there are few kinds and many rows."""

Slice = tuple[Kind, ...]
"""One kind for each row, in no order."""


@dataclass(frozen=True, slots=True)
class SlicedDay:
    """A day's leaves, and the slices whose sum they are; a minute without rows is left out."""

    leaves: DayLeaves
    slices: Mapping[int, Slice]

    def with_slices(self, counted: Mapping[int, Slice]) -> "SlicedDay":
        """The day with these in the place of the ones it has.

        The sum is not made anew: what goes is taken from it, and what comes is put to it.
        """
        slices = {**self.slices, **counted}
        rows: Counter[Kind] = Counter()
        for minute, slice_ in counted.items():
            rows.update(slice_)
            rows.subtract(self.slices.get(minute, ()))
            if not slice_:
                del slices[minute]
        units: Counter[tuple[str, str]] = Counter()
        fields: Counter[tuple[str, str]] = Counter()
        for (unit, field, status), more in rows.items():
            units[unit, status] += more
            fields[field, status] += more
        if not any(units.values()) and not any(fields.values()):
            return SlicedDay(self.leaves, slices)
        return SlicedDay(DayLeaves(_changed(self.leaves.units, units), _changed(self.leaves.fields, fields)), slices)


NO_ROWS = SlicedDay(DayLeaves({}, {}), {})
Slices = Mapping[date, SlicedDay]


def still_true(slices: Slices, leaves: Leaves) -> Slices:
    """Those days whose leaves are the very ones that their slices sum to; a day was counted otherwise since, if not."""
    return {day: sliced for day, sliced in slices.items() if leaves.get(day) is sliced.leaves}


def _changed(splits: Mapping[str, Split], rows: Mapping[tuple[str, str], int]) -> dict[str, Split]:
    """The splits with so many rows more or less, by code and status; a code without rows is left out."""
    changed = dict(splits)
    for (code, status), more in rows.items():
        split = plus(changed.get(code, NOTHING), NOTHING._replace(**{status: more}))
        if split == NOTHING:
            changed.pop(code, None)
        else:
            changed[code] = split
    return changed
