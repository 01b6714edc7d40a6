"""What counting is made of: for each local day, rows by unit and by field, split by status. Pure.

A leaf is what one unit, under its own code, or one field registered on one local day (Asia/Ho_Chi_Minh); deleted rows
are in none. Leaves are only ever replaced, a whole day at a time, never added to. Every figure is a sum of leaves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from campaigns.counting.tree import Tree


class Split(NamedTuple):
    """Rows by status."""

    submitted: int = 0
    reviewing: int = 0
    valid: int = 0
    rejected: int = 0

    @property
    def counted(self) -> int:
        """The default measure: registered and not rejected."""
        return self.submitted + self.reviewing + self.valid


NOTHING = Split()


def plus(one: Split, other: Split) -> Split:
    """Their sum, status by status."""
    return Split(one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3])


def minus(one: Split, other: Split) -> Split:
    """Their difference, status by status."""
    return Split(one[0] - other[0], one[1] - other[1], one[2] - other[2], one[3] - other[3])


def total(splits: Iterable[Split]) -> Split:
    """Their sum, status by status."""
    return Split(*map(sum, zip(*splits, strict=True)))


@dataclass(frozen=True, slots=True)
class DayLeaves:
    """One day's leaves, by unit code and by field code (empty: none given). Both groupings hold the same rows."""

    units: Mapping[str, Split]
    fields: Mapping[str, Split]


Leaves = Mapping[date, DayLeaves]


@dataclass(frozen=True, slots=True)
class DaySums:
    """One day rolled up. `units`: every unit with all below it. `unplaced`: counted rows that no first level claims."""

    total: Split
    units: Mapping[str, Split]
    fields: Mapping[str, Split]
    unplaced: int


Sums = Mapping[date, DaySums]


def roll_up(leaves: DayLeaves, tree: Tree) -> DaySums:
    """Add each leaf to its unit and to every unit above it; a code that the tree does not know keeps its own sum."""
    sums: dict[str, list[int]] = {}
    unplaced = 0
    for code, split in leaves.units.items():
        if tree.place(code) is None:
            unplaced += split.counted
        for unit in tree.above(code) or (code,):
            sum_ = sums.setdefault(unit, [0, 0, 0, 0])
            for index, rows in enumerate(split):
                sum_[index] += rows
    return DaySums(
        total=total(leaves.units.values()),
        units={code: Split(*sum_) for code, sum_ in sums.items()},
        fields=leaves.fields,
        unplaced=unplaced,
    )


def roll_up_again(before: DayLeaves, sums: DaySums, leaves: DayLeaves, tree: Tree) -> DaySums:
    """The same as `roll_up`, from the `sums` of the leaves `before`: no more work than what is otherwise now."""
    units = dict(sums.units)
    total_, unplaced = sums.total, sums.unplaced
    for code in {code for code, _split in before.units.items() ^ leaves.units.items()}:
        more = minus(leaves.units.get(code, NOTHING), before.units.get(code, NOTHING))
        total_ = plus(total_, more)
        if tree.place(code) is None:
            unplaced += more.counted
        for unit in tree.above(code) or (code,):
            units[unit] = plus(units.get(unit, NOTHING), more)
            if units[unit] == NOTHING:
                del units[unit]
    return DaySums(total_, units, leaves.fields, unplaced)


class Roller:
    """Rolls leaves up, and only what changed since the last time."""

    def __init__(self) -> None:
        self._tree = Tree()
        self._done: dict[date, tuple[DayLeaves, DaySums]] = {}

    def roll(self, leaves: Leaves, tree: Tree) -> Sums:
        """Every day's sums."""
        before = self._done if tree == self._tree else {}
        self._tree, self._done = tree, {}
        for day, now in leaves.items():
            if (known := before.get(day)) is None:
                self._done[day] = (now, roll_up(now, tree))
            elif known[0] is now:
                self._done[day] = known
            else:
                self._done[day] = (now, roll_up_again(*known, now, tree))
        return {day: sums for day, (_leaves, sums) in self._done.items()}
