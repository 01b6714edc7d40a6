"""From a stored snapshot to what a page may say: numbers with their time, their state, and what follows from them.

Pages, cards and embeds use `Counter` alone, so every number comes with its state. Unknown stays None and prints "—".
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import cached_property
from itertools import accumulate
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from campaigns.models.campaigns import Campaign
from campaigns.models.pages import CampaignPage
from campaigns.models.snapshots import CounterSnapshot, UnitCount

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
DELAYED_AFTER = timedelta(minutes=1)
STALE_AFTER = timedelta(minutes=15)
PACE_DAYS = 7


class State(StrEnum):
    """How much a number may be trusted now (counters.md, failure table)."""

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

    `percent` is a ratio (0.473); `plan` is where an even pace would be now; `pace` the mean of the last whole
    days, `needed` what each remaining day must bring. All are None where unknown, or where the state forbids them.
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
    plan: int | None = None
    pace: int | None = None
    left_days: int | None = None
    source: str = ""
    unit_code: str = ""

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
    def behind(self) -> int | None:
        """How far the number is behind an even pace, as a positive number; None where it is not behind."""
        return -self.ahead if self.ahead is not None and self.ahead < 0 else None

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
    def minutes_late(self) -> int:
        """Whole minutes since the last successful reading."""
        return int(self.age.total_seconds() // 60) if self.age else 0


@dataclass(frozen=True)
class Day:
    """One day of a campaign: what came in, what is held at its end, and what an even pace would hold then.

    `count` and `total` are None for days still to come.
    """

    day: date
    count: int | None
    total: int | None
    plan: int | None
    is_today: bool = False

    @property
    def ahead(self) -> int | None:
        """How far the total is ahead of (negative: behind) the plan; None where either is unknown."""
        return self.total - self.plan if self.total is not None and self.plan is not None else None


@dataclass(frozen=True)
class Standing:
    """A unit's row in the leaderboard."""

    code: str
    count: int
    target: int | None
    rank: int

    @property
    def percent(self) -> float | None:
        """Share of the unit's target; None without a target or with one of 0."""
        return self.count / self.target if self.target else None

    @property
    def progress(self) -> float:
        """The share for the bar, between 0 and 1."""
        return min(1.0, self.percent or 0.0)


