"""The pure part of counting, against the plainest way to count: row by row."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from campaigns.counting.figures import Goal, Period, Plan, Question, ranks, tally
from campaigns.counting.leaves import DayLeaves, Roller, Split
from campaigns.counting.tree import Tree, UnitNode
from campaigns.tracking.contract import STATUSES

FIRST = date(2022, 4, 20)
DAYS = st.integers(0, 12).map(lambda offset: FIRST + timedelta(days=offset))
PERIODS = st.tuples(DAYS, DAYS).map(lambda pair: Period(min(pair), max(pair)))
CODES = st.sampled_from(["A", "B", "C", "D", "E", "F"])
FIELDS = st.sampled_from(["", "X", "Y"])
KINDS = st.sampled_from(["province", "sector", "corporation", "upper", "grassroots"])
NODES = st.dictionaries(CODES, st.tuples(st.none() | CODES, KINDS), max_size=5).map(
    lambda found: [UnitNode(code, parent, kind) for code, (parent, kind) in found.items()]
)
QUESTIONS = st.builds(
    Question,
    key=st.integers(0, 99).map(str),
    measure=st.sampled_from(["registered", "valid", "reviewing"]),
    scope=st.sampled_from(["campaign", "unit", "cluster", "field"]),
    scope_code=CODES | FIELDS | st.sampled_from(["north", "nowhere"]),
    period=PERIODS,
)
MEASURES = {"registered": {"submitted", "reviewing", "valid"}, "valid": {"valid"}, "reviewing": {"reviewing"}}


class Row(NamedTuple):
    unit: str
    field: str
    status: str
    day: date

    @property
    def counts(self) -> bool:
        return self.status != "rejected"


ROWS = st.lists(st.builds(Row, CODES, FIELDS, st.sampled_from(STATUSES), DAYS), max_size=60)


def leaves_of(rows: Iterable[Row]) -> dict[date, DayLeaves]:
    """Counted one by one."""
    rows = list(rows)

    def grouped(day: date, by: str) -> dict[str, Split]:
        found = Counter((getattr(row, by), row.status) for row in rows if row.day == day)
        return {code: Split(*(found[code, status] for status in STATUSES)) for code, _status in found}

    return {day: DayLeaves(grouped(day, "unit"), grouped(day, "field")) for day in {row.day for row in rows}}


def chain_of(code: str, nodes: dict[str, UnitNode]) -> list[str]:
    """The unit and all above it: at most as many steps as there are units."""
    chain: list[str] = []
    at: str | None = code
    while at in nodes and at not in chain:
        chain.append(at)
        at = nodes[at].parent_code
    return chain


def place_of(code: str, nodes: dict[str, UnitNode]) -> str | None:
    chain = chain_of(code, nodes)
    top = nodes[chain[-1]] if chain else None
    is_top = top is not None and top.parent_code is None and top.kind in ("province", "sector", "corporation")
    return chain[-1] if is_top else None


@given(NODES, ROWS, PERIODS, PERIODS, DAYS, st.dictionaries(CODES, st.integers(0, 9)))
def test_equal_to_counting_row_by_row(
    units: list[UnitNode], rows: list[Row], headline: Period, units_period: Period, today: date, targets: dict[str, int]
) -> None:
    nodes = {unit.code: unit for unit in units}
    tree = Tree(units)
    goals = {code: Goal(amount, "assigned") for code, amount in targets.items()}
    found = tally(Plan(headline, units_period, goals), Roller().roll(leaves_of(rows), tree), tree, today)
    past = [row for row in rows if row.day <= today]
    inside = [row for row in past if row.day in headline]
    counted = [row for row in inside if row.counts]

    assert found.count == len(counted)
    assert found.count == sum(count for _day, count in found.days) == sum(count for _code, count in found.fields)
    assert dict(found.days) == {
        day: sum(row.day == day for row in counted)
        for offset in range((min(headline.last, today) - headline.first).days + 1)
        for day in [headline.first + timedelta(days=offset)]
    }
    assert found.statuses._asdict() == {status: sum(row.status == status for row in inside) for status in STATUSES}
    assert dict(found.fields) == Counter(row.field for row in counted)
    assert found.unplaced == sum(place_of(row.unit, nodes) is None for row in counted)

    listed = [row for row in past if row.day in units_period]
    places = {code: [row for row in listed if place_of(row.unit, nodes) == code] for code in nodes}
    expected = {
        code: tuple(sum(row.status in wanted for row in places[code]) for wanted in MEASURES.values())
        for code in nodes
        if place_of(code, nodes) == code
    }
    assert {unit.code: (unit.count, unit.valid, unit.reviewing) for unit in found.units} == expected
    assert {unit.code: unit.target for unit in found.units} == {
        code: goals[code] if targets.get(code) else None for code in expected
    }
    for unit in found.units:
        assert unit.rank == 1 + sum(count > unit.count for count, *_rest in expected.values())
    assert [(unit.rank, unit.code) for unit in found.units] == sorted((unit.rank, unit.code) for unit in found.units)


@given(NODES, ROWS, DAYS, QUESTIONS, st.sets(CODES))
def test_answers_are_counted_row_by_row(
    units: list[UnitNode], rows: list[Row], today: date, question: Question, north: set[str]
) -> None:
    nodes = {unit.code: unit for unit in units}
    tree, code = Tree(units), question.scope_code
    plan = Plan(question.period, question.period, questions=(question,), clusters={"north": north})
    found = tally(plan, Roller().roll(leaves_of(rows), tree), tree, today)

    def belongs(row: Row) -> bool:
        below = chain_of(row.unit, nodes) or [row.unit]
        return {
            "campaign": True,
            "unit": code in below,
            "cluster": code == "north" and bool(north.intersection(below)),
            "field": row.field == code,
        }[question.scope]

    known = {
        "campaign": True,
        "unit": code in nodes or any(row.unit == code for row in rows),
        "cluster": code == "north" and bool(north),
        "field": any(row.field == code for row in rows),
    }[question.scope]
    wanted = MEASURES[question.measure]
    expected = sum(
        belongs(row) and row.status in wanted and row.day in question.period and row.day <= today for row in rows
    )
    answers = {question.key: expected} if known and question.period.first <= today else {}
    assert found.answers == answers, "unknown stays unknown, and is never 0"


@given(NODES, ROWS, PERIODS, DAYS)
def test_headline_is_the_sum_of_units_and_of_what_has_no_place(
    units: list[UnitNode], rows: list[Row], period: Period, today: date
) -> None:
    tree = Tree(units)
    found = tally(Plan(period, period), Roller().roll(leaves_of(rows), tree), tree, today)
    assert found.count == sum(unit.count for unit in found.units) + found.unplaced


@given(ROWS, ROWS, NODES, NODES)
def test_rolling_up_what_changed_is_rolling_up_all(
    before: list[Row], after: list[Row], units: list[UnitNode], other_units: list[UnitNode]
) -> None:
    roller, old, new = Roller(), leaves_of(before), leaves_of(after)
    kept = {day: old[day] if old.get(day) == leaves else leaves for day, leaves in new.items()}
    roller.roll(old, Tree(units))
    assert roller.roll(kept, Tree(units)) == Roller().roll(new, Tree(units))
    assert roller.roll(kept, Tree(other_units)) == Roller().roll(new, Tree(other_units))


@given(st.dictionaries(CODES, st.integers(0, 3), min_size=1))
def test_ties_share_a_rank(counts: dict[str, int]) -> None:
    assert ranks(counts) == {
        code: 1 + sum(other > count for other in counts.values()) for code, count in counts.items()
    }


def test_a_circle_and_a_missing_parent_lead_nowhere() -> None:
    tree = Tree(
        [
            UnitNode("A", "B", "province"),
            UnitNode("B", "A", "province"),
            UnitNode("C", "C", "province"),
            UnitNode("D", "missing", "upper"),
            UnitNode("E", None, "upper"),
            UnitNode("F", "G", "grassroots"),
            UnitNode("G", "H", "upper"),
            UnitNode("H", None, "sector"),
        ]
    )
    places = {code: place for code in [*tree.nodes, "unknown"] if (place := tree.place(code)) is not None}
    assert places == {"F": "H", "G": "H", "H": "H"}
    assert tree.above("A") == ("A", "B")


def test_before_the_period_there_is_no_day() -> None:
    period = Period(date(2022, 4, 22), date(2022, 5, 31))
    found = tally(Plan(period, period), {}, Tree([UnitNode("A", None, "province")]), date(2022, 4, 21))
    assert (found.days, found.count) == ((), 0)
    assert [(unit.code, unit.count, unit.rank) for unit in found.units] == [("A", 0, 1)]


def test_units_of_another_time_are_left_out_unless_something_is_under_them() -> None:
    period = Period(date(2022, 4, 22), date(2022, 5, 31))
    tree = Tree(
        [
            UnitNode("gone", None, "province", valid_to=date(2022, 4, 21)),
            UnitNode("last", None, "province", valid_to=date(2022, 4, 22)),
            UnitNode("new", None, "province", valid_from=date(2022, 6, 1)),
            UnitNode("late", None, "province", valid_to=date(2022, 4, 21)),
        ]
    )
    sums = Roller().roll(leaves_of([Row("late", "", "valid", date(2022, 4, 23))]), tree)
    assert [unit.code for unit in tally(Plan(period, period), sums, tree, date(2022, 5, 10)).units] == ["late", "last"]
