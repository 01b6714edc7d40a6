"""What a weekly report says, built from what was recorded. Pure: records in, a `WeeklyReport` out; no clock.

The figures of a week that is over are read as if the week's last close were the newest snapshot, so that everything
that follows from them (share of the goal, what is missing, what each day must bring) follows the pages' own rules.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cached_property
from typing import Any

from campaigns.counters import Figures
from campaigns.leaderboard import Row
from campaigns.models import Campaign, Closing, Cluster, CounterSnapshot, DayClose, Unit
from campaigns.models.record import UnitTotal
from campaigns.models.snapshots import UnitCount
from campaigns.reports.weeks import DAY, Week
from campaigns.values import LOCAL, Counter, Standing, State
from vietnamese.collation import sort_key

LEADERS, MOVERS = 3, 5
"""How many units a cluster's leaders are, and how many a list of movers has."""
TO_MIDNIGHT = DAY / 86_400
"""A close made up at midnight belongs to the day that it ends: its last second."""


class Basis(StrEnum):
    """Where the days' figures come from."""

    CLOSES = "closes"
    REGISTRATION = "registration"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Records:
    """What a report is built from: the figures now, each local day's close, the signed figures, units by their code."""

    figures: Figures
    closes: Mapping[date, DayClose]
    closing: Closing | None
    units: Mapping[str, Unit]


@dataclass(frozen=True)
class ReportDay:
    """What came in on a day and what was held at its end; None where that is not known or the day is still to come.

    `belated` is the part that was entered belatedly; `reconstructed`: nobody saw the day end, it was made up from days
    of registration; `unfinished`: the figures end within it.
    """

    day: date
    count: int | None = None
    total: int | None = None
    belated: int = 0
    reconstructed: bool = False
    unfinished: bool = False


@dataclass(frozen=True)
class UnitLine:
    """A unit at the week's end. `gained` in the week and `climbed` (places; negative: fell) are None if unknown."""

    unit: Unit
    standing: Standing
    gained: int | None
    climbed: int | None


@dataclass(frozen=True)
class ClusterLeaders:
    """The first units of a cluster; None for the units that are in no cluster."""

    cluster: Cluster | None
    lines: tuple[UnitLine, ...]


@dataclass(frozen=True)
class Behind:
    """A unit that lags behind its target: how far, and what each day must bring, its counter says."""

    unit: Unit
    counter: Counter


