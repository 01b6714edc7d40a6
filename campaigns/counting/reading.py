"""The questions that counting asks the tracking database, each inside one `consistent_reading()`.

Grouping happens in the database, by local day. What a question costs stands at it: a tick asks only the cheap ones.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import (
    Case,
    Count,
    DateField,
    DateTimeField,
    Expression,
    F,
    Func,
    IntegerField,
    Q,
    Sum,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Now
from django.utils.timezone import now

from campaigns.counting.leaves import NOTHING, DayLeaves, Split, plus
from campaigns.counting.slices import Kind, Minute, Slice, kind_of
from campaigns.counting.tree import Tree, UnitNode
from campaigns.tracking.check import fingerprint, has_as_of, is_empty, shape_faults
from campaigns.tracking.contract import CONTRACT, LOCAL, STATUSES, TIME_ZONE, VERSION
from campaigns.tracking.models import Contract, SubmissionFact, Target, Unit
from campaigns.tracking.session import TrackingAway

# By campaign code, then unit code, then kind (assigned, self_set).
Targets = Mapping[str, Mapping[str, Mapping[str, int]]]

SEVEN_AHEAD = timezone(timedelta(hours=7))  # see LocalDay
STRIDE = timedelta(days=14)  # of a long period in one query, so that none comes near the statement timeout
LARGEST_WINDOW = 50_000  # rows: what a mass update can make a tick look through again and again


class ContractBroken(Exception):
    """The tracking database answers, but not as the contract says. The message is one line with every fault."""

    def __init__(self, faults: Iterable[str]) -> None:
        super().__init__("the tracking database breaks the contract: " + "; ".join(faults))


@dataclass(frozen=True)
class Frame:
    """What the tracking database says of itself at `as_of` (its own clock), read at `collected_at` (this machine's).

    Rows registered before `backfill_until` were entered belatedly.
    """

    as_of: datetime
    collected_at: datetime
    backfill_until: datetime | None = None

    @property
    def today(self) -> date:
        """The tracking database's local day."""
        return self.as_of.astimezone(LOCAL).date()

    @property
    def belated_until(self) -> date | None:
        """The last local day with a moment before `backfill_until`."""
        if self.backfill_until is None:
            return None
        return (self.backfill_until.astimezone(LOCAL) - timedelta(microseconds=1)).date()


@dataclass(frozen=True)
class Shape:
    """The views as they were found right: the mark that they bore then, and whether `contract` says `as_of`."""

    mark: object
    has_as_of: bool


class LocalDay(Func):
    """The Asia/Ho_Chi_Minh day of a moment, computed by the database whatever the time zone of its host or session.

    Seven hours ahead of UTC since 1975, without summer time: SQLite knows no zones, and PostgreSQL takes a quarter
    longer over a zone's name.
    """

    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="date(%(expressions)s, '+7 hours')", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="(%(expressions)s AT TIME ZONE INTERVAL '7 hours')::date", **extra
        )

    def as_mysql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="date(%(expressions)s + INTERVAL 7 HOUR)", **extra)


