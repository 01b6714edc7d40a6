"""Which round numbers a count has passed."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from campaigns.counting.milestones import amounts, day_of


def test_round_numbers_and_the_goal() -> None:
    assert list(amounts(212_345, 210_000)) == [50_000, 100_000, 150_000, 200_000, 210_000]
    assert list(amounts(1_250_000, 300_000))[-4:] == [950_000, 1_000_000, 1_100_000, 1_200_000]
    assert list(amounts(49_999, None)) == []


@given(st.integers(0, 3_000_000), st.none() | st.integers(0, 3_000_000))
def test_all_passed_in_order_and_the_goal_once(count: int, goal: int | None) -> None:
    passed = list(amounts(count, goal))
    assert passed == sorted(set(passed))
    assert all(0 < amount <= count for amount in passed)
    assert (goal in passed) == bool(goal and goal <= count) or (goal or 1) % 50_000 == 0


def test_the_day_of_a_milestone() -> None:
    totals = [(date(2022, 5, 9), 40_000), (date(2022, 5, 10), 60_000), (date(2022, 5, 11), 70_000)]
    assert day_of(50_000, totals) == date(2022, 5, 10)
    assert day_of(80_000, totals) is None