class Figures:
    """A campaign's figures at one moment: its newest snapshot read at `now` (this machine's clock)."""

    def __init__(self, campaign: Campaign, snapshot: CounterSnapshot | None, now: datetime) -> None:
        self.campaign = campaign
        self.snapshot = snapshot
        self.now = now
        self.state = state_of(snapshot, now)

    @cached_property
    def page(self) -> CampaignPage | None:
        """The campaign's published page in the active language, else in another; one query, unless it is known."""
        return CampaignPage.published_for(self.campaign)

    @cached_property
    def local_now(self) -> datetime:
        """Now on the campaign's clock: this machine's, shifted by what the tracking database's differs from it."""
        shift = self.snapshot.as_of - self.snapshot.collected_at if self.snapshot else timedelta()
        return (self.now + shift).astimezone(LOCAL)

    @property
    def today(self) -> date:
        """The campaign's local day."""
        return self.local_now.date()

    @property
    def day_number(self) -> int | None:
        """Which day of the campaign it is, from 1; None before its start and after its end."""
        number = (self.today - self.campaign.starts_on).days + 1
        return number if 1 <= number <= self.campaign.days else None

    @property
    def left_days(self) -> int:
        """Days after today until the campaign's end; 0 on its last day and afterwards."""
        return max(0, (self.campaign.ends_on - self.today).days)

    @property
    def begins_later(self) -> bool:
        """Whether the campaign has not begun."""
        return self.today < self.campaign.starts_on

    @cached_property
    def headline(self) -> Counter:
        """The campaign's own number."""
        return Counter(
            label=self.campaign.name,
            value=self.snapshot.count if self.snapshot else None,
            target=self.campaign.target if self.snapshot is None else self.snapshot.target,
            plan=self._plan_now() if self.state in (State.LIVE, State.DELAYED) else None,
            pace=self._pace() if self.state in (State.LIVE, State.DELAYED, State.FINAL) else None,
            **self._common(),
        )

    def _common(self) -> dict[str, Any]:
        snapshot = self.snapshot
        return {
            "as_of": snapshot.as_of.astimezone(LOCAL) if snapshot else None,
            "state": self.state,
            "age": self.now - snapshot.collected_at if snapshot else None,
            "epoch": snapshot.epoch if snapshot else 0,
            "seq": snapshot.seq if snapshot else 0,
            "live_url": f"/live/{self.campaign.slug}.json",
            "left_days": self.left_days,
            "source": self.campaign.source,
        }

    @cached_property
    def standings(self) -> list[Standing]:
        """All first-level units, first by count; a tie shares its rank."""
        rows: list[UnitCount] = self.snapshot.units if self.snapshot else []
        standings = [Standing(row["code"], row["count"], row["target"], row["rank"]) for row in rows]
        return sorted(standings, key=lambda row: (row.rank, row.code))

    def unit(self, code: str, label: str) -> Counter:
        """One unit's number, with the even plan of its own target; its value is None where the snapshot has none."""
        standing, share = self.standing(code), self.units_share
        target = standing.target if standing else None
        return Counter(
            label=label,
            value=standing.count if standing else None,
            target=target,
            plan=round(target * share) if target and share is not None else None,
            unit_code=code,
            **self._common() | {"left_days": max(0, (self.campaign.units_to - self.today).days)},
        )

    @property
    def units_share(self) -> float | None:
        """How much of the units' period has passed, between 0 and 1: the even pace of their targets.

        None before it begins and where the state forbids sentences about the pace.
        """
        campaign = self.campaign
        if self.snapshot is None or self.state not in (State.LIVE, State.DELAYED):
            return None
        begin = datetime.combine(campaign.units_from, time(), LOCAL)
        whole = datetime.combine(campaign.units_to, time(), LOCAL) + timedelta(days=1) - begin
        share = (self.snapshot.as_of - begin) / whole
        return min(1.0, share) if share > 0 else None

    def standing(self, code: str) -> Standing | None:
        """The leaderboard's row of the unit `code`, if the snapshot has it."""
        return next((row for row in self.standings if row.code == code), None)

    @cached_property
    def _totals(self) -> dict[date, tuple[int, int]]:
        """Per local day: what came in and what was held at its end, from the first day of counting."""
        if self.snapshot is None:
            return {}
        counts = [row["count"] for row in self.snapshot.days]
        return {
            date.fromisoformat(row["day"]): (row["count"], total)
            for row, total in zip(self.snapshot.days, accumulate(counts), strict=True)
        }

    @cached_property
    def held_before(self) -> int | None:
        """What was held on the eve of the campaign: where the even pace starts."""
        eve = self._totals.get(self.campaign.starts_on - timedelta(days=1))
        if eve is not None:
            return eve[1]
        return 0 if self.campaign.count_from >= self.campaign.starts_on and self.snapshot else None

    def plan_at(self, moment: datetime) -> int | None:
        """What an even pace from the eve of the campaign to its goal would hold at `moment`."""
        start, target = self.held_before, self.campaign.target
        if start is None or not target or target <= start:
            return None
        begin = datetime.combine(self.campaign.starts_on, time(), LOCAL)
        share = (moment - begin) / timedelta(days=self.campaign.days)
        return round(start + (target - start) * min(1.0, max(0.0, share)))

    @property
    def even_pace(self) -> int | None:
        """What each day brings in the even plan, rounded up; None without a plan."""
        start, target = self.held_before, self.campaign.target
        if start is None or not target or target <= start:
            return None
        return -(-(target - start) // self.campaign.days)

    def _plan_now(self) -> int | None:
        if self.snapshot is None or self.day_number is None:
            return None
        return self.plan_at(self.snapshot.as_of)

    def _pace(self, skip: int = 0) -> int | None:
        """Mean of the last whole days before the last `skip` ones, rounded; None when fewer are known."""
        days = [self.today - timedelta(days=skip + back) for back in range(1, PACE_DAYS + 1)]
        known = [self._totals[day][0] for day in days if day in self._totals]
        return round(sum(known) / PACE_DAYS) if len(known) == PACE_DAYS else None

    @property
    def pace_before(self) -> int | None:
        """The pace of the seven days before those of the headline's; None where that is not shown."""
        return self._pace(skip=PACE_DAYS) if self.headline.pace is not None else None

    @cached_property
    def days(self) -> list[Day]:
        """Every day of the campaign, the coming ones included."""
        result = []
        for offset in range(self.campaign.days):
            day = self.campaign.starts_on + timedelta(days=offset)
            count, total = self._totals.get(day, (None, None))
            plan = self.plan_at(datetime.combine(day + timedelta(days=1), time(), LOCAL))
            result.append(Day(day, count, total, plan, is_today=day == self.today))
        return result

    @property
    def days_so_far(self) -> list[Day]:
        """The days of the campaign with figures, the present one included."""
        return [day for day in self.days if day.count is not None]

    @property
    def last_day(self) -> Day | None:
        """The newest day with figures."""
        return self.days_so_far[-1] if self.days_so_far else None

    @property
    def day_before(self) -> Day | None:
        """The day before the newest one."""
        return self.days_so_far[-2] if len(self.days_so_far) > 1 else None

    @property
    def best_day(self) -> Day | None:
        """The day of the campaign that brought most."""
        return max(self.days_so_far, key=lambda day: day.count or 0, default=None)

    @property
    def reached_on(self) -> date | None:
        """The first day of the campaign at whose end, or on which so far, the goal was reached."""
        target = self.campaign.target
        days = (day.day for day in self.days_so_far if target and (day.total or 0) >= target)
        return next(days, None)

    def counted_between(self, first: date, last: date) -> int | None:
        """What came in from `first` to `last`, both included; None before the first day or without a snapshot."""
        known = [count for day, (count, _total) in self._totals.items() if first <= day <= last]
        return sum(known) if known else None


def figures_of(campaign: Campaign) -> Figures:
    """The campaign's figures now: one query."""
    return Figures(campaign, campaign.snapshots.first(), timezone.now())


def featured_figures() -> Figures | None:
    """The figures of the campaign that stands on every page, if there is a published one: two queries."""
    page = CampaignPage.featured_page()
    if page is None:
        return None
    figures = page.campaign.figures = figures_of(page.campaign)
    figures.page = page
    return figures