@dataclass(frozen=True)
class WeeklyReport:
    """A campaign's week.

    `headline` is the campaign's number at the week's end, or the newest one while the week runs; unknown without
    records. `gained` came in during the week, `gained_before` during as many days before it. `lines` are all units that
    the site's list knows, by rank.
    """

    campaign: Campaign
    week: Week
    figures: Figures
    basis: Basis
    today: date
    made_at: datetime
    gained: int | None
    gained_before: int | None
    days: tuple[ReportDay, ...]
    lines: tuple[UnitLine, ...]
    clusters: tuple[ClusterLeaders, ...]
    risers: tuple[UnitLine, ...]
    growers: tuple[UnitLine, ...]
    behind: tuple[Behind, ...]
    closing: Closing | None

    @cached_property
    def headline(self) -> Counter:
        """The campaign's number with its time, state, goal and what follows from them."""
        return self.figures.headline

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is known of the week."""
        return self.headline.value is None

    @property
    def is_final(self) -> bool:
        """Whether the number is the one that was signed."""
        return self.headline.state is State.FINAL

    @property
    def is_running(self) -> bool:
        """Whether the week goes on: its figures will change."""
        return not self.is_final and self.today <= self.week.last

    @property
    def stopped_early(self) -> bool:
        """Whether the week is over and the newest figures are still from within it."""
        return not self.is_final and not self.is_running and any(day.unfinished for day in self.days)

    @property
    def knows_ranks(self) -> bool:
        """Whether it was recorded what the units held, and their ranks."""
        return bool(self.lines)

    @property
    def knows_growth(self) -> bool:
        """Whether it is known what the units held at the end of the week before, too."""
        return any(line.gained is not None for line in self.lines)

    @property
    def knows_moves(self) -> bool:
        """Whether their ranks at that time are known."""
        return any(line.climbed is not None for line in self.lines)

    @property
    def belated(self) -> int:
        """How many of those that came in were entered belatedly."""
        return sum(day.belated for day in self.days)

    @property
    def reconstructed_days(self) -> list[date]:
        """The days that nobody saw end."""
        return [day.day for day in self.days if day.reconstructed]

    @property
    def signed_since(self) -> int | None:
        """By how much the signed figure differs from the last close of the week; None where it does not."""
        last = self.days[-1].total
        value = self.headline.value
        return value - last if self.is_final and value is not None and last is not None and value != last else None


def build(records: Records, week: Week) -> WeeklyReport:
    """The report of `week`."""
    then = _then(records, week)
    basis = _basis(records, then)
    lines = tuple(_lines(records, then, week))
    signed = then.snapshot is not None and then.snapshot.state == CounterSnapshot.State.FINAL
    return WeeklyReport(
        campaign=records.figures.campaign,
        week=week,
        figures=then,
        basis=basis,
        today=records.figures.today,
        made_at=records.figures.local_now,
        gained=_gained(records, then, week, basis),
        gained_before=_gained_before(records, week, basis),
        days=tuple(_days(records, then, week, basis)),
        lines=lines,
        clusters=tuple(_leaders(lines)),
        risers=_first(lines, lambda line: line.climbed),
        growers=_first(lines, lambda line: line.gained),
        behind=tuple(_behind(lines, then)),
        closing=records.closing if signed else None,
    )


def _then(records: Records, week: Week) -> Figures:
    """The figures at the week's end: signed, now, as they were recorded, by days of registration, or none."""
    now, closing = records.figures, records.closing
    if now.snapshot is None:
        return now
    newest = _local_day(now.snapshot.as_of)
    if closing is not None and (week.last >= _local_day(closing.as_of) or week.last >= now.campaign.ends_on):
        return _as_of(now, closing.as_of, closing.count, closing.units, CounterSnapshot.State.FINAL)
    if newest < week.first:
        return Figures(now.campaign, None, now.now)
    if newest <= week.last:
        return now
    if (close := records.closes.get(week.last)) is not None:
        return _as_of(now, min(close.as_of, _end_of(week.last) - TO_MIDNIGHT), close.count, close.units)
    registered = {day.day: day.total for day in now.days}.get(week.last)
    if registered is None:
        return Figures(now.campaign, None, now.now)
    return _as_of(now, _end_of(week.last) - TO_MIDNIGHT, registered, [])


def _as_of(
    now: Figures,
    moment: datetime,
    count: int,
    units: Iterable[UnitTotal],
    state: CounterSnapshot.State = CounterSnapshot.State.LIVE,
) -> Figures:
    """The figures that stood at `moment`, with the goal and the targets that are counted against now."""
    newest: Any = now.snapshot
    rows: Mapping[str, UnitCount] = {row["code"]: row for row in newest.units}
    row = CounterSnapshot(
        campaign=now.campaign,
        epoch=newest.epoch,
        seq=newest.seq,
        state=state,
        as_of=moment,
        collected_at=moment,
        count=count,
        target=newest.target,
        units=[_with_target(unit, rows.get(unit["code"])) for unit in units],
        days=newest.days,
        count_from=newest.count_from,
        count_to=newest.count_to,
        units_from=newest.units_from,
        units_to=newest.units_to,
    )
    return Figures(now.campaign, row, moment)


def _with_target(unit: UnitTotal, row: UnitCount | None) -> UnitCount:
    then = UnitCount(code=unit["code"], count=unit["count"], rank=unit["rank"], target=None)
    if row is not None and row["target"] is not None:
        then["target"] = row["target"]
        then["target_kind"] = row.get("target_kind", "")
        then["target_is_example"] = row.get("target_is_example", False)
    return then


def _basis(records: Records, then: Figures) -> Basis:
    if then.snapshot is None:
        return Basis.NOTHING
    return Basis.CLOSES if _last_day(records, then) in records.closes else Basis.REGISTRATION


def _last_day(records: Records, then: Figures) -> date:
    """The last day with figures: of signed ones perhaps a day before they were signed."""
    ends = _local_day(then.snapshot.as_of) if then.snapshot is not None else date.min
    return min(ends, records.figures.periods.count_to)


