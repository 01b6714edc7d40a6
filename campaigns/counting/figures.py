"""From leaves to a campaign's figures. Pure: no database, no clock.

Headline, units, clusters, fields and days are all sums of the same leaves, so they always agree: the headline is the
sum of its days, of its fields, and where both periods are the same, of its units and of what has no place among them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from datetime import date, timedelta

from campaigns.counting.leaves import NOTHING, DaySums, Split, Sums, total
from campaigns.counting.tree import Tree, UnitNode


@dataclass(frozen=True, slots=True)
class Period:
    """Local days, both ends counted."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def meets(self, unit: UnitNode) -> bool:
        """Whether the unit existed on some day of the period."""
        return (unit.valid_from is None or unit.valid_from <= self.last) and (
            unit.valid_to is None or unit.valid_to >= self.first
        )

    def days_until(self, today: date) -> Iterator[date]:
        """Its days up to `today` and with it."""
        length = (min(self.last, today) - self.first).days + 1
        return (self.first + timedelta(days=offset) for offset in range(max(0, length)))


@dataclass(frozen=True, slots=True)
class Question:
    """What an editor's counter asks for (CounterQuestion): its words are those of the model's choices."""

    key: str
    measure: str
    scope: str
    scope_code: str
    period: Period


@dataclass(frozen=True, slots=True)
class Goal:
    """What a unit shall add, which of its two targets that is (the words of `Target.Kind`), whether it is made up."""

    amount: int
    kind: str
    is_example: bool = False


@dataclass(frozen=True)
class Plan:
    """What a campaign counts. `targets` are those shown and `self_set` those that units set themselves, by first-level
    code; `clusters` are unit codes by the cluster's code.
    """

    headline: Period
    units_period: Period
    targets: Mapping[str, Goal] = field(default_factory=dict)
    self_set: Mapping[str, Goal] = field(default_factory=dict)
    questions: tuple[Question, ...] = ()
    clusters: Mapping[str, Set[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitFigure:
    """One first-level unit: its count with all units below it, its target (None: none, or one of 0), its rank by count.

    `valid` and `reviewing` are those parts of the count, `self_set` the target that it set itself (None as above).
    """

    code: str
    count: int
    target: Goal | None
    rank: int
    valid: int
    reviewing: int
    self_set: Goal | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """A campaign's figures.

    `days` leaves no day out; `statuses` and `fields` (the greatest first) are the headline's; `answers` are by the
    question's key, without those that nobody can know; `unplaced` is the part of `count` that no unit can claim.
    `unit_totals` are the first-level units' parts of `count`, by code: of the headline's days, not of the units'.
    """

    count: int
    units: tuple[UnitFigure, ...]
    days: tuple[tuple[date, int], ...]
    statuses: Split
    fields: tuple[tuple[str, int], ...]
    answers: Mapping[str, int]
    unplaced: int
    unit_totals: Mapping[str, int]


def tally(plan: Plan, sums: Sums, tree: Tree, today: date) -> Tally:
    """Count one campaign, up to `today` (the tracking database's local day) and with it."""
    headline = [(day, sums.get(day)) for day in plan.headline.days_until(today)]
    known = [day for _day, day in headline if day is not None]
    whole = total(day.total for day in known)
    return Tally(
        count=whole.counted,
        units=_units(plan, sums, tree, today),
        days=tuple((day, found.total.counted if found else 0) for day, found in headline),
        statuses=whole,
        fields=_fields(known),
        answers={
            question.key: answer
            for question in plan.questions
            if (answer := _answer(question, plan, sums, tree, today)) is not None
        },
        unplaced=sum(day.unplaced for day in known),
        unit_totals=_unit_totals(known, {unit.code for unit in tree.first_level()}),
    )


def ranks(counts: Mapping[str, int]) -> dict[str, int]:
    """Place by count, the greatest first; equal counts share the better place and the next ones are left free."""
    with_count: dict[int, list[str]] = defaultdict(list)
    for code, count in counts.items():
        with_count[count].append(code)
    place, result = 1, {}
    for count in sorted(with_count, reverse=True):
        result.update(dict.fromkeys(with_count[count], place))
        place += len(with_count[count])
    return result


def _units(plan: Plan, sums: Sums, tree: Tree, today: date) -> tuple[UnitFigure, ...]:
    """By rank, then by code; a unit that did not exist in the period is there only if it has rows."""
    days = _within(sums, plan.units_period, today)
    splits = {unit.code: _of_units(days, (unit.code,)) for unit in tree.first_level()}
    splits = {
        code: split for code, split in splits.items() if split.counted or plan.units_period.meets(tree.nodes[code])
    }
    rank = ranks({code: split.counted for code, split in splits.items()})
    goals, own = ({code: goal for code, goal in kind.items() if goal.amount} for kind in (plan.targets, plan.self_set))
    figures = (
        UnitFigure(code, split.counted, goals.get(code), rank[code], split.valid, split.reviewing, own.get(code))
        for code, split in splits.items()
    )
    return tuple(sorted(figures, key=lambda figure: (figure.rank, figure.code)))


def _unit_totals(days: Iterable[DaySums], codes: Set[str]) -> dict[str, int]:
    totals: dict[str, int] = defaultdict(int)
    for day in days:
        for code, split in day.units.items():
            if split.counted and code in codes:
                totals[code] += split.counted
    return dict(totals)


def _fields(days: Iterable[DaySums]) -> tuple[tuple[str, int], ...]:
    counts: dict[str, int] = defaultdict(int)
    for day in days:
        for code, split in day.fields.items():
            counts[code] += split.counted
    return tuple(sorted(((code, count) for code, count in counts.items() if count), key=lambda row: (-row[1], row[0])))


def _answer(question: Question, plan: Plan, sums: Sums, tree: Tree, today: date) -> int | None:
    """The number asked for; None for a code that nobody knows, and for days that are all still to come."""
    if question.period.first > today:
        return None
    days = _within(sums, question.period, today)
    code = question.scope_code
    match question.scope:
        case "campaign":
            split = total(day.total for day in days)
        case "unit" if code in tree.nodes or any(code in day.units for day in sums.values()):
            split = _of_units(days, (code,))
        case "cluster" if members := plan.clusters.get(code):
            split = _of_units(days, tree.topmost(members))
        case "field" if any(code in day.fields for day in sums.values()):
            split = total(day.fields.get(code, NOTHING) for day in days)
        case _:
            return None
    return {"registered": split.counted, "valid": split.valid, "reviewing": split.reviewing}.get(question.measure)


def _within(sums: Sums, period: Period, today: date) -> list[DaySums]:
    return [found for day, found in sums.items() if day in period and day <= today]


def _of_units(days: Iterable[DaySums], codes: Iterable[str]) -> Split:
    wanted = tuple(codes)
    return total(split for day in days for code in wanted if (split := day.units.get(code)) is not None)
