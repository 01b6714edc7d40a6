"""The failure table (counters.md), row by row and at its edges."""

from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.counting.gates import Action, Pace, Stand, agree, fastest_rate, judge, unmarked_rise

NOW = datetime(2022, 5, 10, 5, tzinfo=UTC)
TODAY = date(2022, 5, 10)
CALM = Pace(None, timedelta(seconds=5))


def stand(count: int, **units: int) -> Stand:
    return Stand(NOW, count, units, {TODAY: count})


@pytest.mark.parametrize(
    ("good", "found", "action", "reason"),
    [
        (0, 0, Action.ACCEPT, ""),
        (0, 20_000, Action.ACCEPT, ""),
        (200_000, 200_000, Action.ACCEPT, ""),
        (200_000, 200_001, Action.ACCEPT, ""),
        (200_000, 199_999, Action.RECOUNT, "drop"),
        (200_000, 199_000, Action.RECOUNT, "drop"),
        (200_000, 198_999, Action.RECONCILE, "reconciling"),
        (1_000_000, 999_000, Action.RECOUNT, "drop"),
        (1_000_000, 998_999, Action.RECONCILE, "reconciling"),
        (10_000, 9_950, Action.RECOUNT, "drop"),
        (10_000, 9_949, Action.RECONCILE, "reconciling"),
        (10_000, 9_500, Action.RECONCILE, "reconciling"),
        (10_000, 9_499, Action.HOLD, "drop"),
        (10_000, 5_000, Action.HOLD, "drop"),
        (10_000, 1, Action.HOLD, "drop"),
        (10_000, 0, Action.HOLD, "zero"),
        (1, 0, Action.HOLD, "zero"),
        (10, 8, Action.RECOUNT, "drop"),
        (10, 7, Action.HOLD, "drop"),
    ],
)
def test_a_fall(good: int, found: int, action: Action, reason: str) -> None:
    said = judge(stand(good), stand(found), CALM)
    assert (said.action, said.reason) == (action, reason)
    assert str(good) in said.words or action is Action.ACCEPT


@pytest.mark.parametrize(
    ("found", "gone"),
    [({"A": 50, "B": 50}, False), ({"A": 97, "B": 3}, False), ({"A": 100, "B": 0}, True), ({"A": 100}, True)],
)
def test_a_unit_that_vanishes(found: dict[str, int], gone: bool) -> None:
    said = judge(stand(100, A=50, B=50), stand(100, **found), CALM)
    assert (said.action, said.reason) == ((Action.HOLD, "units") if gone else (Action.ACCEPT, ""))
    assert "B" in said.words or not gone


def test_a_unit_with_two_rows_may_lose_them() -> None:
    assert judge(stand(100, A=98, B=2), stand(100, A=100), CALM).action is Action.ACCEPT


@pytest.mark.parametrize(
    ("rise", "elapsed", "waited", "held"),
    [
        (1_000, 5, 0, False),
        (1_001, 5, 0, True),
        (20_000, 5, 0, True),
        (36_000, 3_600, 0, False),
        (36_001, 3_600, 0, True),
        (20_000, 5, 3_600, True),
        (3_650, 5, 3_600, False),
    ],
)
def test_a_spike_at_a_rate_of_one_a_second(rise: int, elapsed: int, waited: int, held: bool) -> None:
    pace = Pace(1.0, timedelta(seconds=elapsed), timedelta(seconds=waited))
    said = judge(stand(500_000), stand(500_000 + rise), pace)
    assert (said.action is Action.HOLD, said.reason) == (held, "spike" if held else "")


def test_rows_marked_as_entered_belatedly_are_no_spike() -> None:
    good = Stand(NOW, 110, {}, {date(2022, 3, 1): 100, TODAY: 10})
    found = Stand(NOW, 20_115, {}, {date(2022, 3, 1): 20_000, date(2022, 3, 2): 100, TODAY: 15})
    slow = Pace(0.001, timedelta(seconds=5))
    assert unmarked_rise(good, found, date(2022, 3, 31)) == 5
    assert unmarked_rise(good, found, date(2022, 3, 1)) == 105
    assert judge(good, found, slow, date(2022, 3, 31)).action is Action.ACCEPT
    assert judge(good, found, slow).reason == "spike"
    assert judge(good, found, slow, date(2022, 2, 28)).reason == "spike"


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [(9_600, 9_600, True), (9_600, 9_648, True), (9_600, 9_649, False), (9_600, 9_500, False), (20, 22, True)],
)
def test_two_recounts_that_agree(first: int, second: int, same: bool) -> None:
    assert agree(first, second) is same


def test_the_fastest_rate() -> None:
    day = 86_400
    days = {TODAY - timedelta(days=back): count for back, count in ((40, 9 * day), (27, 2 * day), (1, day))}
    good = Stand(NOW, 12 * day, {}, days)
    assert fastest_rate(good, []) == 2.0, "the fastest of the last four weeks"
    ten_minutes = [(NOW - timedelta(minutes=10), 1_000), (NOW, 2_800)]
    assert fastest_rate(good, ten_minutes) == 3.0, "or what the last snapshots saw"
    assert fastest_rate(good, [(NOW - timedelta(seconds=5), 1_000), (NOW, 2_800)]) == 3.0
    assert fastest_rate(Stand(NOW, 0), ten_minutes) is None, "nothing is known of a campaign without a row"
