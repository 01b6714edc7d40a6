"""The snapshots: rows that are only appended, each after the ones before it, by however many collectors.

`epoch` grows by one each time that a collector starts, `seq` by one with each row within it, so a reader that has seen
(epoch, seq) knows what is newer. Two collectors at once share the newest epoch and take turns: where both want the
same place, the database lets one have it and the other takes the next.
"""

from collections.abc import Callable
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q

from campaigns.counting.figures import Tally
from campaigns.counting.reading import Reading
from campaigns.models import Campaign, CounterSnapshot

KEPT = 120  # per campaign: ten minutes at one row in five seconds
FRESHER = timedelta(minutes=1)
_ATTEMPTS = 10


def append(campaign: Campaign, row: CounterSnapshot, after: CounterSnapshot | None, new_epoch: bool) -> None:
    """Save `row` as the campaign's newest, behind the current one, and forget what is too old to keep.

    Raises IntegrityError where another collector has just taken the place (see `in_turn`).
    """
    row.campaign = campaign
    if after is None or new_epoch:
        row.epoch, row.seq = (after.epoch if after else 0) + 1, 1
    else:
        row.epoch, row.seq = after.epoch, after.seq + 1
    row.save(force_insert=True)
    _forget_old(campaign)


def newest(campaign: Campaign) -> CounterSnapshot | None:
    """The campaign's current row."""
    return campaign.snapshots.order_by("-epoch", "-seq").first()


def live_row(tally: Tally, target: int | None, reading: Reading) -> CounterSnapshot:
    """What was counted, as a row that has no place yet. A goal of 0 is none."""
    return CounterSnapshot(
        state=CounterSnapshot.State.LIVE,
        as_of=reading.as_of,
        collected_at=reading.collected_at,
        count=tally.count,
        target=target or None,
        units=[
            {"code": unit.code, "count": unit.count, "target": unit.target, "rank": unit.rank} for unit in tally.units
        ],
        days=[{"day": day.isoformat(), "count": count} for day, count in tally.days],
        unplaced=tally.unplaced,
    )


def held_row(last_good: CounterSnapshot) -> CounterSnapshot:
    """The last good figures again, with their own times, marked as held."""
    return CounterSnapshot(
        state=CounterSnapshot.State.HELD,
        as_of=last_good.as_of,
        collected_at=last_good.collected_at,
        count=last_good.count,
        target=last_good.target,
        units=last_good.units,
        days=last_good.days,
        unplaced=last_good.unplaced,
    )


def is_outdated(found: CounterSnapshot, current: CounterSnapshot | None) -> bool:
    """Whether another collector has stored a later reading than `found` meanwhile.

    A row from far in the future only shows that this machine's clock was set back, and stops nobody.
    """
    return current is not None and timedelta(0) < current.collected_at - found.collected_at < FRESHER


def in_turn(write: Callable[[], None]) -> None:
    """Run `write` in one transaction, again where another collector took its place. Raises IntegrityError at last."""
    for attempt in range(1, _ATTEMPTS + 1):
        try:
            with transaction.atomic():
                write()
            return
        except IntegrityError:
            if attempt == _ATTEMPTS:
                raise


def _forget_old(campaign: Campaign) -> None:
    oldest_kept = campaign.snapshots.order_by("-epoch", "-seq").values_list("epoch", "seq")[KEPT - 1 : KEPT].first()
    if oldest_kept is not None:
        epoch, seq = oldest_kept
        campaign.snapshots.filter(Q(epoch__lt=epoch) | Q(epoch=epoch, seq__lt=seq)).delete()