def _total(records: Records, day: date, basis: Basis) -> int | None:
    """What was held at the end of `day`; 0 before counting begins."""
    if day < records.figures.periods.count_from:
        return 0
    if basis is Basis.CLOSES:
        close = records.closes.get(day)
        return close.count if close is not None else None
    return records.figures.counted_between(records.figures.periods.count_from, day)


def _days(records: Records, then: Figures, week: Week, basis: Basis) -> Iterable[ReportDay]:
    known = _last_day(records, then)
    for day in week.days:
        if day > known:
            yield ReportDay(day)
            continue
        total, eve = _total(records, day, basis), _total(records, day - DAY, basis)
        close = records.closes.get(day) if basis is Basis.CLOSES else None
        yield ReportDay(
            day,
            count=total - eve if total is not None and eve is not None else None,
            total=total,
            belated=close.backfilled if close is not None else 0,
            reconstructed=close.reconstructed if close is not None else False,
            unfinished=then is records.figures and day == then.unfinished_day,
        )


def _gained(records: Records, then: Figures, week: Week, basis: Basis) -> int | None:
    eve = _total(records, week.eve, basis)
    return then.snapshot.count - eve if then.snapshot is not None and eve is not None else None


def _gained_before(records: Records, week: Week, basis: Basis) -> int | None:
    if basis is Basis.NOTHING or week.before.first < records.figures.periods.count_from:
        return None
    last, first = _total(records, week.eve, basis), _total(records, week.before.eve, basis)
    return last - first if last is not None and first is not None else None


def _lines(records: Records, then: Figures, week: Week) -> Iterable[UnitLine]:
    """The units that the site's list knows, by rank."""
    began = week.eve >= records.figures.periods.units_from
    close = records.closes.get(week.eve)
    eve = {unit["code"]: unit for unit in close.units} if close is not None and began else {}
    was_ranked = any(unit["count"] for unit in eve.values())
    for standing in then.standings:
        unit, before = records.units.get(standing.code), eve.get(standing.code)
        if unit is None:
            continue
        earlier = before["count"] if before is not None else 0
        yield UnitLine(
            unit,
            standing,
            gained=standing.count - earlier if eve or not began else None,
            climbed=before["rank"] - standing.rank if before is not None and was_ranked else None,
        )


def _leaders(lines: Sequence[UnitLine]) -> Iterable[ClusterLeaders]:
    """By cluster's name; the units in none come last."""
    members: dict[Cluster | None, list[UnitLine]] = defaultdict(list)
    for line in lines:
        if line.standing.count:
            members[line.unit.cluster].append(line)
    for cluster in sorted(members, key=lambda cluster: (cluster is None, sort_key(cluster.name if cluster else ""))):
        yield ClusterLeaders(cluster, tuple(members[cluster][:LEADERS]))


def _first(lines: Sequence[UnitLine], by: Callable[[UnitLine], int | None]) -> tuple[UnitLine, ...]:
    """Those with the most by this measure, if it is more than nothing."""
    some = [line for line in lines if (by(line) or 0) > 0]
    return tuple(sorted(some, key=lambda line: (-(by(line) or 0), line.standing.rank, line.unit.code))[:MOVERS])


def _behind(lines: Sequence[UnitLine], then: Figures) -> Iterable[Behind]:
    """Units behind the even pace of their target, the farthest first; with no day left, all that have not reached it.

    None where the state of the figures forbids sentences about the pace.
    """
    found = []
    for line in lines:
        counter = then.unit(line.unit.code, line.unit.short_name)
        is_late = Row(line.unit, line.standing, plan=then.units_share).pace == "behind"
        is_over = counter.trustworthy and counter.left_days == 0
        if counter.missing is not None and (is_late or is_over or then.state is State.FINAL):
            found.append(Behind(line.unit, counter))
    return sorted(found, key=lambda one: (one.counter.percent or 0.0, -(one.counter.missing or 0), one.unit.code))


def _local_day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def _end_of(day: date) -> datetime:
    return datetime.combine(day + DAY, time(), LOCAL)
