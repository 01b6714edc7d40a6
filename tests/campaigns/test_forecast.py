"""What a page says of a recorded outlook: in round numbers and days, and never more than the record knows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from campaigns.counting.outlook import Close, outlook
from campaigns.forecast import Forecast
from campaigns.models.snapshots import Outlook

AS_OF = datetime(2022, 5, 10, 7, 0, tzinfo=UTC)  # 14:00 in Vietnam
LAST = date(2022, 5, 31)
DAILY = st.integers(0, 20_000)


def recorded(week: list[int], count: int = 141_846, target: int | None = 300_000) -> Outlook:
    """The outlook of a week of days, as the collector records it."""
    held = [count - sum(week[index:]) for index in range(len(week) + 1)]
    closes = [Close(date(2022, 5, 2) + timedelta(days=index), total) for index, total in enumerate(held)]
    return outlook(closes, count, AS_OF, LAST, target)


def forecast(week: list[int], count: int = 141_846, target: int | None = 300_000, **changes: date) -> Forecast:
    days = {"last": LAST, "due": LAST} | changes
    found = Forecast.of(recorded(week, count, target), count=count, as_of=AS_OF, target=target, **days)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("projected", "low", "high", "said"),
    [
        (415_912, 411_877, 419_947, (416_000, 411_000, 420_000)),  # 8.070 wide: thousands
        (415_912, 376_000, 455_824, (415_000, 375_000, 460_000)),  # 79.824 wide: five thousands
        (415_912, 415_700, 416_124, (415_900, 415_700, 416_150)),
        (415_912, 415_910, 415_914, (415_912, 415_910, 415_914)),
        (415_912, 415_912, 415_912, (415_912, 415_912, 415_912)),
        (212_400, 212_345, 222_000, (212_345, 212_345, 222_000)),  # never below what is there already
    ],
)
def test_numbers_are_as_round_as_their_range_is_wide(
    projected: int, low: int, high: int, said: tuple[int, int, int]
) -> None:
    record: Outlook = {"per_day": 9, "projected": projected, "low": low, "high": high, "reached_on": None}
    told = Forecast.of(record, count=212_345, as_of=AS_OF, last=LAST, due=LAST, target=None)
    assert told is not None and (told.about, told.from_about, told.to_about) == said
    assert told.has_range == (low < high)


@given(st.lists(DAILY, min_size=7, max_size=7))
def test_what_is_said_is_never_narrower_than_the_record(week: list[int]) -> None:
    told = forecast(week)
    assert told.count <= told.from_about <= max(told.low, told.count) and told.to_about >= told.high
    assert told.from_about <= told.about <= told.to_about


@given(st.lists(DAILY, min_size=7, max_size=7))
def test_the_range_on_the_way_ends_where_the_record_ends(week: list[int]) -> None:
    told = forecast(week)
    end = told.at(told.days_left)
    assert list(end) == [pytest.approx(edge, abs=2) for edge in (told.low, told.projected, told.high)]
    assert told.at(0) == (told.count, told.count, told.count)


@given(st.lists(DAILY, min_size=7, max_size=7), st.integers(141_847, 400_000))
def test_the_days_of_the_goal_are_where_the_range_meets_it(week: list[int], target: int) -> None:
    assume(sum(week) > 70)
    told = forecast(week, target=target)
    lower, middle, upper = told.days_until(target)
    assert upper is not None and middle is not None and upper <= middle * 1.000001
    assert told.at(upper)[2] == pytest.approx(target, rel=1e-6)
    assert told.at(middle)[1] == pytest.approx(target, rel=1e-6)
    if lower is not None:
        assert lower >= middle * 0.999999
        assert told.at(lower)[0] == pytest.approx(target, rel=1e-6)


@pytest.mark.parametrize(
    ("week", "outcome"),
    [
        ([10_000] * 7, "surely"),
        ([4_000, 12_000, 7_000, 9_000, 3_000, 12_000, 7_000], "likely"),
        ([4_000, 12_000, 7_000, 9_000, 3_000, 10_000, 3_000], "hardly"),
        ([5_000] * 7, "not"),
        ([0] * 7, "not"),
    ],
)
def test_the_goal_is_in_time_only_if_all_of_the_range_is(week: list[int], outcome: str) -> None:
    assert forecast(week).outcome == outcome


def test_an_even_week_names_one_day() -> None:
    told = forecast([10_000] * 7)
    assert told.reached_on == told.earliest == told.latest == date(2022, 5, 26)


def test_it_is_due_when_counting_or_the_campaign_ends() -> None:
    assert forecast([10_000] * 7, due=date(2022, 5, 25)).outcome == "not"
    assert forecast([10_000] * 7, due=date(2022, 6, 30)).due == LAST


def test_a_reached_goal_is_not_forecast() -> None:
    told = forecast([1_000] * 7, count=300_000)
    assert (told.outcome, told.earliest, told.latest, told.target) == ("", None, None, None)


@pytest.mark.parametrize(
    "record",
    [
        None,
        recorded([1_000] * 3),
        Outlook(per_day=-5, projected=5, low=5, high=9, reached_on=None),
        Outlook(per_day=5, projected=None, low=None, high=None, reached_on=None),
    ],
)
def test_nothing_is_said_where_nothing_is_known(record: Outlook | None) -> None:
    assert Forecast.of(record, count=5, as_of=AS_OF, last=LAST, due=LAST, target=9) is None


def test_nothing_is_said_after_the_last_day() -> None:
    record = Outlook(per_day=5, projected=9, low=8, high=10, reached_on=None)
    assert Forecast.of(record, count=5, as_of=AS_OF, last=date(2022, 5, 9), due=LAST, target=9) is None
