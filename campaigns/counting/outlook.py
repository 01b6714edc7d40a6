"""Where a count is heading if it keeps its pace. Pure: closes in, an outlook out. The method: docs/forecast.md.

What *arrived* on a day is the growth from close to close, by the time that the site first saw it, less what was marked
as entered belatedly: days of registration would turn a late import of thousands into a surge on days long past.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from statistics import fmean, stdev

from campaigns.models.snapshots import Outlook
from campaigns.tracking.contract import LOCAL

PACE_DAYS = 7
"""A whole week, so that a free Sunday weighs no more than it should."""
STUDENT_80 = 1.440
"""Student's t for six degrees of freedom, 80 % between the two sides: four times in five the total is in the range."""
FARTHEST = timedelta(days=366)
"""A target that the pace reaches later than this is not given a day: it would be a guess."""


@dataclass(frozen=True, slots=True)
class Close:
    """What was held at the end of a local day, and how much of that day's growth was entered belatedly."""

    day: date
    count: int
    backfilled: int = 0


def arrivals(closes: Iterable[Close]) -> dict[date, int]:
    """What arrived on each day whose eve is known too, without belated entries. May be negative after a clean-up."""
    by_day = {close.day: close for close in closes}
    return {
        day: close.count - by_day[eve].count - close.backfilled
        for day, close in by_day.items()
        if (eve := day - timedelta(days=1)) in by_day
    }


def outlook(closes: Iterable[Close], count: int, as_of: datetime, last: date, target: int | None) -> Outlook:
    """The outlook of `count` at `as_of` towards the end of the local day `last`; all None where a week is not known."""
    today = as_of.astimezone(LOCAL).date()
    week = _last_days(arrivals(closes), today)
    if week is None:
        return Outlook(per_day=None, projected=None, low=None, high=None, reached_on=None)
    pace = fmean(week)
    ahead = max(0.0, (_end_of(last) - as_of) / timedelta(days=1))
    # The mean of seven days is itself uncertain, and then every coming day differs from it.
    margin = STUDENT_80 * stdev(week) * math.sqrt(ahead + ahead**2 / PACE_DAYS)
    projected = count + pace * ahead
    over = ahead == 0
    return Outlook(
        per_day=round(pace),
        projected=None if over else max(count, round(projected)),
        low=None if over else max(count, math.floor(projected - margin)),
        high=None if over else max(count, math.ceil(projected + margin)),
        reached_on=_reached_on(pace, count, as_of, target),
    )


def earlier_ranks(ranks_by_day: Mapping[date, Mapping[str, int]], today: date) -> tuple[Mapping[str, int], ...]:
    """The ranks at the close of yesterday and of the day a week before today; empty where that day was not closed."""
    return tuple(ranks_by_day.get(today - timedelta(days=back), {}) for back in (1, PACE_DAYS))


def _last_days(arrived: Mapping[date, int], today: date) -> list[int] | None:
    days = [today - timedelta(days=back) for back in range(1, PACE_DAYS + 1)]
    return [arrived[day] for day in days] if all(day in arrived for day in days) else None


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), LOCAL)


def _reached_on(pace: float, count: int, as_of: datetime, target: int | None) -> str | None:
    if not target or count >= target or pace <= 0:
        return None
    wait = (target - count) / pace
    if wait > FARTHEST.days:
        return None
    return (as_of + timedelta(days=wait)).astimezone(LOCAL).date().isoformat()
