"""The pure part of counting, against the plainest way to count: row by row."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.counting.figures import Bucket, Period, UnitNode, first_level_of, ranks, tally

FIRST = date(2022, 4, 20)
DAYS = st.integers(0, 12).map(lambda offset: FIRST + timedelta(days=offset))
PERIODS = st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair)))
CODES = st.sampled_from(["A", "B", "C", "D", "E", "F"])
KINDS = st.sampled_from(["province", "sector", "corporation", "upper", "grassroots"])
NODES = st.dictionaries(CODES, st.tuples(st.none() | CODES, KINDS), max_size=5).map(
    lambda found: [UnitNode(code, parent, kind) for code, (parent, kind) in found.items()]
)
BUCKETS = st.lists(st.builds(Bucket, CODES, DAYS, st.integers(1, 50)), max_size=30)


def place_of(code: str, nodes: dict[str, UnitNode]) -> str | None:
    """Climb at most as many steps as there are units."""
    for _step in range(len(nodes)):
        if code not in nodes:
            return None
        parent = nodes[code].parent_code
        if parent is None:
            return code if nodes[code].kind in ("province", "sector", "corporation") else None
        code = parent
    return None


@given(NODES, BUCKETS, PERIODS, PERIODS, DAYS, st.dictionaries(CODES, st.integers(0, 9)))
def test_equal_to_counting_row_by_row(
    units: list[UnitNode],
    buckets: list[Bucket],
    headline: Period,
    units_period: Period,
    today: date,
    targets: dict[str, int],
) -> None:
    nodes = {unit.code: unit for unit in units}
    rows = [(bucket.unit_code, bucket.day) for bucket in buckets for _ in range(bucket.count) if bucket.day <= today]
    found = tally(headline, units_period, units, buckets, targets, today)

    assert found.count == sum(day in headline for _code, day in rows)
    assert found.count == sum(count for _day, count in found.days)
    assert dict(found.days) == {
        day: sum(other == day for _code, other in rows)
        for offset in range((min(headline.last, today) - headline.first).days + 1)
        for day in [headline.first + timedelta(days=offset)]
    }
    assert found.unplaced == sum(day in headline and place_of(code, nodes) is None for code, day in rows)
    expected = Counter({code: 0 for code in nodes if place_of(code, nodes) == code})
    expected.update(place for code, day in rows if day in units_period and (place := place_of(code, nodes)) is not None)
    assert {unit.code: unit.count for unit in found.units} == expected
    assert {unit.code: unit.target for unit in found.units} == {code: targets.get(code) or None for code in expected}
    for unit in found.units:
        assert unit.rank == 1 + sum(count > unit.count for count in expected.values())
    assert [(unit.rank, unit.code) for unit in found.units] == sorted((unit.rank, unit.code) for unit in found.units)


@given(NODES, BUCKETS, PERIODS, DAYS)
def test_headline_is_the_sum_of_units_and_of_what_has_no_place(
    units: list[UnitNode], buckets: list[Bucket], period: Period, today: date
) -> None:
    found = tally(period, period, units, buckets, {}, today)
    assert found.count == sum(unit.count for unit in found.units) + found.unplaced


@given(st.dictionaries(CODES, st.integers(0, 3), min_size=1))
def test_ties_share_a_rank(counts: dict[str, int]) -> None:
    assert ranks(counts) == {
        code: 1 + sum(other > count for other in counts.values()) for code, count in counts.items()
    }


def test_a_circle_and_a_missing_parent_lead_nowhere() -> None:
    units = [
        UnitNode("A", "B", "province"),
        UnitNode("B", "A", "province"),
        UnitNode("C", "C", "province"),
        UnitNode("D", "missing", "upper"),
        UnitNode("E", None, "upper"),
        UnitNode("F", "G", "grassroots"),
        UnitNode("G", "H", "upper"),
        UnitNode("H", None, "sector"),
    ]
    assert first_level_of({unit.code: unit for unit in units}) == {"F": "H", "G": "H", "H": "H"}


def test_before_the_period_there_is_no_day() -> None:
    period = Period(date(2022, 4, 22), date(2022, 5, 31))
    found = tally(period, period, [UnitNode("A", None, "province")], [], {}, date(2022, 4, 21))
    assert (found.days, found.count) == ((), 0)
    assert [(unit.code, unit.count, unit.rank) for unit in found.units] == [("A", 0, 1)]


def test_a_day_without_anything_is_listed() -> None:
    period = Period(date(2022, 4, 29), date(2022, 5, 31))
    buckets = [Bucket("A", date(2022, 4, 29), 2), Bucket("A", date(2022, 5, 1), 3)]
    found = tally(period, period, [UnitNode("A", None, "province")], buckets, {}, date(2022, 5, 2))
    assert [count for _day, count in found.days] == [2, 0, 3, 0]


def test_units_of_another_time_are_left_out_unless_something_is_under_them() -> None:
    period = Period(date(2022, 4, 22), date(2022, 5, 31))
    units = [
        UnitNode("gone", None, "province", valid_to=date(2022, 4, 21)),
        UnitNode("last", None, "province", valid_to=date(2022, 4, 22)),
        UnitNode("new", None, "province", valid_from=date(2022, 6, 1)),
        UnitNode("late", None, "province", valid_to=date(2022, 4, 21)),
    ]
    found = tally(period, period, units, [Bucket("late", date(2022, 4, 23), 1)], {}, date(2022, 5, 10))
    assert [unit.code for unit in found.units] == ["late", "last"]


def test_no_target_and_a_target_of_0_are_none() -> None:
    period = Period(date(2022, 4, 22), date(2022, 5, 31))
    units = [UnitNode(code, None, "province") for code in "ABC"]
    found = tally(period, period, units, [], {"A": 0, "B": 7}, date(2022, 5, 10))
    assert {unit.code: unit.target for unit in found.units} == {"A": None, "B": 7, "C": None}
