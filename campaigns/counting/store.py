"""The snapshots: rows that are only appended, each after the ones before it, by the collector that holds the lease.

`epoch` is the lease's and grows when another collector takes over, `seq` grows by one with each row within it, so a
reader that has seen (epoch, seq) knows what is newer.
"""

from dataclasses import asdict
from datetime import date

from django.db.models import Q

from campaigns.counting.figures import Tally, UnitFigure
from campaigns.counting.gates import Stand
from campaigns.counting.reading import Frame
from campaigns.models import Campaign, CounterSnapshot
from campaigns.models.snapshots import UnitCount
from campaigns.tracking.contract import STATUSES

KEPT = 120  # per campaign: ten minutes at one row in five seconds
_REPEATED = (
    *("as_of", "collected_at", "count", "target", "count_from", "count_to", "units_from", "units_to"),
    *("units", "days", "statuses", "fields", "answers", "outlook", "unplaced", "unit_totals"),
)


def newest(campaign: Campaign) -> CounterSnapshot | None:
    """The campaign's current row."""
    return campaign.snapshots.order_by("-epoch", "-seq").first()


def append(campaign: Campaign, row: CounterSnapshot, after: CounterSnapshot | None, epoch: int) -> None:
    """Save `row` as the campaign's newest, behind the current one, and forget what is too old to keep."""
    row.campaign, row.epoch = campaign, epoch
    row.seq = after.seq + 1 if after is not None and after.epoch == epoch else 1
    row.save(force_insert=True)
    _forget_old(campaign)


def live_row(tally: Tally, campaign: Campaign, frame: Frame) -> CounterSnapshot:
    """What was counted of `campaign`, as a row that has no place yet. A goal of 0 is none."""
    return CounterSnapshot(
        state=CounterSnapshot.State.LIVE,
        as_of=frame.as_of,
        collected_at=frame.collected_at,
        count=tally.count,
        target=campaign.target or None,
        units=[_unit_count(unit) for unit in tally.units],
        days=[{"day": day.isoformat(), "count": count} for day, count in tally.days],
        statuses=dict(zip(STATUSES, tally.statuses, strict=True)),
        fields=[{"code": code, "count": count} for code, count in tally.fields],
        answers=dict(tally.answers),
        unplaced=tally.unplaced,
        unit_totals=dict(tally.unit_totals),
        **asdict(campaign.periods),
    )


def _unit_count(unit: UnitFigure) -> UnitCount:
    count = UnitCount(
        code=unit.code,
        count=unit.count,
        target=unit.target.amount if unit.target else None,
        target_kind=unit.target.kind if unit.target else "",
        target_is_example=unit.target.is_example if unit.target else False,
        rank=unit.rank,
        valid=unit.valid,
        reviewing=unit.reviewing,
    )
    if unit.self_set is not None and unit.self_set != unit.target:
        count |= {"self_set": unit.self_set.amount, "self_set_is_example": unit.self_set.is_example}
    return count


def repeated(row: CounterSnapshot, state: CounterSnapshot.State) -> CounterSnapshot:
    """The figures of `row` again, with their own times, in another state: held, or final."""
    return CounterSnapshot(state=state, **{name: getattr(row, name) for name in _REPEATED})


def stands(good: CounterSnapshot, found: CounterSnapshot) -> tuple[Stand, Stand]:
    """What gates look at of two rows: of units their parts of the headline, or of their own period in older rows."""
    of_headline = bool(good.unit_totals or not good.count)
    return _stand(good, of_headline), _stand(found, of_headline)


def stand(row: CounterSnapshot) -> Stand:
    """What gates look at of one row."""
    return stands(row, row)[0]


def _stand(row: CounterSnapshot, of_headline: bool) -> Stand:
    return Stand(
        as_of=row.as_of,
        count=row.count,
        units=row.unit_totals if of_headline else {unit["code"]: unit["count"] for unit in row.units},
        days={date.fromisoformat(day["day"]): day["count"] for day in row.days},
    )


def _forget_old(campaign: Campaign) -> None:
    oldest_kept = campaign.snapshots.order_by("-epoch", "-seq").values_list("epoch", "seq")[KEPT - 1 : KEPT].first()
    if oldest_kept is not None:
        epoch, seq = oldest_kept
        campaign.snapshots.filter(Q(epoch__lt=epoch) | Q(epoch=epoch, seq__lt=seq)).delete()
