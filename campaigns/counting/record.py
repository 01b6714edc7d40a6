"""What a pass leaves for good: the day's close and the milestones; and from the closes, the outlook and moves in rank.

Called inside the transaction that writes a pass, for figures that are believed, before their row is stored.
docs/forecast.md tells the rules in words.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import accumulate

from campaigns.counting import gates, store
from campaigns.counting.figures import Tally
from campaigns.counting.milestones import amounts, day_of
from campaigns.counting.outlook import PACE_DAYS, Close, earlier_ranks, outlook
from campaigns.models import Campaign, CounterSnapshot, DayClose, Milestone
from campaigns.models.record import UnitTotal
from campaigns.tracking.contract import LOCAL

DAY = timedelta(days=1)
REMEMBERED = PACE_DAYS + 1  # days before today whose closes are asked for again, with their ranks
RANKED = timedelta(weeks=3)  # before today: what units held then is reckoned afterwards, for reports of past weeks
SETTLED = timedelta(minutes=5)  # before midnight: a close seen since then is the day's
TO_THE_MINUTE = timedelta(minutes=2)  # between two snapshots: longer, and nobody knows when a number was passed


def keep(
    campaign: Campaign,
    row: CounterSnapshot,
    before: CounterSnapshot | None,
    told: Callable[[date], Tally],
    belated_until: date | None,
    is_belated: bool,
) -> None:
    """Record what `row` adds to the row `before` it, and give it its outlook and its units their earlier ranks.

    `told` counts the campaign up to a day, by registration: for days that were never closed. `belated_until` is the
    owner's mark of belated entries; `is_belated` says that an editor called the whole rise so.
    """
    today = _local_day(row.as_of)
    totals = dict(_totals(row))
    _close_earlier_days(campaign, totals, told, today)
    if today in totals:
        _close_today(campaign, row, today, _belated(row, before, belated_until, is_belated))
    _record_milestones(campaign, row, before, totals)
    closes = list(campaign.closes.filter(day__gte=today - REMEMBERED * DAY, day__lte=today))
    known = [Close(close.day, close.count, close.backfilled) for close in closes]
    row.outlook = outlook(known, row.count, row.as_of, campaign.count_to, row.target)
    # Before the units' period all of them stand at 0: a rank then is none.
    _tell_earlier_ranks(row, [close for close in closes if close.day >= campaign.units_from], today)


def _totals(row: CounterSnapshot) -> Iterator[tuple[date, int]]:
    """What was held at the end of each day so far, by days of registration."""
    days = [date.fromisoformat(day["day"]) for day in row.days]
    yield from zip(days, accumulate(day["count"] for day in row.days), strict=True)


def _close_earlier_days(
    campaign: Campaign, totals: dict[date, int], told: Callable[[date], Tally], today: date
) -> None:
    """Close the days before today that nobody saw end: all of them at the start, or those of an outage."""
    newest = campaign.closes.filter(day__lt=today).order_by("-day").first()
    first = date.min
    if newest is not None:
        was_seen = newest.reconstructed or _midnight_after(newest.day) - newest.as_of <= SETTLED
        first = newest.day + DAY if was_seen else newest.day
    missing = [day for day in totals if first <= day < today]
    if not missing:
        return
    first_ranked = max(today - RANKED, campaign.units_from)
    campaign.closes.filter(day__in=missing).delete()
    DayClose.objects.bulk_create(
        DayClose(
            campaign=campaign,
            day=day,
            as_of=_midnight_after(day),
            count=totals[day],
            units=_ranked(told(day)) if day >= first_ranked else [],
            reconstructed=True,
        )
        for day in missing
    )


def _close_today(campaign: Campaign, row: CounterSnapshot, today: date, belated: int) -> None:
    known = campaign.closes.filter(day=today).values_list("backfilled", flat=True).first()
    units = [UnitTotal(code=unit["code"], count=unit["count"], rank=unit["rank"]) for unit in row.units]
    campaign.closes.update_or_create(
        day=today,
        defaults={
            "as_of": row.as_of,
            "count": row.count,
            "backfilled": (known or 0) + belated,
            "units": units,
            "reconstructed": False,
        },
    )


def _belated(row: CounterSnapshot, before: CounterSnapshot | None, belated_until: date | None, is_belated: bool) -> int:
    """How much of the rise was entered belatedly."""
    if before is None:
        return 0
    rise = row.count - before.count
    usual = 0 if is_belated else gates.unmarked_rise(store.stand(before), store.stand(row), belated_until)
    return max(0, rise - max(0, usual))


def _record_milestones(
    campaign: Campaign, row: CounterSnapshot, before: CounterSnapshot | None, totals: dict[date, int]
) -> None:
    known = set(campaign.milestones.values_list("amount", flat=True))
    new = [amount for amount in amounts(row.count, row.target) if amount not in known]
    was_watched = before is not None and row.as_of - before.as_of <= TO_THE_MINUTE
    for amount in new:
        seen = was_watched and before is not None and before.count < amount
        day = None if seen else day_of(amount, totals.items())
        Milestone.objects.create(
            campaign=campaign,
            amount=amount,
            reached_at=row.as_of if day is None else datetime.combine(day, time(), LOCAL),
            is_goal=amount == row.target,
            reconstructed=day is not None,
        )


def _tell_earlier_ranks(row: CounterSnapshot, closes: list[DayClose], today: date) -> None:
    by_day = {close.day: {unit["code"]: unit["rank"] for unit in close.units} for close in closes}
    yesterday, last_week = earlier_ranks(by_day, today)
    for unit in row.units:
        unit["rank_yesterday"] = yesterday.get(unit["code"])
        unit["rank_last_week"] = last_week.get(unit["code"])


def _ranked(tally: Tally) -> list[UnitTotal]:
    return [UnitTotal(code=unit.code, count=unit.count, rank=unit.rank) for unit in tally.units]


def _local_day(moment: datetime) -> date:
    return moment.astimezone(LOCAL).date()


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + DAY, time(), LOCAL)
