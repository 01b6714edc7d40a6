"""The ladder on a real SQLite file: what each rung sees, and that nothing a software does leads it astray for long."""

from contextlib import closing
from datetime import date, datetime, timedelta
from sqlite3 import connect
from typing import Any

import pytest
from django.db import OperationalError, connections

from campaigns.counting.ladder import Ladder, Rung
from campaigns.counting.reading import ContractBroken
from campaigns.tracking.session import TrackingAway
from tests.campaigns.counting.machine import Fact, drive
from tests.tracking_fixtures import NOON, TrackingFile, text

pytestmark = pytest.mark.django_db(databases=["default", "tracking"])


class SqliteSoftware:
    """Writes rows with the stamps that it is told, through one connection."""

    def __init__(self, file: TrackingFile) -> None:
        self.connection = connect(file.path, isolation_level=None)
        self.connection.execute("PRAGMA synchronous = OFF")
        self.connection.execute("INSERT INTO field (code, name) VALUES ('X', 'X'), ('Y', 'Y')")
        self.connection.execute("CREATE TABLE stopped (now TEXT)")
        self.connection.execute("INSERT INTO stopped VALUES ('')")
        self.connection.executescript("DROP VIEW clock; CREATE VIEW clock AS SELECT now FROM stopped;")

    def clear(self) -> None:
        self.connection.execute("DELETE FROM initiative")

    def stop_clock(self, moment: datetime) -> None:
        self.connection.execute("UPDATE stopped SET now = ?", [text(moment)])

    def put(self, number: int, fact: Fact) -> None:
        self.connection.execute(
            "INSERT OR REPLACE INTO initiative (id, unit_id, field_id, status, registered_at, updated_at, deleted_at)"
            " VALUES (?, (SELECT id FROM union_unit WHERE code = ?), (SELECT id FROM field WHERE code = ?),"
            " ?, ?, ?, ?)",
            (
                *(number, fact.unit, fact.field, fact.status, text(fact.registered_at), text(fact.updated_at)),
                text(fact.updated_at) if fact.deleted else None,
            ),
        )

    def remove(self, number: int) -> None:
        self.connection.execute("DELETE FROM initiative WHERE id = ?", [number])


def test_every_snapshot_equals_counting_row_by_row(tracking: TrackingFile) -> None:
    software = SqliteSoftware(tracking)
    with closing(software.connection):
        drive(software, examples=40)


