"""A registration software that does everything it can do, in any order, and a ladder that must keep up with it.

The same machine drives SQLite (test_ladder.py) and PostgreSQL (tests/services/). It knows from each change which rung
is the first that can see it, and compares each day's leaves with counting row by row once that rung was climbed.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test

from campaigns.counting.ladder import MINUTE_DAYS, OVERLAP, Ladder, Look, Rung
from campaigns.counting.leaves import Roller
from campaigns.counting.slices import Slices
from campaigns.counting.tree import Tree, UnitNode
from campaigns.tracking.contract import LOCAL, STATUSES
from tests.campaigns.counting.test_figures import Row, leaves_of
from tests.tracking_fixtures import NOON, UNITS

FIELDS = (None, "X", "Y")
KINDS = st.sampled_from([code for code, _parent, _kind in UNITS])
# Any time ago; or one of few moments, so that many rows share a minute, an hour or a day.
AGES = st.integers(0, 40 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)) | st.builds(
    lambda days, hours, minutes: timedelta(days=days, hours=hours, minutes=minutes),
    st.sampled_from([0, 3, 20]),
    st.integers(0, 2),
    st.integers(0, 1),
)
RUNGS = st.sampled_from([Rung.TICK] * 6 + [Rung.MINUTE, Rung.FULL])
TREE = Tree(UnitNode(code, parent, kind) for code, parent, kind in UNITS)


@dataclass
class Fact:
    """A row as the software keeps it."""

    unit: str
    field: str | None
    status: str
    registered_at: datetime
    updated_at: datetime
    deleted: bool = False

    @property
    def day(self) -> date:
        return (self.registered_at.astimezone(UTC) + timedelta(hours=7)).date()


class Software(Protocol):
    """One engine's side: writes rows as they are told, stamps included, and stops its clock where it is told."""

    def clear(self) -> None: ...

    def stop_clock(self, moment: datetime) -> None: ...

    def put(self, number: int, fact: Fact) -> None:
        """Insert the row, or overwrite it."""

    def remove(self, number: int) -> None: ...


