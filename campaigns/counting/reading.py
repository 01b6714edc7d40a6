"""One consistent look at the tracking database: its clock, its units and targets, and the facts in buckets.

Grouping happens in the database, by unit and local day, in one transaction that cannot write.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, DateField, DateTimeField, Expression, Func
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, Now
from django.utils import timezone

from campaigns.counting.figures import Bucket, Period, UnitNode
from campaigns.tracking.check import has_as_of, is_empty, shape_faults
from campaigns.tracking.contract import LOCAL
from campaigns.tracking.models import Contract, SubmissionFact, Target, Unit
from campaigns.tracking.session import TrackingAway, consistent_reading

# By campaign code, then unit code, then kind (assigned, self_set).
Targets = dict[str, dict[str, dict[str, int]]]


class ContractBroken(Exception):
    """The tracking database answers, but not as the contract says. The message is one line with every fault."""


@dataclass(frozen=True)
class Reading:
    """What the tracking database held at `as_of` (its own clock), read at `collected_at` (this machine's)."""

    as_of: datetime
    collected_at: datetime
    units: tuple[UnitNode, ...]
    buckets: tuple[Bucket, ...]
    targets: Targets

    @property
    def today(self) -> date:
        """The tracking database's local day."""
        return self.as_of.astimezone(LOCAL).date()


class LocalDay(Func):
    """The Asia/Ho_Chi_Minh day of a moment, computed by the database whatever the time zone of its host or session.

    Seven hours ahead of UTC since 1975, without summer time: that is how SQLite, which knows no zones, computes it.
    """

    output_field = DateField()

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="date(%(expressions)s, '+7 hours')", **extra)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, template="(%(expressions)s AT TIME ZONE 'Asia/Ho_Chi_Minh')::date", **extra
        )


def read(period: Period) -> Reading:
    """Read what was registered in `period`, and everything that gives it a place.

    Raises TrackingAway where the database cannot be read, ContractBroken where it is not what the contract says.
    """
    with consistent_reading() as connection:
        if is_empty(connection):
            raise TrackingAway("the tracking database is empty: it has none of the contract's views")
        if faults := shape_faults(connection):
            raise ContractBroken("the tracking database breaks the contract: " + "; ".join(faults))
        collected_at = timezone.now()
        return Reading(
            as_of=_as_of(has_as_of(connection)),
            collected_at=collected_at,
            units=tuple(
                UnitNode(*row)
                for row in Unit.objects.values_list("code", "parent_code", "kind", "valid_from", "valid_to")
            ),
            buckets=_buckets(period),
            targets=_targets(),
        )


def _as_of(has_column: bool) -> datetime:
    """Until when the database is complete: what `contract` says, else the database's own clock."""
    clock: Expression = Coalesce(RawSQL("as_of", (), DateTimeField()), Now()) if has_column else Now()
    as_of: datetime = Contract.objects.annotate(moment=clock).values_list("moment", flat=True).get()
    return as_of.astimezone(UTC)


def _buckets(period: Period) -> tuple[Bucket, ...]:
    begin = datetime.combine(period.first, time(), LOCAL)
    end = datetime.combine(period.last + timedelta(days=1), time(), LOCAL)
    rows = (
        SubmissionFact.objects.counted()
        .filter(registered_at__gte=begin, registered_at__lt=end)
        .values_list("unit_code", LocalDay("registered_at"))
        .annotate(rows=Count("pk"))
        .order_by()
    )
    buckets = tuple(Bucket(*row) for row in rows)
    if any(bucket.day is None for bucket in buckets):  # SQLite's answer to a moment that is none
        raise ContractBroken("the tracking database breaks the contract: registered_at holds what is no moment")
    return buckets


def _targets() -> Targets:
    targets: Targets = defaultdict(lambda: defaultdict(dict))
    for campaign_code, unit_code, kind, amount in Target.objects.values_list(
        "campaign_code", "unit_code", "kind", "amount"
    ):
        targets[campaign_code][unit_code][kind] = amount
    return targets