class LocalMinute(Func):
    """Which minute of its Asia/Ho_Chi_Minh day a moment is in, from 0 to 1439. See LocalDay."""

    output_field = IntegerField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        part = "CAST(strftime('%%%%{}', %(expressions)s, '+7 hours') AS integer)"
        return self.as_sql(compiler, connection, template=f"({part.format('H')} * 60 + {part.format('M')})", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        part = "extract({} FROM %(expressions)s AT TIME ZONE INTERVAL '7 hours')::integer"
        template = f"({part.format('hour')} * 60 + {part.format('minute')})"
        return self.as_sql(compiler, connection, template=template, **extra)

    def as_mysql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        part = "{}(%(expressions)s + INTERVAL 7 HOUR)"
        template = f"({part.format('hour')} * 60 + {part.format('minute')})"
        return self.as_sql(compiler, connection, template=template, **extra)


def check_shape(connection: BaseDatabaseWrapper, known: Shape | None) -> Shape:
    """The shape, looked at closely only where it is not `known` to be right.

    Raises ContractBroken, and TrackingAway where there is none of the views at all.
    """
    mark = fingerprint(connection)
    if known is not None and known.mark == mark:
        return known
    if is_empty(connection):
        raise TrackingAway("the tracking database is empty: it has none of the contract's views")
    if faults := shape_faults(connection):
        raise ContractBroken(faults)
    return Shape(mark, has_as_of(connection))


def frame(connection: BaseDatabaseWrapper, shape: Shape) -> Frame:
    """The clock: until when the database is complete, as `contract` says it, else what time the database has."""
    clock: Expression = Coalesce(RawSQL("as_of", (), DateTimeField()), Now()) if shape.has_as_of else Now()
    collected_at = now()
    rows = Contract.objects.annotate(moment=clock).values_list("version", "time_zone", "moment", "backfill_until")
    said = list(rows[:2])
    if len(said) != 1 or said[0][:2] != (VERSION, TIME_ZONE):
        raise ContractBroken(shape_faults(connection, [CONTRACT]))
    _version, _zone, as_of, backfill_until = said[0]
    return Frame(as_of.astimezone(UTC), collected_at, backfill_until)


def tree() -> Tree:
    """All units."""
    return Tree(
        UnitNode(*row) for row in Unit.objects.values_list("code", "parent_code", "kind", "valid_from", "valid_to")
    )


def targets() -> Targets:
    """All targets."""
    found: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
    for campaign_code, unit_code, kind, amount in Target.objects.values_list(
        "campaign_code", "unit_code", "kind", "amount"
    ):
        found[campaign_code][unit_code][kind] = amount
    return found


def count_days(first: date, last: date) -> dict[date, DayLeaves]:
    """The leaves of all days from `first` to `last`, both included; a day without rows is left out.

    Two groupings of an index range per fortnight; where nothing was registered for long, the gap costs nothing.
    """
    found: dict[date, DayLeaves] = {}
    for begin, end in _stretches(first, last):
        units, fields = _grouped("unit_code", begin, end), _grouped("field_code", begin, end)
        found |= {day: DayLeaves(units[day], fields[day]) for day in units}
    return found


def count_minutes(minutes: Iterable[Minute]) -> dict[date, dict[int, Slice]]:
    """What stands in each of these minutes, of those without rows too. One query, with an index range for each."""
    within, found = Q(), defaultdict[date, dict[int, Slice]](dict)
    for day, minute in minutes:
        begin = _begin(day) + timedelta(minutes=minute)
        within |= Q(registered_at__gte=begin, registered_at__lt=begin + timedelta(minutes=1))
        found[day][minute] = ()
    for day, slices in _sliced(within).items() if within else ():
        found[day] |= slices
    return found


def slice_day(day: date) -> dict[int, Slice]:
    """What stands in each minute of a day that has rows. Every row of an index range."""
    return _sliced(Q(registered_at__gte=_begin(day), registered_at__lt=_begin(day + timedelta(days=1)))).get(day, {})


def sum_days(last: date) -> dict[date, Split]:
    """Rows by day and status alone, until `last`: another way to the sums of what `count_days` finds."""
    sums: dict[date, dict[str, int]] = defaultdict(dict)
    for begin, end in _stretches(date.min, last):
        rows = _between(begin, end).values_list("day", "status").annotate(rows=Count("*")).order_by()
        for day, status, count in rows:
            sums[day][status] = count
    return {day: _split(statuses) for day, statuses in sums.items()}


# What each change since a moment counts as now: (day, minute, unit, field, status) → how many rows, and the sum of
# their ids. A deleted row has no status.
Window = Mapping[tuple[date, int, str, str | None, str | None], tuple[int, int]]


def window_start(as_of: datetime, overlap: timedelta) -> datetime:
    """From when on changes are looked at: `overlap` before the newest stamp that is not ahead of the database's clock.

    Stamps are compared with stamps, so it does not matter where the clock that makes them runs behind. Of a mass update
    only the newest part is looked at.
    """
    stamps = SubmissionFact.objects.order_by("-updated_at").values_list("updated_at", flat=True)
    start: datetime = (stamps.filter(updated_at__lte=as_of).first() or as_of) - overlap
    return stamps.filter(updated_at__gt=start)[LARGEST_WINDOW:].first() or start


def window(start: datetime) -> Window:
    """What changed after `start`, grouped by what it counts as. An index range."""
    status = Case(When(deleted_at=None, then=F("status")), default=Value(None))
    rows = (
        SubmissionFact.objects.filter(updated_at__gt=start)
        .annotate(day=LocalDay("registered_at"), minute=LocalMinute("registered_at"), standing=status)
        .values_list("day", "minute", "unit_code", "field_code", "standing")
        .annotate(rows=Count("pk"), ids=Sum("pk"))
        .order_by()
    )
    found = {tuple(key): (count, int(ids)) for *key, count, ids in rows}
    if any(day is None for day, *_rest in found):
        raise _no_moment()
    return found


def runs(days: Iterable[date]) -> list[tuple[date, date]]:
    """Stretches of days without a gap, as their first and last."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] <= timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _stretches(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Fortnights within the period, each beginning on a day on which something was registered."""
    facts = SubmissionFact.objects.annotate(day=LocalDay("registered_at")).order_by("registered_at")
    while first <= last:
        begin = _begin(first)
        row = facts.filter(registered_at__gte=begin).values_list("day").first()
        if row is None:
            return
        (day,) = row
        if day is None:  # SQLite's answer to a moment that is none
            raise _no_moment()
        if day > last:
            return
        end = min(last, day + STRIDE - timedelta(days=1))
        yield day, end
        first = end + timedelta(days=1)


def _begin(day: date) -> datetime:
    """The first moment of a local day, or the first that there is."""
    return datetime.combine(max(day, date.min + timedelta(days=1)), time(), SEVEN_AHEAD)


def _between(first: date, last: date) -> Any:
    begin, end = _begin(first), _begin(last + timedelta(days=1))
    facts = SubmissionFact.objects.filter(registered_at__gte=begin, registered_at__lt=end, deleted_at=None)
    return facts.annotate(day=LocalDay("registered_at"))


def _sliced(within: Q) -> dict[date, dict[int, Slice]]:
    rows = (
        SubmissionFact.objects.filter(within, deleted_at=None)
        .annotate(day=LocalDay("registered_at"), minute=LocalMinute("registered_at"))
        .values_list("day", "minute", "unit_code", "field_code", "status")
    )
    found: dict[date, dict[int, list[Kind]]] = defaultdict(lambda: defaultdict(list))
    for day, minute, unit, field, status in rows:
        if day is None:  # SQLite's answer to a moment that is none
            raise _no_moment()
        if status not in STATUSES:
            raise _no_status()
        found[day][minute].append(kind_of(unit, field or "", status))
    return {day: {minute: tuple(kinds) for minute, kinds in minutes.items()} for day, minutes in found.items()}


def _grouped(by: str, first: date, last: date) -> dict[date, dict[str, Split]]:
    found: dict[date, dict[str, Split]] = defaultdict(dict)
    by_status = {status: Count("status", filter=Q(status=status)) for status in STATUSES}
    rows = _between(first, last).values_list("day", by).annotate(rows=Count("*"), **by_status).order_by()
    for day, code, count, *statuses in rows:
        if day is None:  # SQLite's answer to a moment that is none
            raise _no_moment()
        split = Split(*statuses)
        if sum(split) != count:
            raise _no_status()
        found[day][code or ""] = plus(found[day].get(code or "", NOTHING), split)
    return found


def _split(statuses: Mapping[str, int]) -> Split:
    if not statuses.keys() <= set(STATUSES):
        raise _no_status()
    return NOTHING._replace(**statuses)


def _no_status() -> ContractBroken:
    return ContractBroken(["submission_fact: status holds values that are not one of " + ", ".join(STATUSES)])


def _no_moment() -> ContractBroken:
    return ContractBroken(["registered_at holds what is no moment"])
