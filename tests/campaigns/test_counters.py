"""From a snapshot to what a page may say."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.counters import Figures
from campaigns.models import Campaign, CounterSnapshot
from campaigns.models.snapshots import Outlook
from campaigns.values import Counter, State, state_of

AS_OF = datetime(2022, 5, 10, 7, 0, tzinfo=UTC)  # 14:00 in Vietnam
COLLECTED = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)


def campaign(target: int | None = 300_000) -> Campaign:
    return Campaign(
        slug="40-ngay",
        name="40 ngày",
        starts_on=date(2022, 4, 22),
        ends_on=date(2022, 5, 31),
        count_from=date(2022, 1, 8),
        count_to=date(2022, 5, 31),
        units_from=date(2022, 4, 22),
        units_to=date(2022, 5, 31),
        target=target,
    )


def days(until: date, per_day: int = 1_000) -> list[dict[str, object]]:
    first = date(2022, 1, 8)
    return [
        {"day": (first + timedelta(days=offset)).isoformat(), "count": per_day}
        for offset in range((until - first).days + 1)
    ]


def snapshot(**changes: object) -> CounterSnapshot:
    values: dict[str, object] = {
        "epoch": 3,
        "seq": 42,
        "state": "live",
        "as_of": AS_OF,
        "collected_at": COLLECTED,
        "count": 123_000,
        "target": 300_000,
        "days": days(date(2022, 5, 10)),
        "units": [
            {"code": "79", "count": 20_110, "target": 43_100, "rank": 1, "target_kind": "assigned"},
            {"code": "01", "count": 20_110, "target": None, "rank": 1},
            {"code": "CS", "count": 900, "target": 0, "rank": 3},
        ],
    }
    return CounterSnapshot(**(values | changes))


@pytest.mark.parametrize(
    ("age", "state"),
    [
        (timedelta(seconds=0), State.LIVE),
        (timedelta(seconds=60), State.LIVE),
        (timedelta(seconds=61), State.DELAYED),
        (timedelta(minutes=15), State.DELAYED),
        (timedelta(minutes=15, seconds=1), State.STALE),
        (timedelta(days=400), State.STALE),
    ],
)
def test_a_live_snapshot_ages(age: timedelta, state: State) -> None:
    assert state_of(snapshot(), COLLECTED + age) is state


@pytest.mark.parametrize("kept", ["held", "final"])
def test_held_and_final_do_not_age(kept: str) -> None:
    assert state_of(snapshot(state=kept), COLLECTED + timedelta(days=9)) == kept


def test_without_a_snapshot_nothing_is_known_and_nothing_is_zero() -> None:
    counter = Figures(campaign(), None, COLLECTED).headline
    assert counter.state is State.UNKNOWN
    assert (counter.value, counter.percent, counter.as_of, counter.missing, counter.needed) == (None,) * 5
    assert counter.target == 300_000


def test_the_campaigns_clock_is_the_tracking_databases() -> None:
    figures = Figures(campaign(), snapshot(), COLLECTED + timedelta(hours=11))
    assert figures.local_now.isoformat() == "2022-05-11T01:00:00+07:00"
    assert figures.day_number == 20
    assert figures.left_days == 20


@pytest.mark.parametrize(
    ("as_of", "number", "left", "later"),
    [
        (datetime(2022, 4, 21, 16, 59, tzinfo=UTC), None, 40, True),
        (datetime(2022, 4, 21, 17, 0, tzinfo=UTC), 1, 39, False),
        (datetime(2022, 5, 31, 16, 59, tzinfo=UTC), 40, 0, False),
        (datetime(2022, 5, 31, 17, 0, tzinfo=UTC), None, 0, False),
    ],
)
def test_day_n_of_40_turns_at_midnight_in_vietnam(as_of: datetime, number: int | None, left: int, later: bool) -> None:
    figures = Figures(campaign(), snapshot(as_of=as_of), COLLECTED)
    assert (figures.day_number, figures.left_days, figures.begins_later) == (number, left, later)


def test_the_even_pace_starts_from_what_was_held_on_the_eve() -> None:
    figures = Figures(campaign(), snapshot(), COLLECTED)
    held_before = 104_000  # 8/1 to 21/4 at 1.000 a day
    assert figures.days[0].plan == round(held_before + (300_000 - held_before) / 40)
    assert figures.days[-1].plan == 300_000
    assert figures.headline.plan == round(held_before + (300_000 - held_before) * (18 + 14 / 24) / 40)


@pytest.mark.parametrize("target", [236_803, 300_000, 104_007])
def test_the_even_pace_of_a_day_is_what_the_tables_rows_rise_by(target: int) -> None:
    figures = Figures(campaign(), snapshot(target=target, days=days(date(2022, 4, 21))), COLLECTED)
    assert figures.even_pace is not None
    plans = [day.plan or 0 for day in figures.days]
    assert all(abs(later - earlier - figures.even_pace) <= 1 for earlier, later in pairwise([104_000, *plans]))
    assert abs(104_000 + 40 * figures.even_pace - target) <= 40 / 2
    assert plans[-1] == target


def test_the_day_that_is_not_over_stands_against_the_plan_of_the_moment() -> None:
    figures = Figures(campaign(), snapshot(), COLLECTED)
    assert figures.last_day is not None and figures.last_day.is_unfinished
    assert figures.last_day.plan == figures.headline.plan
    assert figures.last_day.ahead is not None and figures.headline.value is not None
    assert figures.last_day.ahead == figures.headline.ahead
    final = Figures(campaign(), snapshot(state="final"), COLLECTED)
    assert final.last_day is not None and final.last_day.plan == round(104_000 + 196_000 * 19 / 40)


OUTLOOK: Outlook = {"per_day": 2_000, "projected": 165_833, "low": 1, "high": 2, "reached_on": None}


def test_pace_is_what_was_recorded_of_what_arrived() -> None:
    late = timedelta(minutes=5)
    assert Figures(campaign(), snapshot(outlook=OUTLOOK), COLLECTED).headline.pace == 2_000
    assert Figures(campaign(), snapshot(outlook=OUTLOOK), COLLECTED + late).headline.pace == 2_000


def test_days_of_registration_make_no_pace() -> None:
    assert Figures(campaign(), snapshot(), COLLECTED).headline.pace is None


def test_days_that_took_away_more_than_they_brought_are_no_pace() -> None:
    assert Figures(campaign(), snapshot(outlook=OUTLOOK | {"per_day": -3}), COLLECTED).headline.pace is None


@pytest.mark.parametrize(
    ("state", "late"), [("held", 0), ("final", 0), ("live", 16 * 60), ("live", 3 * 86_400)], ids=str
)
def test_no_pace_and_no_forecast_where_the_state_forbids_them(state: str, late: int) -> None:
    told = Figures(campaign(), snapshot(state=state, outlook=OUTLOOK), COLLECTED + timedelta(seconds=late))
    assert (told.headline.pace, told.outlook, told.forecast) == (None, None, None)


def test_no_forecast_before_the_campaign_begins() -> None:
    early = snapshot(outlook=OUTLOOK, as_of=datetime(2022, 4, 21, 16, 59, tzinfo=UTC))
    assert Figures(campaign(), early, COLLECTED).forecast is None
    begun = snapshot(outlook=OUTLOOK, as_of=datetime(2022, 4, 21, 17, 0, tzinfo=UTC))
    assert Figures(campaign(), begun, COLLECTED).forecast is not None


def test_moves_in_rank_are_told_from_fresh_figures_alone() -> None:
    moved = {"code": "79", "count": 5, "target": None, "rank": 3, "rank_yesterday": 1, "rank_last_week": 4}
    units = snapshot(units=[moved, {"code": "01", "count": 5, "target": None, "rank": 1}])
    stayed, fell = Figures(campaign(), units, COLLECTED).standings
    assert (fell.move_day, fell.move_week) == (-2, 1)
    assert (stayed.move_day, stayed.move_week) == (None, None)  # an older row does not say
    for state, late in (("held", 0), ("final", 0), ("live", 16)):
        units.state = state
        fell = Figures(campaign(), units, COLLECTED + timedelta(minutes=late)).standings[1]
        assert (fell.move_day, fell.move_week) == (None, None)


def test_one_goal_for_number_plan_and_days() -> None:
    figures = Figures(campaign(target=500_000), snapshot(), COLLECTED)
    before = Figures(campaign(), snapshot(), COLLECTED)
    assert figures.target == figures.headline.target == 300_000
    assert (figures.headline.plan, figures.even_pace, figures.days) == (
        before.headline.plan,
        before.even_pace,
        before.days,
    )
    assert Figures(campaign(target=500_000), None, COLLECTED).headline.target == 500_000


def test_the_periods_are_those_that_were_counted() -> None:
    changed = campaign()
    changed.units_from = changed.count_from = date(2022, 5, 1)
    own = {"count_from": date(2022, 1, 8), "count_to": date(2022, 5, 31)}
    units = {"units_from": date(2022, 4, 22), "units_to": date(2022, 5, 31)}
    figures = Figures(changed, snapshot(**own, **units), COLLECTED)
    assert figures.periods == campaign().periods
    assert figures.units_share == Figures(campaign(), snapshot(), COLLECTED).units_share
    assert Figures(changed, snapshot(), COLLECTED).periods == changed.periods


@pytest.mark.parametrize("late", [timedelta(minutes=16), timedelta(days=3)])
def test_nothing_is_said_of_the_pace_from_stale_figures(late: timedelta) -> None:
    counter = Figures(campaign(), snapshot(), COLLECTED + late).headline
    assert counter.value == 123_000
    assert (counter.pace, counter.plan, counter.needed) == (None, None, None)


def test_held_keeps_the_number_and_hides_the_pace() -> None:
    counter = Figures(campaign(), snapshot(state="held"), COLLECTED).headline
    assert (counter.value, counter.pace, counter.plan, counter.needed) == (123_000, None, None, None)


@pytest.mark.parametrize("target", [None, 0])
def test_a_target_of_nothing_has_no_percent(target: int | None) -> None:
    counter = Figures(campaign(target), snapshot(target=target), COLLECTED).headline
    assert (counter.percent, counter.missing, counter.needed, counter.plan) == (None, None, None, None)
    assert counter.progress == 0
    assert not counter.reached


def test_units_with_no_target_or_zero_have_no_percent() -> None:
    figures = Figures(campaign(), snapshot(), COLLECTED)
    assert figures.unit("01", "Hà Nội").percent is None
    assert figures.unit("CS", "Cao su").percent is None
    assert [row.percent for row in figures.standings][1:] == [pytest.approx(20_110 / 43_100), None]


def test_a_unit_that_the_snapshot_does_not_know_has_no_number() -> None:
    counter = Figures(campaign(), snapshot(), COLLECTED).unit("XX", "Không rõ")
    assert counter.value is None
    assert counter.state is State.LIVE


def test_ties_share_their_rank_in_the_order_of_codes() -> None:
    assert [(row.code, row.rank) for row in Figures(campaign(), snapshot(), COLLECTED).standings] == [
        ("01", 1),
        ("79", 1),
        ("CS", 3),
    ]


def test_a_reached_target_is_not_missing() -> None:
    counter = Figures(campaign(), snapshot(count=300_000), COLLECTED).headline
    assert counter.reached
    assert counter.missing is None
    assert counter.needed is None


def test_a_period_before_the_first_day_is_unknown() -> None:
    figures = Figures(campaign(), snapshot(), COLLECTED)
    assert figures.counted_between(date(2022, 5, 9), date(2022, 5, 15)) == 2_000
    assert figures.counted_between(date(2022, 5, 16), date(2022, 5, 22)) is None


@given(
    value=st.integers(0, 5_000_000),
    target=st.one_of(st.none(), st.integers(0, 5_000_000)),
    left=st.integers(0, 400),
)
def test_what_is_needed_reaches_the_target_and_no_less_would(value: int, target: int | None, left: int) -> None:
    today = date(2022, 5, 10)
    counter = Counter(
        "x", value, target, AS_OF, State.LIVE, begins_on=today, ends_on=today + timedelta(days=left), today=today
    )
    assert counter.left_days == left
    assert 0 <= counter.progress <= 1
    if counter.needed is None:
        assert counter.missing is None or not left
    else:
        assert target is not None
        assert value + counter.needed * left >= target
        assert value + (counter.needed - 1) * left < target
