"""Pace and forecast: the arithmetic, and what the method would have said on the printed figures."""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.counting.outlook import Close, arrivals, earlier_ranks, outlook
from campaigns.tracking.contract import LOCAL
from campaigns.tracking.demo.data import printed_figures

TODAY = date(2022, 5, 10)
NOON = datetime(2022, 5, 10, 12, tzinfo=LOCAL)
LAST = date(2022, 5, 31)


def closes(*counts: int, until: date = TODAY - timedelta(days=1)) -> list[Close]:
    first = until - timedelta(days=len(counts) - 1)
    return [Close(first + timedelta(days=offset), count) for offset, count in enumerate(counts)]


def test_an_even_pace() -> None:
    said = outlook(closes(*range(1000, 1800, 100)), 1750, NOON, LAST, target=2000)
    assert said == {"per_day": 100, "projected": 3900, "low": 3900, "high": 3900, "reached_on": "2022-05-13"}


def test_less_than_a_week_says_nothing() -> None:
    said = outlook(closes(*range(1000, 1700, 100)), 1750, NOON, LAST, target=2000)
    assert set(said.values()) == {None}


def test_a_day_that_was_never_closed_says_nothing() -> None:
    known = closes(*range(1000, 2000, 100))
    del known[5]
    assert outlook(known, 1950, NOON, LAST, target=None)["per_day"] is None


def test_belated_entries_are_no_pace() -> None:
    known = closes(*range(1000, 1800, 100))
    surge = [
        Close(
            close.day,
            close.count + (20_000 if close.day >= date(2022, 5, 8) else 0),
            20_000 if close.day.day == 8 else 0,
        )
        for close in known
    ]
    assert outlook(surge, 21_750, NOON, LAST, None)["per_day"] == 100
    assert outlook(known, 1750, NOON, LAST, None)["per_day"] == 100


def test_a_wider_range_for_a_restless_week() -> None:
    calm = outlook(closes(0, 100, 200, 300, 400, 500, 600, 700), 700, NOON, LAST, None)
    restless = outlook(closes(0, 190, 200, 390, 400, 590, 600, 700), 700, NOON, LAST, None)
    assert calm["per_day"] == restless["per_day"] == 100
    assert restless["low"] is not None and restless["high"] is not None and calm["high"] is not None
    assert restless["low"] < calm["high"] < restless["high"]


def test_after_the_end_nothing_is_projected() -> None:
    said = outlook(closes(*range(1000, 1800, 100)), 1750, NOON, date(2022, 5, 9), target=2000)
    assert (said["projected"], said["low"], said["high"]) == (None, None, None)


@pytest.mark.parametrize("target", [None, 0, 1750, 1000])
def test_no_day_for_a_target_that_is_none_or_reached(target: int | None) -> None:
    assert outlook(closes(*range(1000, 1800, 100)), 1750, NOON, LAST, target)["reached_on"] is None


def test_no_day_for_a_target_beyond_a_year_or_with_a_falling_count() -> None:
    assert outlook(closes(*range(1000, 1800, 100)), 1750, NOON, LAST, 1_000_000)["reached_on"] is None
    assert outlook(closes(*range(1800, 1000, -100)), 1000, NOON, LAST, 2000)["reached_on"] is None


def test_arrivals_need_the_eve() -> None:
    assert arrivals([Close(TODAY, 10), Close(TODAY + timedelta(days=2), 30)]) == {}


def test_ranks_of_yesterday_and_of_last_week() -> None:
    kept = {date(2022, 5, 9): {"01": 2}, date(2022, 5, 3): {"01": 7}}
    assert earlier_ranks(kept, TODAY) == ({"01": 2}, {"01": 7})
    assert earlier_ranks({}, TODAY) == ({}, {})


@given(
    st.lists(st.integers(0, 10_000), min_size=8, max_size=20),
    st.integers(0, 40),
    st.integers(1, 2_000_000),
)
def test_the_range_holds_the_projection_and_nothing_counts_down(steps: list[int], ahead: int, target: int) -> None:
    total, totals = 0, []
    for step in steps:
        total += step
        totals.append(total)
    said = outlook(closes(*totals), total, NOON, TODAY + timedelta(days=ahead), target)
    assert said["low"] is not None and said["projected"] is not None and said["high"] is not None
    assert total <= said["low"] <= said["projected"] <= said["high"]


def printed(day: date) -> int:
    """The first national figure that was printed for `day`."""
    end = datetime.combine(day + timedelta(days=1), time(), LOCAL)
    return next(row.count for row in printed_figures() if row.code is None and row.at == end)


def steadily(first: date, last: date) -> list[Close]:
    """Closes that rise evenly from the figure printed for `first` to that for `last`."""
    begin, end, days = printed(first), printed(last), (last - first).days
    return [Close(first + timedelta(days=n), begin + round((end - begin) * n / days)) for n in range(days + 1)]


def test_on_the_printed_figures_the_goal_is_foreseen_to_the_day() -> None:
    known = [close for close in steadily(date(2022, 4, 12), date(2022, 5, 11)) if close.day < date(2022, 5, 4)]
    said = outlook(known, known[-1].count, datetime(2022, 5, 4, tzinfo=LOCAL), LAST, target=300_000)
    assert said["per_day"] == 5793
    assert said["reached_on"] in ("2022-05-11", "2022-05-12")


def test_on_the_printed_figures_a_rush_is_not_foreseen() -> None:
    """From 11/5 the count more than doubled its pace: the forecast says "if it keeps this pace", and means it."""
    known = steadily(date(2022, 4, 12), date(2022, 5, 11))
    said = outlook(known, 300_000, datetime(2022, 5, 12, tzinfo=LOCAL), LAST, target=None)
    assert said["projected"] == pytest.approx(300_000 + 20 * 5793, abs=20)
    assert said["high"] is not None and said["high"] < printed(LAST)
