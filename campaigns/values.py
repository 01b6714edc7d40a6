"""What pages show: a number with its time and state, a day, a unit's standing. Unknown stays None and prints "—".

Pages, cards and embeds print a `Counter` and nothing less, so every number comes with its state.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from campaigns.models.snapshots import CounterSnapshot

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
DELAYED_AFTER = timedelta(minutes=1)
STALE_AFTER = timedelta(minutes=15)


class State(StrEnum):
    """How much a number may be trusted now (decision 9 says by which age)."""

    LIVE = "live"
    DELAYED = "delayed"
    STALE = "stale"
    HELD = "held"
    FINAL = "final"
    UNKNOWN = "unknown"


def state_of(snapshot: CounterSnapshot | None, now: datetime) -> State:
    """The state of a snapshot at `now`: its own, or what its age makes of a live one; unknown without a snapshot."""
    if snapshot is None:
        return State.UNKNOWN
    if snapshot.state != CounterSnapshot.State.LIVE:
        return State(snapshot.state)
    age = now - snapshot.collected_at
    if age > STALE_AFTER:
        return State.STALE
    return State.DELAYED if age > DELAYED_AFTER else State.LIVE


@dataclass(frozen=True)
class Counter:
    """One number with everything that must stand beside it.

    `percent` is a ratio (0.473); `plan` is where an even pace would be now; `pace` what arrived a day in the
    last week, `needed` what each remaining day must bring. All are None where unknown, or where the state forbids them.
    `begins_on` and `ends_on` are the days in which the target is to be reached, `left_days` those of them after today.
    `target_kind` says which of a unit's two targets it is (`Target.Kind`; empty for a campaign's goal). `question` is
    what an editor asked for, where it is neither a campaign's own number nor a unit's.
    """

    label: str
    value: int | None
    target: int | None
    as_of: datetime | None
    state: State
    age: timedelta | None = None
    epoch: int = 0
    seq: int = 0
    live_url: str = ""
    stream_url: str = ""
    plan: int | None = None
    pace: int | None = None
    begins_on: date | None = None
    ends_on: date | None = None
    today: date | None = None
    source: str = ""
    unit_code: str = ""
    target_kind: str = ""
    target_is_example: bool = False
    question: str = ""

    @property
    def percent(self) -> float | None:
        """Share of the target reached; None without a target or with one of 0."""
        return self.value / self.target if self.value is not None and self.target else None

    @property
    def progress(self) -> float:
        """The share for bars and rings, between 0 and 1."""
        return min(1.0, max(0.0, self.percent or 0.0))

    @property
    def missing(self) -> int | None:
        """What is still missing to the target; None once it is reached, or where either is unknown."""
        if self.value is None or not self.target or self.value >= self.target:
            return None
        return self.target - self.value

    @property
    def surplus(self) -> int | None:
        """How far the number is beyond its target; None below it, or where either is unknown."""
        return self.value - self.target if self.value is not None and self.target and self.reached else None

    @property
    def reached(self) -> bool:
        """Whether the target is reached."""
        return self.percent is not None and self.percent >= 1

    @property
    def days(self) -> int | None:
        """How many days there are to reach the target in, both ends counted."""
        return (self.ends_on - self.begins_on).days + 1 if self.begins_on and self.ends_on else None

    @property
    def days_counted(self) -> int | None:
        """How many of them the number has seen, the one within which it ends included."""
        if self.days is None or self.begins_on is None or self.as_of is None:
            return None
        return min(self.days, max(0, (self.as_of.astimezone(LOCAL).date() - self.begins_on).days + 1))

    @property
    def left_days(self) -> int | None:
        """Those of them that are still to come: all before the first, 0 on the last one and afterwards."""
        if self.ends_on is None or self.today is None or self.days is None:
            return None
        return min(self.days, max(0, (self.ends_on - self.today).days))

    @property
    def begins_later(self) -> bool:
        """Whether the first of these days is still to come."""
        return self.begins_on is not None and self.today is not None and self.today < self.begins_on

    @property
    def needed(self) -> int | None:
        """What each remaining day must bring, rounded up; None when nothing is missing or no day remains."""
        if self.missing is None or not self.left_days or not self.trustworthy:
            return None
        return -(-self.missing // self.left_days)

    @property
    def ahead(self) -> int | None:
        """How far the number is ahead of (negative: behind) an even pace."""
        return self.value - self.plan if self.value is not None and self.plan is not None else None

    @property
    def side(self) -> str:
        """`ahead` of an even pace, `behind` it or `even` with it; empty where that is not known."""
        if self.ahead is None:
            return ""
        return "ahead" if self.ahead > 0 else "behind" if self.ahead < 0 else "even"

    @property
    def distance(self) -> int:
        """How far the number is from an even pace, to whichever side; 0 where that is not known."""
        return abs(self.ahead or 0)

    @property
    def trustworthy(self) -> bool:
        """Whether sentences about the pace may stand beside the number."""
        return self.state in (State.LIVE, State.DELAYED, State.FINAL)

    @property
    def digits(self) -> int:
        """Digits of the number, for its size on the page."""
        return len(str(self.value)) if self.value is not None else 1

    @property
    def as_of_iso(self) -> str:
        """The number's time for machines, in whole seconds of Vietnam's time; empty without one."""
        return self.as_of.astimezone(LOCAL).isoformat(timespec="seconds") if self.as_of else ""

    @property
    def seconds_late(self) -> int:
        """Whole seconds since the last successful reading."""
        return int(self.age.total_seconds()) if self.age else 0

    @property
    def minutes_late(self) -> int:
        """Whole minutes since the last successful reading."""
        return self.seconds_late // 60


@dataclass(frozen=True)
class Day:
    """One day of a campaign: what came in, what is held at its end, and what an even pace would hold then.

    `count` and `total` are None for days still to come. The figures end within an unfinished day, and so does its plan.
    """

    day: date
    count: int | None
    total: int | None
    plan: int | None
    is_today: bool = False
    is_unfinished: bool = False

    @property
    def ahead(self) -> int | None:
        """How far the total is ahead of (negative: behind) the plan; None where either is unknown."""
        return self.total - self.plan if self.total is not None and self.plan is not None else None


@dataclass(frozen=True)
class Standing:
    """A unit's row in the leaderboard. `target_kind` says which of its targets it is (`Target.Kind`; empty: none)."""

    code: str
    count: int
    target: int | None
    rank: int
    target_kind: str = ""
    target_is_example: bool = False
    rank_yesterday: int | None = None
    rank_last_week: int | None = None

    @property
    def move_day(self) -> int | None:
        """How many places it has risen (negative: fallen) since yesterday's close; None where that is not known."""
        return self.rank_yesterday - self.rank if self.rank_yesterday is not None else None

    @property
    def move_week(self) -> int | None:
        """The same since the close a week ago."""
        return self.rank_last_week - self.rank if self.rank_last_week is not None else None

    @property
    def percent(self) -> float | None:
        """Share of the unit's target; None without a target or with one of 0."""
        return self.count / self.target if self.target else None

    @property
    def progress(self) -> float:
        """The share for the bar, between 0 and 1."""
        return min(1.0, self.percent or 0.0)