class Churn(RuleBasedStateMachine):
    """Rows come, change and go; looks are taken at any time. Subclasses say on which `software`."""

    software: Software

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.seconds = 0.0
        self.facts: dict[int, Fact] = {}
        self.numbers = 0
        self.unseen: set[date] = set()  # days that changed in a way that no tick can see
        self.misplaced: set[date] = set()  # days whose slices such a change left wrong, be it only in what is where
        self.anchor = NOON
        self.software.clear()
        self.software.stop_clock(self.now)
        self.ladder = Ladder(lambda: self.seconds)
        self.climb(Rung.TICK)

    # What the software does.

    @rule(unit=KINDS, field=st.sampled_from(FIELDS), status=st.sampled_from(STATUSES), age=AGES, late=st.data())
    def register(self, unit: str, field: str | None, status: str, age: timedelta, late: Any) -> None:
        """A new row, dated back by `age`."""
        self.numbers += 1
        self.write(self.numbers, Fact(unit, field, status, self.now - age, self.stamp(late)))

    @precondition(lambda self: self.facts)
    @rule(data=st.data(), status=st.sampled_from(STATUSES))
    def review(self, data: Any, status: str) -> None:
        number, fact = self.one(data)
        self.write(number, Fact(fact.unit, fact.field, status, fact.registered_at, self.stamp(data), fact.deleted))

    @precondition(lambda self: self.facts)
    @rule(data=st.data(), unit=KINDS, field=st.sampled_from(FIELDS))
    def move(self, data: Any, unit: str, field: str | None) -> None:
        number, fact = self.one(data)
        self.write(number, Fact(unit, field, fact.status, fact.registered_at, self.stamp(data), fact.deleted))

    @precondition(lambda self: self.facts)
    @rule(data=st.data(), deleted=st.booleans())
    def delete_softly_or_bring_back(self, data: Any, deleted: bool) -> None:
        number, fact = self.one(data)
        self.write(number, Fact(fact.unit, fact.field, fact.status, fact.registered_at, self.stamp(data), deleted))

    @precondition(lambda self: self.facts)
    @rule(data=st.data(), age=AGES)
    def date_back(self, data: Any, age: timedelta) -> None:
        """The day of registration moves: its old day shows nothing to a tick."""
        number, fact = self.one(data)
        moved = Fact(fact.unit, fact.field, fact.status, self.now - age, self.stamp(data), fact.deleted)
        self.hide(fact.day)
        self.write(number, moved)

    @precondition(lambda self: self.facts)
    @rule(data=st.data(), hour=st.integers(0, 23))
    def move_within_its_day(self, data: Any, hour: int) -> None:
        """The same for the hour of registration."""
        number, fact = self.one(data)
        at = fact.registered_at.astimezone(LOCAL).replace(hour=hour)
        self.hide(fact.day)
        self.write(number, Fact(fact.unit, fact.field, fact.status, at, self.stamp(data), fact.deleted))

    @precondition(lambda self: self.facts)
    @rule(data=st.data())
    def delete_for_good(self, data: Any) -> None:
        number, fact = self.one(data)
        self.hide(fact.day)
        del self.facts[number]
        self.software.remove(number)

    @rule(seconds=st.sampled_from([0, 5, 20, 60, 300, 1_800, 36_000, 86_400]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        self.seconds += seconds
        self.software.stop_clock(self.now)

    # What the collector does.

    @rule(rung=RUNGS)
    def look(self, rung: Rung) -> None:
        assert self.climb(rung).rung >= rung

    @precondition(lambda self: self.facts)
    @rule(data=st.data(), turns=st.integers(2, 6))
    def look_after_each_change(self, data: Any, turns: int) -> None:
        """Ticks alone, so that days in slices are changed again and again."""
        for _ in range(turns):
            number, fact = self.one(data)
            unit, status, deleted = data.draw(st.tuples(KINDS, st.sampled_from(STATUSES), st.booleans()))
            self.write(number, Fact(unit, fact.field, status, fact.registered_at, self.now, deleted))
            self.climb(Rung.TICK)

    @rule()
    def check_at_night(self) -> None:
        """The check counts in another way, says how many rows were wrong, and leaves none."""
        drift = self.climb(Rung.TICK, check=True).drift
        assert drift is not None and (drift.rows > 0) == bool(drift.days)
        assert self.unseen or drift.rows == 0
        again = self.ladder.look(check=True).drift
        assert again is not None and again.rows == 0

    # Helpers.

    def one(self, data: Any) -> tuple[int, Fact]:
        number = data.draw(st.sampled_from(sorted(self.facts)))
        return number, self.facts[number]

    def stamp(self, data: Any) -> datetime:
        """Mostly now; or of a transaction that took long, or by a clock that is ahead, or far behind."""
        return self.now + timedelta(minutes=data.draw(st.sampled_from([0, 0, 0, -9, 3, 600, -11, -180])))

    def write(self, number: int, fact: Fact) -> None:
        if fact.updated_at <= self.anchor:
            self.hide(fact.day)
        elif fact.day in self.misplaced:
            self.unseen.add(fact.day)
        self.facts[number] = fact
        self.software.put(number, fact)

    def hide(self, day: date) -> None:
        """Of a change of that day nothing is seen before a higher rung."""
        self.unseen.add(day)
        if day in self.slices:
            self.misplaced.add(day)

    @property
    def slices(self) -> Slices:
        """What the ladder remembers of days that ticks have cut into slices."""
        return self.ladder._memory.slices if self.ladder._memory else {}

    @property
    def today(self) -> date:
        return (self.now.astimezone(UTC) + timedelta(hours=7)).date()

    def climb(self, rung: Rung, check: bool = False) -> Look:
        """Look, and compare with brute force all days but those of which only a higher rung sees what happened."""
        found = self.ladder.look(rung, check)
        self.misplaced.intersection_update(self.slices)
        if found.rung is Rung.FULL:
            self.unseen.clear()
        elif found.rung is Rung.MINUTE:
            self.unseen = {day for day in self.unseen if (self.today - day).days >= MINUTE_DAYS}
        if found.rung >= Rung.MINUTE:
            stamps = [fact.updated_at for fact in self.facts.values() if fact.updated_at <= self.now]
            self.anchor = max(stamps, default=self.now) - OVERLAP
        rows = [
            Row(fact.unit, fact.field or "", fact.status, fact.day)
            for fact in self.facts.values()
            if not fact.deleted and fact.day <= self.today and fact.day not in self.unseen
        ]
        sums = {day: sums for day, sums in found.sums.items() if day not in self.unseen}
        assert sums == Roller().roll(leaves_of(rows), TREE)
        for sliced in self.slices.values():
            rows = [Row(*kind, NOON.date()) for slice_ in sliced.slices.values() for kind in slice_]
            assert {NOON.date(): sliced.leaves} == leaves_of(rows)
        return found


def drive(software: Software, examples: int) -> None:
    """Let the machine run on one engine."""
    machine = type("ChurnOnOneEngine", (Churn,), {"software": software})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
