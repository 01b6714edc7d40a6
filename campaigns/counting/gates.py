"""Which figures are to be believed at once, which after another look, and which not before somebody decided. Pure.

docs/tracking.md tells the rules in words.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import Enum

SMALL_SHARE, SMALL_FALL = 0.005, 1_000  # a fall within both is taken after a recount
MIDDLING_SHARE = 0.05  # and one within this after two full recounts that agree
FEW = 2  # rows: as many may always go, else no young campaign could reject one
SPIKE = 10  # times the fastest known rate
CALM_RISE = 1_000  # rows: a rise up to this is no spike at any rate
TRAILING_DAYS = 28  # whose fastest day is a known rate
SHORTEST_SPAN = timedelta(minutes=10)  # over which a rate is taken from snapshots
BETWEEN_RECOUNTS = timedelta(seconds=60)


@dataclass(frozen=True)
class Stand:
    """What gates look at: the headline, the first-level units and the days of one snapshot or tally."""

    as_of: datetime
    count: int
    units: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[date, int] = field(default_factory=dict)


class Action(Enum):
    """What is to be done with figures."""

    ACCEPT = "accept"
    RECOUNT = "recount"  # look again at the last days; then accept
    RECONCILE = "reconcile"  # two full recounts that agree, a minute apart
    HOLD = "hold"  # an editor decides


@dataclass(frozen=True)
class Verdict:
    """What is to be done, the reason as Hold.Reason names it, and one line that says it with its numbers."""

    action: Action
    reason: str = ""
    words: str = ""


ACCEPTED = Verdict(Action.ACCEPT)


@dataclass(frozen=True)
class Pace:
    """What rise is to be expected: rows a second at the fastest known rate (None: nothing is known), for how long.

    `waited` is how long figures have been waiting already: their rise goes on at the usual rate, not at ten times it.
    """

    fastest: float | None
    elapsed: timedelta
    waited: timedelta = timedelta(0)

    @property
    def allowed(self) -> float:
        """Rows that may have come in."""
        if self.fastest is None:
            return float("inf")
        usual = SPIKE * self.elapsed.total_seconds() + self.waited.total_seconds()
        return max(CALM_RISE, self.fastest * usual)


def judge(good: Stand, found: Stand, pace: Pace, belated_until: date | None = None) -> Verdict:
    """Compare what was `found` with the last good figures.

    Days up to `belated_until` are those that the owner marked as entered belatedly: no rise on them is a spike.
    """
    fall = good.count - found.count
    if good.count and not found.count:
        return Verdict(Action.HOLD, "zero", f"the count fell from {good.count} to 0")
    if fall > max(FEW, MIDDLING_SHARE * good.count):
        return Verdict(Action.HOLD, "drop", f"the count fell from {good.count} to {found.count}")
    if gone := vanished(good, found):
        return Verdict(Action.HOLD, "units", f"all initiatives of {', '.join(code[:40] for code in gone)} vanished")
    rise = unmarked_rise(good, found, belated_until)
    if rise > pace.allowed:
        return Verdict(
            Action.HOLD, "spike", f"the count rose by {rise}, from {good.count}, where at most {pace.allowed:.0f} could"
        )
    if fall > max(FEW, min(SMALL_SHARE * good.count, SMALL_FALL)):
        return Verdict(Action.RECONCILE, "reconciling", f"the count fell from {good.count} to {found.count}")
    if fall > 0:
        return Verdict(Action.RECOUNT, "drop", f"the count fell from {good.count} to {found.count}")
    return ACCEPTED


def agree(first: int, second: int) -> bool:
    """Whether two full recounts found the same, but for what may come and go within a minute."""
    return abs(first - second) <= max(FEW, min(SMALL_SHARE * first, SMALL_FALL))


def vanished(good: Stand, found: Stand) -> list[str]:
    """Units that had more than a few rows and have none."""
    return sorted(code for code, count in good.units.items() if count > FEW and not found.units.get(code))


def unmarked_rise(good: Stand, found: Stand, belated_until: date | None) -> int:
    """How far the count rose on days that are not marked as entered belatedly."""
    marked = sum(_on_days_until(belated_until, stand.days) * sign for stand, sign in ((found, 1), (good, -1)))
    return found.count - good.count - marked


def fastest_rate(good: Stand, recent: Iterable[tuple[datetime, int]]) -> float | None:
    """Rows a second: of the fastest of the last weeks' days, or of the `recent` snapshots (as_of, count) if faster.

    None where nothing was counted yet.
    """
    if not good.count:
        return None
    trailing = [count for day, count in good.days.items() if good.as_of.date() - day <= timedelta(days=TRAILING_DAYS)]
    by_day = max(trailing, default=0) / timedelta(days=1).total_seconds()
    known = sorted(recent) or [(good.as_of, good.count)]
    span = max(known[-1][0] - known[0][0], SHORTEST_SPAN)
    return max(by_day, (known[-1][1] - known[0][1]) / span.total_seconds())


def _on_days_until(last: date | None, days: Mapping[date, int]) -> int:
    return sum(count for day, count in days.items() if last is not None and day <= last)
