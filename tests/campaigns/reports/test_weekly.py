"""What a report says of a week: from closes, from the newest snapshot, from days of registration, or nothing."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from campaigns.counters import Figures
from campaigns.models import Campaign, Closing, CounterSnapshot, DayClose, Unit
from campaigns.models.record import UnitTotal
from campaigns.models.snapshots import UnitCount
from campaigns.reports.reading import begun_weeks, read_report
from campaigns.reports.weekly import Basis, Records, WeeklyReport, build
from campaigns.reports.weeks import Week
from campaigns.reports.words import paper_of
from campaigns.values import State
from tests.campaigns.reports.conftest import LAST, NOW, WEEK, close_days, held, newest, totals
from tests.factories import CampaignFactory

DAY = timedelta(days=1)
RUNNING = Week(date(2022, 5, 16), date(2022, 5, 22), number=5)


def codes(lines: Any) -> list[str]:
    return [line.unit.code for line in lines]


def test_a_week_that_is_over(campaign: Campaign) -> None:
    report = read_report(campaign, WEEK)
    counter = report.headline
    assert (counter.value, report.basis) == (held(WEEK.last), Basis.CLOSES)
    assert counter.as_of_iso == "2022-05-15T23:59:57+07:00"
    assert (report.gained, report.gained_before) == (7 * 1_500, 7 * 1_000)
    assert (counter.target, counter.missing, counter.left_days) == (300_000, 300_000 - held(WEEK.last), 16)
    assert counter.needed == -(-(300_000 - held(WEEK.last)) // 16)
    assert not (report.is_running or report.is_final or report.stopped_early or report.is_empty)
    assert [day.count for day in report.days] == [1_500] * 7


def test_five_queries_and_none_to_the_tracking_database(
    campaign: Campaign, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(5):
        paper_of(read_report(campaign, WEEK))


def test_ranks_and_growth_of_that_time(campaign: Campaign) -> None:
    report = read_report(campaign, WEEK)
    east, west, alone = report.clusters
    assert [one.cluster.name for one in (east, west) if one.cluster] == ["Cụm miền Đông", "Cụm miền Tây"]
    assert (codes(east.lines), codes(west.lines), codes(alone.lines)) == (
        ["U0", "U2", "U4"],
        ["U1", "U3", "U5"],
        ["U9"],
    )
    assert alone.cluster is None
    [riser] = report.risers
    before = {unit["code"]: unit["rank"] for unit in totals(WEEK.eve)}["U9"]
    after = {unit["code"]: unit["rank"] for unit in totals(WEEK.last)}["U9"]
    assert (riser.unit.code, riser.climbed) == ("U9", before - after)
    assert before > after
    assert codes(report.growers)[:2] == ["U0", "U9"]
    assert [line.gained for line in report.growers[:2]] == [700, 665]


def test_units_behind_with_what_each_day_must_bring(campaign: Campaign) -> None:
    report = read_report(campaign, WEEK)
    assert codes(report.behind) == ["U8", "U7", "U9", "U6"]  # an even pace were 60 %: U5 has 60 %, U0 no target
    worst = report.behind[0].counter
    count = 24 * 20
    assert (worst.value, worst.missing, worst.needed) == (count, 2_000 - count, -(-(2_000 - count) // 16))
    assert [one.counter.target_is_example for one in report.behind] == [True, False, False, False]


def test_a_week_that_runs(campaign: Campaign) -> None:
    report = read_report(campaign, RUNNING)
    assert report.is_running
    assert report.headline.value == held(LAST)
    assert report.headline.as_of_iso == "2022-05-18T14:05:00+07:00"
    assert (report.gained, report.gained_before) == (3 * 1_500, 7 * 1_500)
    assert [day.count for day in report.days] == [1_500, 1_500, 1_500, None, None, None, None]
    assert [day.unfinished for day in report.days][:4] == [False, False, True, False]


@pytest.mark.parametrize("age", [16, 60 * 24 * 6])
def test_figures_that_are_not_fresh(campaign: Campaign, age: int) -> None:
    """After a quarter of an hour nothing is said of the pace; after the week's end they have stopped within it."""
    CounterSnapshot.objects.update(collected_at=timezone.now() - timedelta(minutes=age))
    report = read_report(campaign, RUNNING)
    assert report.headline.state is State.STALE
    assert report.headline.needed is None
    assert report.behind == ()
    assert (report.is_running, report.stopped_early) == ((True, False) if age == 16 else (False, True))
    assert read_report(campaign, WEEK).headline.needed is not None  # what was recorded stays as it was


