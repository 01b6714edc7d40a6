"""The demo's history: every initiative registered from 8/1/2022 on, the same ones each time it is made.

It passes exactly through the printed figures (data/printed_figures.csv), national and by unit: what is registered and
neither rejected nor deleted stands at the printed number at the printed moment, whatever later moment the history is
made until. Between the knots of data/course.csv it follows working days, holidays and working hours.

Where the sources disagree:
- Thanh Hóa on 31/5/2022: 170.324 (nhandan.vn, the later one) and not 170.263. Totals of that day were revised upwards
  afterwards, as the national one was, so the later and higher figure is the one that stood.
- National on 31/5/2022: 696.948 (the revised report) and not 654.921 (the first one).
- "Hơn 132 nghìn" (12/4) is taken as 132.000, Công Thương's "more than 5.400" as 5.412; the 300.000 that a newspaper
  of 11/5 reports as passed are passed on the afternoon of 10/5, after 299.635 at 14:00.
Every printed rank holds: Hà Nội 2nd and Bắc Giang 6th on 12/4 (up five from 11th on 26/3), Than – Khoáng sản 21st on
10/5 at 14:00, Lâm Đồng 15th on 31/5; the eight units printed on 26/3 are the first eight. A rank "of 81" or "of 83" is
one of 82 here, since the list of units that is known has 82.
"""

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate, groupby, pairwise
from random import Random
from typing import NamedTuple

from campaigns.tracking.contract import LOCAL
from campaigns.tracking.demo import data

SEED = "tu-hao-2022"
FIRST_DAY = date(2022, 1, 8)
REJECTED_SHARE = 0.02  # on top of the counted ones, like the deleted
DELETED_SHARE = 0.005
UNKNOWN_FIELD_SHARE = 0.12

_DAY = 86_400  # seconds
_SATURDAY, _SUNDAY = 0.45, 0.2
_HOLIDAYS = (
    (date(2022, 1, 29), date(2022, 2, 6), 0.06),  # Tết Nhâm Dần
    (date(2022, 4, 10), date(2022, 4, 11), 0.2),  # Giỗ Tổ Hùng Vương and the day off for it
    (date(2022, 4, 30), date(2022, 5, 3), 0.12),
)
# How much is registered in each hour of the day, in no particular unit.
_HOURS = (0.1, 0.05, 0.05, 0.05, 0.05, 0.1, 0.4, 2.2, 6, 8, 8, 5, 2, 5, 7.5, 8, 7, 3.5, 1.5, 2, 2.8, 2.2, 1, 0.4)
_BY_MINUTE = (0.0, *accumulate(hour for hour in _HOURS for _ in range(60)))
# How steeply the pace grows between two knots (natural logarithm of last over first), one per knot.
_GROWTH = (2.4, 0.35, 0.1, 0.4, 0.1, 0.9)
# Fields of work by share; what is left has none.
_FIELDS = (("SXKD", 0.38), ("ATMT", 0.14), ("CCHC", 0.16), ("GIAODUC", 0.09), ("YTE", 0.06), ("CONGDONG", 0.05))
_OWN_FIELD = {"GD": "GIAODUC", "YT": "YTE"}  # sector unions that register in their own field, nine times in ten


class Entry(NamedTuple):
    """One initiative as it stands when the history ends. Moments are whole seconds since 1970, UTC."""

    unit_code: str
    field_code: str | None
    status: str
    registered: int
    updated: int
    deleted: int | None


@dataclass(frozen=True)
class _Slice:
    """Part of a local day between two knots, in minutes, with what each unit registers in it."""

    day: date
    first_minute: int
    last_minute: int
    counts: dict[str, int]


def entries_by_day(until: datetime) -> Iterator[tuple[date, list[Entry]]]:
    """Each local day with its entries in the order of registration, up to the moment `until`.

    What is counted does not depend on `until`. Rejected and deleted entries appear only once their end has come, so
    they never count for a while first.
    """
    end = int(until.timestamp())
    fields = {unit.code: _field_table(unit.code) for unit in data.units()}
    leaves = {unit.code: _leaf_table(unit.code) for unit in data.units()}
    for day, slices in groupby(_slices(), key=lambda part: part.day):
        if _midnight(day) >= end:
            return
        random = Random(f"{SEED}:{day}")  # noqa: S311 - must be the same each time; nothing secret
        entries: list[Entry] = []
        for part in slices:
            for code, count in part.counts.items():
                entries += _entries(part, count, fields[code], leaves[code], random, end)
        entries.sort(key=lambda entry: entry.registered)
        yield day, entries


def recent_weights() -> dict[str, int]:
    """How much each first-level unit registers after 11/5/2022: what the simulator goes on with."""
    before, last = data.course()[-2:]
    return {code: count - before.counts[code] for code, count in last.counts.items()}


def leaf(code: str, chance: float) -> str:
    """Who registers for the first-level unit `code`: itself or a unit below it, for a chance in [0, 1)."""
    bounds, codes = _leaf_table(code)
    return codes[bisect_right(bounds, chance)]