class Clock:
    """Seconds that pass when they are told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def ladder(tracking: TrackingFile, clock: Clock) -> Ladder:
    """One that has looked once, at three rows of long ago and two of today."""
    tracking.register("01", NOON - timedelta(days=30), times=3)
    tracking.register("38", NOON, times=2)
    ladder = Ladder(clock)
    assert ladder.look().rung is Rung.FULL
    return ladder


def counted(ladder: Ladder) -> int:
    return sum(day.total.counted for day in ladder.look().sums.values())


def test_rungs_are_due_by_the_clock(ladder: Ladder, clock: Clock) -> None:
    rungs = []
    for clock.now in (1, 59, 60, 61, 119, 120, 180, 599, 600, 601, 659, 660):
        rungs.append(int(ladder.look().rung))
    assert rungs == [1, 1, 2, 1, 1, 2, 2, 2, 3, 1, 1, 2]


def test_a_quiet_tick_counts_nothing(ladder: Ladder, tracking: TrackingFile) -> None:
    with tracking_queries() as queries:
        before = ladder.look().sums
    assert not [sql for sql in queries if "GROUP BY" in sql and "updated_at" not in sql]
    assert len(queries) <= 4, queries
    again = ladder.look().sums
    assert all(again[day] is sums for day, sums in before.items()), "nothing is rolled up again"


def test_a_tick_counts_a_day_once_and_then_the_minutes_that_changed(ladder: Ladder, tracking: TrackingFile) -> None:
    for minutes, expected, ranges in (
        (0, 9, ["'2022-05-09 17:00:00', '2022-05-10 17:00:00'"]),
        (1, 13, ["'2022-05-10 04:59:00', '2022-05-10 05:00:00'"]),
        (30 * 24 * 60 + 1, 17, ["'2022-04-09 17:00:00', '2022-04-10 17:00:00'"]),
        (2, 21, ["'2022-05-10 04:58:00', '2022-05-10 04:59:00'"]),
    ):
        tracking.register("38", NOON - timedelta(minutes=minutes), times=4)
        tracking.run("UPDATE initiative SET updated_at = ? WHERE id > ?", text(NOON), expected - 4)
        with tracking_queries() as queries:
            assert counted(ladder) == expected
        facts = [sql for sql in queries if "field_code" in sql and "updated_at" not in sql]
        assert len(facts) == 1 and all(one in facts[0] for one in ranges), facts


def test_where_too_much_changed_whole_days_are_counted(
    ladder: Ladder, tracking: TrackingFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracking.register("38", NOON)
    assert counted(ladder) == 6
    monkeypatch.setattr("campaigns.counting.ladder.MOST_SLICES", 2)
    for minutes in (1, 2, 3):
        tracking.register("38", NOON - timedelta(minutes=minutes))
    with tracking_queries() as queries:
        assert counted(ladder) == 9
    grouped = [sql for sql in queries if "GROUP BY" in sql and "updated_at" not in sql]
    assert len(grouped) == 2 and all("2022-05-09 17:00" in sql for sql in grouped)
    tracking.register("38", NOON)
    assert counted(ladder) == 10, "the slices of before are not trusted"


@pytest.mark.parametrize("seconds", [60, 600])
def test_what_a_rung_finds_as_it_was_needs_no_slicing_again(
    ladder: Ladder, tracking: TrackingFile, clock: Clock, seconds: float
) -> None:
    tracking.register("38", NOON)
    assert counted(ladder) == 6
    clock.now = seconds
    assert counted(ladder) == 6
    tracking.register("38", NOON)
    with tracking_queries() as queries:
        assert counted(ladder) == 7
    assert not [sql for sql in queries if "2022-05-10 17:00:00" in sql]


@pytest.mark.parametrize("seconds", [60, 600])
def test_what_a_rung_finds_otherwise_is_sliced_anew(
    ladder: Ladder, tracking: TrackingFile, clock: Clock, seconds: float
) -> None:
    """A row deleted for good leaves no trace for a tick, and its slice must not bring it back."""
    tracking.register("38", NOON)
    assert counted(ladder) == 6
    tracking.run("DELETE FROM initiative WHERE id = 6")
    clock.now = seconds
    assert counted(ladder) == 5
    tracking.register("38", NOON - timedelta(minutes=1))
    assert counted(ladder) == 6


@pytest.mark.parametrize(("days", "seconds"), [(3, 60), (30, 600)])
def test_rows_deleted_for_good_are_missed_at_the_right_rung(
    ladder: Ladder, tracking: TrackingFile, clock: Clock, days: int, seconds: float
) -> None:
    tracking.register("01", NOON - timedelta(days=3))
    clock.now = 600
    assert counted(ladder) == 6
    tracking.run("DELETE FROM initiative WHERE registered_at LIKE ?", text(NOON - timedelta(days=days))[:10] + "%")
    clock.now = 601
    assert counted(ladder) == 6, "no stamp tells of it"
    clock.now = 600 + seconds
    assert counted(ladder) < 6


def test_a_change_without_a_stamp_is_followed_by_a_full_count(
    ladder: Ladder, tracking: TrackingFile, clock: Clock
) -> None:
    """Else a unit whose rows were deleted for good would stand there without those of the last week alone."""
    tracking.register("01", NOON - timedelta(days=3))
    clock.now = 600
    assert counted(ladder) == 6
    tracking.run("DELETE FROM initiative WHERE id IN (1, 6)")
    clock.now = 601
    assert counted(ladder) == 6, "no stamp tells of it"
    clock.now = 660
    look = ladder.look()
    assert (look.rung, sum(day.total.counted for day in look.sums.values())) == (Rung.FULL, 4)


def test_what_stamps_tell_of_needs_no_full_count(ladder: Ladder, tracking: TrackingFile, clock: Clock) -> None:
    tracking.run("UPDATE initiative SET status = 'rejected', updated_at = ? WHERE id IN (1, 5)", text(NOON))
    tracking.register("01", NOON - timedelta(minutes=2), times=3)
    clock.now = 60
    assert ladder.look().rung is Rung.MINUTE


def test_a_new_day_brings_what_was_registered_for_it(ladder: Ladder, tracking: TrackingFile) -> None:
    tomorrow = NOON + timedelta(days=1)
    tracking.register("01", tomorrow)
    assert counted(ladder) == 5, "tomorrow has not come"
    tracking.set_clock(tomorrow)
    assert counted(ladder) == 6


@pytest.mark.parametrize("away", [True, False])
def test_after_a_failure_everything_is_counted_anew(
    ladder: Ladder, tracking: TrackingFile, monkeypatch: pytest.MonkeyPatch, away: bool
) -> None:
    """Another database may stand in the old one's place."""
    kept = tracking.path.read_bytes()
    if away:
        tracking.path.unlink()
    else:
        tracking.script("DROP VIEW cms_v1_target;")
    with pytest.raises(TrackingAway if away else ContractBroken):
        ladder.look()
    tracking.path.write_bytes(kept)
    tracking.run("DELETE FROM initiative WHERE registered_at < '2022-05-01'")
    found = ladder.look()
    assert found.rung is Rung.FULL
    assert sum(day.total.counted for day in found.sums.values()) == 2


