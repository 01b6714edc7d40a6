"""Where everything on the daily chart stands."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.chart import FRAMES, MIDDLE, TALL, WIDE, Chart, Frame, chart_of
from campaigns.counters import Figures
from campaigns.models import Campaign, CounterSnapshot
from campaigns.models.snapshots import DayCount

AS_OF = datetime(2022, 5, 10, 7, 0, tzinfo=UTC)  # 14:00 in Vietnam, the 19th day
FIRST = date(2022, 1, 8)


def campaign(target: int | None = 300_000) -> Campaign:
    return Campaign(
        slug="40-ngay",
        name="40 ngày",
        starts_on=date(2022, 4, 22),
        ends_on=date(2022, 5, 31),
        count_from=FIRST,
        count_to=date(2022, 5, 31),
        units_from=date(2022, 4, 22),
        units_to=date(2022, 5, 31),
        target=target,
    )


def figures(
    per_day: int = 2_000, *, target: int | None = 300_000, as_of: datetime = AS_OF, first: date = FIRST
) -> Figures:
    """Figures with the same count on every day until `as_of`."""
    until = (as_of + timedelta(hours=7)).date()
    days: list[DayCount] = [
        {"day": (first + timedelta(days=offset)).isoformat(), "count": per_day}
        for offset in range((until - first).days + 1)
    ]
    snapshot = CounterSnapshot(
        epoch=1, seq=1, as_of=as_of, collected_at=as_of, count=per_day * len(days), target=target, days=days
    )
    return Figures(campaign(target), snapshot, as_of)


def drawn(of: Figures, frame: Frame = WIDE) -> Chart:
    chart = chart_of(of, frame)
    assert chart is not None
    return chart


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in re.findall(r"[ML]([\d.]+) ([\d.]+)", path)]


def test_no_chart_without_a_snapshot_or_before_the_first_day() -> None:
    assert chart_of(Figures(campaign(), None, AS_OF), WIDE) is None
    assert chart_of(figures(as_of=datetime(2022, 4, 1, 7, 0, tzinfo=UTC)), WIDE) is None


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
@pytest.mark.parametrize("per_day", [0, 1, 2_000, 9_000])
def test_everything_stays_inside_its_frame(frame: Frame, per_day: int) -> None:
    chart = drawn(figures(per_day), frame)
    for x, y in [*points(chart.total), *points(chart.plan)]:
        assert frame.left <= x <= frame.right
        assert frame.top <= y <= frame.bottom
    for bar in chart.bars:
        assert frame.left <= bar.x and bar.x + bar.width <= frame.right
        assert frame.bars_top <= bar.y <= frame.bars_bottom
        assert bar.y + bar.height == pytest.approx(frame.bars_bottom, abs=0.11)
    assert all(frame.left <= tick.x <= frame.right for tick in chart.ticks)
    assert all(frame.top <= line.y <= frame.bottom for line in chart.lines)


def test_the_line_starts_at_what_was_held_and_ends_now() -> None:
    chart = drawn(figures())
    line = points(chart.total)
    assert line[0][0] == WIDE.left
    day = (WIDE.right - WIDE.left) / 40
    assert line[-1][0] == pytest.approx(WIDE.left + day * (18 + 14 / 24), abs=0.1)
    assert line[1][0] == pytest.approx(WIDE.left + day, abs=0.1)
    assert (chart.now.x, chart.now.y) == line[-1]
    held = WIDE.bottom - (WIDE.bottom - WIDE.top) * 2_000 * 104 / 300_000  # 8/1 to 21/4 are 104 days
    assert line[0][1] == pytest.approx(held, abs=0.1)
    assert line[0][1] > line[-1][1], "it climbs"


def test_the_plan_goes_from_what_was_held_to_the_goal() -> None:
    chart = drawn(figures())
    start, end = points(chart.plan)
    assert start == points(chart.total)[0]
    assert end == (WIDE.right, WIDE.top)
    assert chart.plan_end is not None and (chart.plan_end.x, chart.plan_end.y) == end
    assert chart.pace_y is not None


def test_no_plan_without_a_goal_above_what_was_held() -> None:
    for target in (None, 0, 1_000):
        chart = drawn(figures(target=target))
        assert chart.plan == "" and chart.plan_end is None and chart.pace_y is None


def test_no_plan_where_the_eve_is_not_known() -> None:
    chart = drawn(figures(first=date(2022, 4, 25)))
    assert chart.plan == ""


def test_beyond_the_goal_the_scale_grows() -> None:
    chart = drawn(figures(5_000))  # 123 days of 5.000 are 615.000
    goal = next(line for line in chart.lines if line.is_goal)
    assert chart.now.y == WIDE.top < goal.y
    assert goal.value == 300_000


def test_round_lines_give_way_to_the_goal() -> None:
    chart = drawn(figures())
    assert [line.value for line in chart.lines] == [0, 100_000, 200_000, 300_000]
    near = drawn(figures(target=302_000))
    assert 300_000 not in [line.value for line in near.lines]


def test_the_bars_are_the_days_so_far() -> None:
    chart = drawn(figures())
    assert [bar.day for bar in chart.bars] == [date(2022, 4, 22) + timedelta(days=offset) for offset in range(19)]
    assert [bar.day for bar in chart.bars if bar.is_unfinished] == [date(2022, 5, 10)]
    assert sum(bar.is_best for bar in chart.bars) == 1
    assert chart.bars[0].x < chart.bars[0].middle < chart.bars[1].x


def test_the_first_the_last_and_the_present_day_are_named() -> None:
    for frame in FRAMES:
        named = [tick.day for tick in drawn(figures(), frame).ticks]
        assert {date(2022, 4, 22), date(2022, 5, 10), date(2022, 5, 31)} <= set(named)
        assert named == sorted(named)


def test_labels_at_the_ends_of_a_narrow_picture_are_anchored_inside() -> None:
    assert [tick.anchor for tick in drawn(figures(), TALL).ticks] == ["start", "middle", "end"]
    assert {tick.anchor for tick in drawn(figures(), MIDDLE).ticks} == {"middle"}


@pytest.mark.parametrize(
    ("per_day", "as_of", "anchor", "above"),
    [
        (2_400, AS_OF, "end", True),  # ahead of the plan: above and left
        (1_000, AS_OF, "start", False),  # behind it: below and right
        (1_000, datetime(2022, 5, 31, 16, 0, tzinfo=UTC), "end", True),  # no room at the right
        (2_400, datetime(2022, 4, 22, 4, 0, tzinfo=UTC), "start", True),  # no room at the left
    ],
)
def test_the_newest_value_has_room_for_its_words(per_day: int, as_of: datetime, anchor: str, above: bool) -> None:
    chart = drawn(figures(per_day, as_of=as_of), TALL)
    assert chart.label.anchor == anchor
    assert (chart.label.y < chart.now.y) == above
    assert chart.label.time_y == pytest.approx(chart.label.y + 19)


def forecasting(per_day: int, *, arriving: int, margin: int, target: int = 300_000) -> Figures:
    """The same with an outlook: what arrives a day, and how far its range goes to either side at the end."""
    of = figures(per_day, target=target)
    assert of.snapshot is not None
    projected = of.snapshot.count + round(arriving * (21 + 10 / 24))
    reached = AS_OF + timedelta(days=(target - of.snapshot.count) / arriving)
    of.snapshot.outlook = {
        "per_day": arriving,
        "projected": projected,
        "low": max(of.snapshot.count, projected - margin),
        "high": projected + margin,
        "reached_on": (reached + timedelta(hours=7)).date().isoformat() if reached > AS_OF else None,
    }
    return of


FORECASTS = {
    "surely": forecasting(1_500, arriving=9_000, margin=20_000),
    "likely": forecasting(1_500, arriving=6_000, margin=40_000),
    "not": forecasting(1_500, arriving=3_000, margin=9_000),
    "reached": forecasting(2_600, arriving=5_000, margin=40_000),
}


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
@pytest.mark.parametrize("case", FORECASTS)
def test_the_fan_goes_from_now_to_the_end_or_to_the_goal(case: str, frame: Frame) -> None:
    chart = drawn(FORECASTS[case], frame)
    assert chart.fan is not None
    line, area = points(chart.fan.line), points(chart.fan.area)
    assert line[0] == area[0] == (chart.now.x, chart.now.y)
    for x, y in [*line, *area]:
        assert chart.now.x <= x <= frame.right
        assert frame.top <= y <= chart.now.y
    goal = next(one.y for one in chart.lines if one.is_goal)
    ends_at_goal = case in ("surely", "likely")
    assert (line[-1][1] == pytest.approx(goal, abs=0.1)) == ends_at_goal
    assert (line[-1][0] == frame.right) != ends_at_goal
    assert (chart.fan.reached_on is not None) == ends_at_goal
    assert ((frame.right, goal) in area) == (case == "likely"), "the corner between goal and last day"


def test_beyond_the_goal_the_scale_has_room_for_the_forecast() -> None:
    chart = drawn(FORECASTS["reached"])
    assert chart.fan is not None
    assert min(y for _x, y in points(chart.fan.area)) == WIDE.top


def test_no_fan_where_nothing_is_forecast() -> None:
    assert drawn(figures()).fan is None


def test_the_forecasts_words_are_clear_of_the_others() -> None:
    words = {case: drawn(of) for case, of in FORECASTS.items()}
    for case in ("surely", "likely"):
        fan = words[case].fan
        assert fan is not None and fan.label is not None and fan.label.y < WIDE.top
    for case in ("not", "reached"):
        fan, plan = words[case].fan, words[case].plan_end
        assert fan is not None and fan.label is not None and plan is not None
        assert abs(fan.label.y - plan.y) >= 26 and fan.label.x > WIDE.right
    near = drawn(forecasting(2_430, arriving=5_000, margin=9_000)).fan
    assert near is not None and near.label is None  # the newest value's words stand there
    narrow = drawn(FORECASTS["not"], TALL).fan
    assert narrow is not None and narrow.label is None


def test_behind_the_plan_a_narrow_picture_keeps_both_words_apart() -> None:
    for per_day in range(100, 2_400, 100):
        chart = drawn(figures(per_day), TALL)
        assert chart.plan_end is not None
        plan = (chart.plan_end.y + 72, chart.plan_end.y + 107)
        if chart.label.anchor == "start":
            assert chart.label.time_y < plan[0] or chart.label.y - 16 > plan[1], per_day


def test_after_the_end_the_line_reaches_the_last_minute() -> None:
    chart = drawn(figures(as_of=datetime(2022, 6, 3, 7, 0, tzinfo=UTC)))
    assert chart.now.x == WIDE.right
    assert not any(bar.is_unfinished for bar in chart.bars)
    assert len(chart.bars) == 40


def test_the_area_is_closed_under_the_line() -> None:
    chart = drawn(figures())
    assert chart.area.startswith(chart.total) and chart.area.endswith(f"V{WIDE.bottom}H{float(WIDE.left)}z")


def test_after_midnight_the_day_of_the_figures_is_still_unfinished() -> None:
    old = figures()
    assert old.snapshot is not None
    chart = drawn(Figures(old.campaign, old.snapshot, AS_OF + timedelta(hours=11)))  # 1:00 of the next day
    assert [bar.day for bar in chart.bars if bar.is_unfinished] == [date(2022, 5, 10)]


def test_a_changed_goal_waits_for_the_next_snapshot() -> None:
    old = figures()
    now = Figures(campaign(target=500_000), old.snapshot, AS_OF)
    chart = drawn(now)
    assert [line.value for line in chart.lines if line.is_goal] == [300_000]
    assert points(chart.plan) == points(drawn(old).plan)
