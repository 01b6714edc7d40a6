"""From counted buckets to a campaign's figures. Pure: no database, no clock.

A bucket is what one unit registered on one local day (Asia/Ho_Chi_Minh). Headline, units and days are all sums of the
same buckets, so they always agree: the headline is the sum of its days, and where both periods are the same, of its
units and of what has no place among them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.tracking.contract import FIRST_LEVEL_KINDS


@dataclass(frozen=True, slots=True)
class Bucket:
    """What one unit, under its own code, registered on one local day: neither rejected nor deleted."""

    unit_code: str
    day: date
    count: int


@dataclass(frozen=True, slots=True)
class UnitNode:
    """A unit's place: at the first level if it has no parent and is of one of the first level's kinds."""

    code: str
    parent_code: str | None
    kind: str
    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both ends counted."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, unit: UnitNode) -> bool:
        """Whether the unit existed on some day of the period."""
        return (unit.valid_from is None or unit.valid_from <= self.last) and (
            unit.valid_to is None or unit.valid_to >= self.first
        )


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """One first-level unit: its count with all units below it, its target (None: none, or 0), its rank by count."""

    code: str
    count: int
    target: int | None
    rank: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A campaign's figures. `days` leaves no day out; `unplaced` is the part of `count` that no unit can claim."""

    count: int
    units: tuple[UnitFigure, ...]
    days: tuple[tuple[date, int], ...]
    unplaced: int


def tally(
    headline: Period,
    units_period: Period,
    units: Iterable[UnitNode],
    buckets: Iterable[Bucket],
    targets: Mapping[str, int],
    today: date,
) -> Tally:
    """Count one campaign, up to `today` (the tracking database's local day) and with it.

    `targets` are by first-level code. Units come by rank, then by code; one that did not exist in `units_period` is
    listed only if something was registered under it.
    """
    nodes = {unit.code: unit for unit in units}
    places = first_level_of(nodes)
    per_day = dict.fromkeys(_days(headline, today), 0)
    per_unit = {code: 0 for code, place in places.items() if code == place and units_period.meets(nodes[code])}
    unplaced = 0
    for bucket in buckets:
        if bucket.day > today:
            continue
        place = places.get(bucket.unit_code)
        if bucket.day in headline:
            per_day[bucket.day] += bucket.count
            unplaced += bucket.count if place is None else 0
        if bucket.day in units_period and place is not None:
            per_unit[place] = per_unit.get(place, 0) + bucket.count
    rank = ranks(per_unit)
    figures = (UnitFigure(code, count, targets.get(code) or None, rank[code]) for code, count in per_unit.items())
    return Tally(
        count=sum(per_day.values()),
        units=tuple(sorted(figures, key=lambda figure: (figure.rank, figure.code))),
        days=tuple(per_day.items()),
        unplaced=unplaced,
    )


def first_level_of(units: Mapping[str, UnitNode]) -> dict[str, str]:
    """The first-level unit above each unit, itself included; left out where the chain leads nowhere or in a circle."""
    places: dict[str, str] = {}
    for code in units:
        seen: list[str] = []
        above: str | None = code
        while above is not None and above in units and above not in places and above not in seen:
            seen.append(above)
            parent = units[above].parent_code
            if parent is None and units[above].kind in FIRST_LEVEL_KINDS:
                places[above] = above
                break
            above = parent
        if above in places:
            places.update(dict.fromkeys(seen, places[above]))
    return places


def ranks(counts: Mapping[str, int]) -> dict[str, int]:
    """Place by count, the greatest first; equal counts share the better place and the next ones are left free."""
    with_count: dict[int, list[str]] = defaultdict(list)
    for code, count in counts.items():
        with_count[count].append(code)
    place, result = 1, {}
    for count in sorted(with_count, reverse=True):
        result.update(dict.fromkeys(with_count[count], place))
        place += len(with_count[count])
    return result


def _days(period: Period, today: date) -> list[date]:
    length = (min(period.last, today) - period.first).days + 1
    return [period.first + timedelta(days=offset) for offset in range(max(0, length))]