def field(code: str, chance: float) -> str | None:
    """The field of work of an initiative of the first-level unit `code`, for a chance in [0, 1)."""
    bounds, codes = _field_table(code)
    return codes[bisect_right(bounds, chance)]


_Table = tuple[list[float], list[str]]
_FieldTable = tuple[list[float], list[str | None]]


def _field_table(code: str) -> _FieldTable:
    shares: list[tuple[str | None, float]] = list(_FIELDS)
    if own := _OWN_FIELD.get(code):
        shares = [(own, 0.9 * (1 - UNKNOWN_FIELD_SHARE)), ("CCHC", 0.1 * (1 - UNKNOWN_FIELD_SHARE))]
    return list(accumulate(share for _code, share in shares)), [*(code for code, _share in shares), None]


def _leaf_table(code: str) -> _Table:
    below = {code}
    shares = []
    for child in data.children():
        if child.parent_code in below:
            below.add(child.code)
            shares.append((child.code, child.share))
    return list(accumulate(share for _code, share in shares)), [*(code for code, _share in shares), code]


def _midnight(day: date) -> int:
    return int(datetime.combine(day, time(), LOCAL).timestamp())


def _rhythm(day: date) -> float:
    for first, last, factor in _HOLIDAYS:
        if first <= day <= last:
            return factor
    return {5: _SATURDAY, 6: _SUNDAY}.get(day.weekday(), 1.0)


def _slices() -> Iterator[_Slice]:
    begin = datetime.combine(FIRST_DAY, time(), LOCAL)
    counts = dict.fromkeys((unit.code for unit in data.units()), 0)
    for knot, growth in zip(data.course(), _GROWTH, strict=True):
        yield from _between(begin, knot.at, {code: knot.counts[code] - counts[code] for code in counts}, growth)
        begin, counts = knot.at, knot.counts


def _between(begin: datetime, end: datetime, added: dict[str, int], growth: float) -> Iterator[_Slice]:
    """Spread what each unit adds between two knots over the days between them, to the last initiative."""
    parts: list[tuple[date, int, int]] = []
    start = begin
    while start < end:
        midnight = datetime.combine(start.date(), time(), LOCAL)
        stop = min(end, midnight + timedelta(days=1))
        parts.append((start.date(), (start - midnight).seconds // 60, int((stop - midnight).total_seconds()) // 60))
        start = stop
    weights = [
        _rhythm(day) * (_BY_MINUTE[last] - _BY_MINUTE[first]) * math.exp(growth * place / len(parts))
        for place, (day, first, last) in enumerate(parts)
    ]
    shares = {code: _spread(total, weights, Random(f"{SEED}:{code}:{begin}")) for code, total in added.items()}  # noqa: S311 - as above
    for place, (day, first, last) in enumerate(parts):
        yield _Slice(day, first, last, {code: share[place] for code, share in shares.items()})


def _spread(total: int, weights: list[float], random: Random) -> list[int]:
    """Whole parts of `total`, in proportion to the weights give or take a quarter; they sum to it."""
    bounds = list(accumulate(weight * (0.75 + 0.5 * random.random()) for weight in weights))
    reached = [round(total * bound / bounds[-1]) for bound in bounds]
    return [reached[0], *(after - before for before, after in pairwise(reached))]


def _entries(
    part: _Slice, count: int, fields: _FieldTable, leaves: _Table, random: Random, end: int
) -> Iterator[Entry]:
    """One unit's entries in one slice. Draws the same chances whatever `end` is."""
    chance = random.random
    midnight = _midnight(part.day)
    low, high = _BY_MINUTE[part.first_minute], _BY_MINUTE[part.last_minute]
    (field_bounds, field_codes), (leaf_bounds, leaf_codes) = fields, leaves
    rejected = int(count * REJECTED_SHARE + chance())
    deleted = int(count * DELETED_SHARE + chance())
    for number in range(count + rejected + deleted):
        minute = bisect_right(_BY_MINUTE, low + chance() * (high - low)) - 1
        registered = midnight + minute * 60 + int(chance() * 60)
        unit_code = leaf_codes[bisect_right(leaf_bounds, chance())]
        field_code = field_codes[bisect_right(field_bounds, chance())]
        reviewed = registered + int(-math.log(1 - chance()) * 1.2 * _DAY)
        decided = reviewed + int((0.3 - math.log(1 - chance()) * 3) * _DAY)
        if registered >= end:
            continue
        if number < count:
            if decided < end:
                yield Entry(unit_code, field_code, "valid", registered, decided, None)
            elif reviewed < end:
                yield Entry(unit_code, field_code, "reviewing", registered, reviewed, None)
            else:
                yield Entry(unit_code, field_code, "submitted", registered, registered, None)
        elif number < count + rejected:
            if decided < end:
                yield Entry(unit_code, field_code, "rejected", registered, decided, None)
        elif reviewed < end:
            yield Entry(unit_code, field_code, "submitted", registered, reviewed, reviewed)