def test_a_database_that_goes_back_in_time_is_counted_anew(ladder: Ladder, tracking: TrackingFile) -> None:
    tracking.run("DELETE FROM initiative WHERE registered_at < '2022-05-01'")
    tracking.set_clock(NOON - timedelta(seconds=1))
    assert counted(ladder) == 2


def test_a_failure_in_mid_look_leaves_the_leaves_as_they_were(ladder: Ladder, tracking: TrackingFile) -> None:
    tracking.register("01", NOON, times=4)

    def fail(execute: Any, sql: str, *rest: Any) -> Any:
        if "field_code" in sql and "updated_at" not in sql:
            raise OperationalError("the connection is gone")
        return execute(sql, *rest)

    with connections["tracking"].execute_wrapper(fail), pytest.raises(TrackingAway):
        ladder.look()
    assert counted(ladder) == 9


def test_the_nightly_check_finds_and_mends(ladder: Ladder, tracking: TrackingFile) -> None:
    tracking.run("DELETE FROM initiative WHERE id = 1")
    tracking.script("DROP TRIGGER initiative_touched;")
    tracking.run("UPDATE initiative SET status = 'rejected' WHERE id = 2")
    found = ladder.look(check=True)
    assert found.drift is not None
    assert (found.drift.rows, found.drift.days) == (2, (date(2022, 4, 10),))
    assert sum(day.total.counted for day in found.sums.values()) == 3
    again = ladder.look(check=True)
    assert again.drift is not None and again.drift.rows == 0


def test_new_units_are_known_within_a_minute(ladder: Ladder, tracking: TrackingFile, clock: Clock) -> None:
    tracking.add_unit("22")
    clock.now = 60
    assert "22" in ladder.look().tree.nodes


def tracking_queries() -> Any:
    """The statements that one look sends."""
    return _Queries()


class _Queries:
    def __enter__(self) -> list[str]:
        self.sent: list[str] = []
        self.wrapper = connections["tracking"].execute_wrapper(self._note)
        self.wrapper.__enter__()
        return self.sent

    def __exit__(self, *failure: object) -> None:
        self.wrapper.__exit__(None, None, None)

    def _note(self, execute: Any, sql: str, params: Any, *rest: Any) -> Any:
        self.sent.append(f"{sql} {params}")
        return execute(sql, params, *rest)