def test_figures_that_are_held(campaign: Campaign) -> None:
    CounterSnapshot.objects.update(state=CounterSnapshot.State.HELD)
    report = read_report(campaign, RUNNING)
    assert (report.headline.state, report.headline.needed, report.behind) == (State.HELD, None, ())


def test_belated_entries_and_days_made_up_are_told(campaign: Campaign) -> None:
    DayClose.objects.filter(day=date(2022, 5, 10)).update(backfilled=400)
    midnight = datetime(2022, 5, 15, 17, tzinfo=UTC)
    DayClose.objects.filter(day=date(2022, 5, 15)).update(reconstructed=True, as_of=midnight)
    report = read_report(campaign, WEEK)
    assert (report.belated, report.reconstructed_days) == (400, [date(2022, 5, 15)])
    assert report.headline.as_of_iso == "2022-05-15T23:59:59+07:00"
    assert report.headline.left_days == 16


def test_before_records_exist_days_of_registration_serve(campaign: Campaign) -> None:
    DayClose.objects.filter(day__lte=WEEK.last).delete()
    report = read_report(campaign, WEEK)
    assert report.basis is Basis.REGISTRATION
    assert report.headline.value == (date(2022, 5, 15) - date(2022, 1, 7)).days * 900
    assert (report.gained, report.gained_before) == (6_300, 6_300)
    assert [day.count for day in report.days] == [900] * 7
    assert not report.knows_ranks
    assert (report.clusters, report.risers, report.growers, report.behind) == ((), (), (), ())


def test_ranks_of_the_week_before_may_be_unknown(campaign: Campaign) -> None:
    DayClose.objects.filter(day=WEEK.eve).update(units=[])
    report = read_report(campaign, WEEK)
    assert report.knows_ranks and not report.knows_moves
    assert (report.risers, report.growers) == ((), ())
    assert report.clusters[0].lines[0].gained is None


def test_in_the_first_week_units_begin_at_nothing_and_have_no_earlier_rank(campaign: Campaign) -> None:
    close_days(campaign, date(2022, 4, 21), date(2022, 4, 30))
    first = begun_weeks(Figures(campaign, newest(campaign), timezone.now()))[0]
    report = read_report(campaign, first)
    assert not report.knows_moves
    assert [(line.unit.code, line.gained) for line in report.growers[:2]] == [("U0", 300), ("U1", 270)]


def test_a_week_without_records_is_empty_and_not_zero(campaign: Campaign) -> None:
    coming = Week(date(2022, 5, 23), date(2022, 5, 29), number=6)
    for report in (read_report(campaign, coming), _without_snapshot(campaign)):
        assert report.is_empty
        assert (report.headline.value, report.gained, report.gained_before) == (None, None, None)
        assert {day.total for day in report.days} == {None}


def _without_snapshot(campaign: Campaign) -> WeeklyReport:
    CounterSnapshot.objects.all().delete()
    return read_report(campaign, WEEK)


def sign(campaign: Campaign, as_of: datetime, count: int) -> None:
    Closing.objects.create(
        campaign=campaign, count=count, as_of=as_of, units=totals(LAST), signed_by="Trần Văn Bình",
        signed_on=date(2022, 5, 19), closed_at=as_of,
    )  # fmt: skip
    CounterSnapshot.objects.update(state=CounterSnapshot.State.FINAL, count=count)


