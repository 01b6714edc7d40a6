"""What a recorded outlook lets a page say: round numbers, their range, days. Pure; the rules: docs/forecast.md.

The record says where the pace leads and how wide the range is at the end of the period. The range on the way there, and
with it the first and the last day on which the target may be passed, follows from the same formula.
"""

import math
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from campaigns.models.snapshots import Outlook
from campaigns.values import LOCAL

DAY = timedelta(days=1)
FARTHEST = 366
"""Days: what would take longer is given no day."""
STEPS_IN_RANGE = 8
"""A number is rounded to the greatest of 1, 5, 10, 50, 100, … that goes so often into its range."""


@dataclass(frozen=True)
class Forecast:
    """Where `count` at `as_of` is heading by the end of the local day `last`, if the pace of the last week is kept.

    `projected`, `low` and `high` are the record's; `per_day` is its pace. `due` is the day by whose end the target is
    to be reached, `target` is None where there is none or it is reached; `reached_on` is the record's.
    """

    count: int
    as_of: datetime
    last: date
    due: date
    target: int | None
    per_day: int
    projected: int
    low: int
    high: int
    reached_on: date | None

    @classmethod
    def of(
        cls, outlook: Outlook | None, *, count: int, as_of: datetime, last: date, due: date, target: int | None
    ) -> "Forecast | None":
        """The forecast; None where the record has none, and from days that took away more than they brought."""
        if outlook is None or outlook["per_day"] is None or outlook["per_day"] < 0 or as_of >= _end_of(last):
            return None
        projected, low, high = outlook["projected"], outlook["low"], outlook["high"]
        if projected is None or low is None or high is None:
            return None
        return cls(
            count=count,
            as_of=as_of,
            last=last,
            due=min(last, due),
            target=target if target and count < target else None,
            per_day=outlook["per_day"],
            projected=projected,
            low=low,
            high=high,
            reached_on=date.fromisoformat(outlook["reached_on"]) if outlook["reached_on"] else None,
        )

    @property
    def step(self) -> int:
        """To how many initiatives the forecast's numbers are rounded."""
        steps = (self.high - self.low) // STEPS_IN_RANGE
        power: int = 10 ** (len(str(steps)) - 1)
        return 5 * power if steps >= 5 * power else power

    @property
    def about(self) -> int:
        """The projected total in round numbers, never below the present count."""
        return max(self.count, round(self.projected / self.step) * self.step)

    @property
    def from_about(self) -> int:
        """The range's lower end, rounded down, never below the present count."""
        return max(self.count, self.low // self.step * self.step)

    @property
    def to_about(self) -> int:
        """The range's upper end, rounded up."""
        return -(-self.high // self.step) * self.step

    @property
    def has_range(self) -> bool:
        """Whether there is anything between the range's two ends."""
        return self.from_about < self.to_about

    @property
    def earliest(self) -> date | None:
        """The first day on which the range passes the target; None within a year."""
        return self._day_after(self._crossings[0])

    @property
    def latest(self) -> date | None:
        """The day on which all of the range has passed the target; None within a year."""
        return self._day_after(self._crossings[1])

    @property
    def outcome(self) -> str:
        """What the range says of the day `due`: `surely` (all of it in time), `likely`, `hardly`, `not`; or empty."""
        if self.target is None:
            return ""
        if self.reached_on is not None and self.reached_on <= self.due:
            return "surely" if self.latest is not None and self.latest <= self.due else "likely"
        return "hardly" if self.earliest is not None and self.earliest <= self.due else "not"

    @property
    def days_left(self) -> float:
        """From `as_of` to the end of the day `last`."""
        return (_end_of(self.last) - self.as_of) / DAY

    @property
    def pace(self) -> float:
        """What a day brings, before it was rounded."""
        return (self.projected - self.count) / self.days_left

    def at(self, days: float) -> tuple[float, float, float]:
        """The range's lower end, the forecast and the upper end, `days` after `as_of`."""
        middle, margin = self.count + self.pace * days, self._spread * _width(days)
        return max(float(self.count), middle - margin), middle, middle + margin

    def days_until(self, amount: int) -> tuple[float | None, float | None, float | None]:
        """After how many days the lower end, the forecast and the upper end reach `amount`; None: never."""
        missing, pace, spread = amount - self.count, self.pace, self._spread**2
        # (missing - pace·t)² = spread²·(t + t²/7): the smaller root is the upper end's, the greater the lower end's.
        square, linear = pace**2 - spread / 7, 2 * missing * pace + spread
        root = math.sqrt(max(0.0, linear**2 - 4 * square * missing**2))
        upper = 2 * missing**2 / (linear + root) if linear + root else None
        lower = (linear + root) / (2 * square) if square > 0 else None
        return lower, missing / pace if pace else None, upper

    @property
    def _spread(self) -> float:
        return max(0.0, self.high - self.projected) / _width(self.days_left)

    @property
    def _crossings(self) -> tuple[float | None, float | None]:
        if self.target is None:
            return None, None
        lower, _middle, upper = self.days_until(self.target)
        return upper, lower

    def _day_after(self, days: float | None) -> date | None:
        if days is None or days > FARTHEST:
            return None
        return (self.as_of + days * DAY).astimezone(LOCAL).date()


def _width(days: float) -> float:
    """How the range grows with the days ahead: each of them differs, and the mean of seven days is itself uncertain."""
    return math.sqrt(days + days**2 / 7)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + DAY, time(), LOCAL)