def test_final_figures_are_called_so_from_the_week_of_the_signature_on(campaign: Campaign) -> None:
    sign(campaign, NOW, held(LAST) + 70)
    report = read_report(campaign, RUNNING)
    assert (report.is_final, report.is_running, report.headline.state) == (True, False, State.FINAL)
    assert (report.headline.value, report.gained) == (held(LAST) + 70, 3 * 1_500 + 70)
    assert report.closing is not None
    assert "U4" in codes(report.behind)  # ahead of an even pace, and yet below its target
    assert not read_report(campaign, WEEK).is_final
    assert begun_weeks(Figures(campaign, newest(campaign), timezone.now()))[-1].number == 5


def test_what_was_signed_after_the_last_day_may_differ_from_its_close(campaign: Campaign) -> None:
    campaign.ends_on = campaign.count_to = date(2022, 5, 17)
    campaign.save()
    CounterSnapshot.objects.update(count_to=campaign.count_to)
    sign(campaign, NOW, 125_000)
    report = read_report(campaign, Week(date(2022, 5, 16), date(2022, 5, 17), number=5))
    assert report.is_final
    assert report.signed_since == 125_000 - held(date(2022, 5, 17))


def test_the_same_figures_whoever_made_the_records() -> None:
    """Without a database: the builder itself."""
    campaign = CampaignFactory.build()
    report = build(Records(Figures(campaign, None, NOW), {}, None, {}), WEEK)
    assert report.is_empty


ranked = st.lists(st.integers(0, 50), min_size=1, max_size=12)


@given(
    daily=st.lists(st.integers(-50, 500), min_size=15, max_size=15),
    before=ranked,
    growth=st.lists(st.integers(0, 60), min_size=12, max_size=12),
    target=st.integers(1, 200),
)
def test_sums_and_movers_hold_for_any_records(
    daily: list[int], before: list[int], growth: list[int], target: int
) -> None:
    campaign = CampaignFactory.build()
    start, closes, total = WEEK.first - 8 * DAY, {}, 10_000
    for offset, count in enumerate(daily):
        day, total = start + offset * DAY, total + count
        counts = before if day <= WEEK.eve else [old + more for old, more in zip(before, growth, strict=False)]
        closes[day] = DayClose(day=day, count=total, as_of=_evening(day), units=_ranked(counts))
    last = closes[WEEK.last]
    rows = [
        UnitCount(code=unit["code"], count=unit["count"], rank=unit["rank"], target=target, target_kind="assigned")
        for unit in last.units
    ]
    seen = _evening(WEEK.last + DAY)
    snapshot = CounterSnapshot(
        campaign=campaign, as_of=seen, collected_at=seen, count=total, target=300_000, units=rows, days=[]
    )
    units = {unit["code"]: Unit(code=unit["code"], short_name=unit["code"]) for unit in last.units}
    report = build(Records(Figures(campaign, snapshot, seen), closes, None, units), WEEK)

    assert report.headline.value == last.count
    assert sum(day.count or 0 for day in report.days) == report.gained == sum(daily[8:15])
    assert report.gained_before == sum(daily[1:8])
    moved = {line.unit.code: line for line in (*report.risers, *report.growers)}
    for code, line in moved.items():
        index = int(code[1:])
        assert line.gained == growth[index]
    assert all((line.climbed or 0) > 0 for line in report.risers)
    assert [line.gained for line in report.growers] == sorted(growth[: len(before)], reverse=True)[
        : len(report.growers)
    ]
    for one in report.behind:
        counter = one.counter
        assert counter.value is not None and counter.missing == target - counter.value > 0
        assert counter.needed is not None and counter.needed * 16 >= counter.missing > (counter.needed - 1) * 16


def _evening(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 16, 59, tzinfo=UTC)


def _ranked(counts: list[int]) -> list[UnitTotal]:
    return [
        UnitTotal(code=f"U{index}", count=count, rank=1 + sum(other > count for other in counts))
        for index, count in enumerate(counts)
    ]
