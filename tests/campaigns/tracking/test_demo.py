"""The demo's history passes through what was printed; its file is made whole, kept, and recognised."""

import io
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections

from campaigns.counting.collector import Collector
from campaigns.models import Campaign
from campaigns.tracking.contract import LOCAL
from campaigns.tracking.demo import data, history
from campaigns.tracking.demo.build import DEFAULT_UNTIL, LATEST, make_demo
from campaigns.tracking.demo.file import DemoFileError, is_demo, resume_clock
from tests.tracking_fixtures import TrackingFile, tracking_at

NOT_TAKEN = {(None, 654_921), ("38", 170_263)}  # history.py says why
ROUNDED = {(None, 300_000), ("CT", 5_400)}  # "passed", "more than"


class Course:
    """The counted initiatives of the whole history, by first-level unit, in the order of their registration."""

    def __init__(self) -> None:
        self.moments: dict[str, list[int]] = {unit.code: [] for unit in data.units()}
        parents = {child.code: child.parent_code for child in data.children()}
        for _day, entries in history.entries_by_day(LATEST):
            for entry in entries:
                if entry.status != "rejected" and entry.deleted is None:
                    code = entry.unit_code
                    while code in parents:
                        code = parents[code] or ""
                    self.moments[code].append(entry.registered)

    def at(self, moment: datetime) -> dict[str, int]:
        """What each unit had registered before the moment."""
        end = moment.timestamp()
        return {code: sum(at < end for at in moments) for code, moments in self.moments.items()}

    def rank(self, code: str, moment: datetime) -> int:
        counts = self.at(moment)
        return 1 + sum(count > counts[code] for count in counts.values())


@pytest.fixture(scope="module")
def course() -> Course:
    return Course()


@pytest.fixture(scope="module")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("demo") / "tracking.sqlite3"
    make_demo(path)
    return path


@pytest.fixture
def demo(db: None, demo_file: Path) -> Iterator[Path]:
    with tracking_at(f"sqlite:///{demo_file}"):
        yield demo_file


@pytest.mark.parametrize(
    "figure",
    [figure for figure in data.printed_figures() if figure.at <= LATEST],
    ids=lambda figure: f"{figure.at:%m-%d} {figure.code or 'national'} {figure.count}",
)
def test_the_history_passes_through_what_was_printed(figure: data.PrintedFigure, course: Course) -> None:
    counts = course.at(figure.at)
    found = sum(counts.values()) if figure.code is None else counts[figure.code]
    if (figure.code, figure.count) in NOT_TAKEN:
        assert found > figure.count
    elif (figure.code, figure.count) in ROUNDED:
        assert figure.count <= found < figure.count * 1.07
    else:
        assert found == figure.count


def test_the_printed_ranks_hold(course: Course) -> None:
    def end(day: date) -> datetime:
        return datetime(day.year, day.month, day.day, tzinfo=LOCAL) + timedelta(days=1)

    assert course.rank("01", end(date(2022, 4, 12))) == 2
    assert course.rank("24", end(date(2022, 4, 12))) == 6
    assert course.rank("24", end(date(2022, 3, 26))) == 11
    assert course.rank("TKV", DEFAULT_UNTIL) == 21
    assert course.rank("68", end(date(2022, 5, 31))) == 15
    eight = ["38", "40", "42", "01", "31", "92", "89", "93"]
    assert [course.rank(code, end(date(2022, 3, 26))) for code in eight] == list(range(1, 9))


def test_the_moment_of_the_demo_stands_just_below_the_goal(course: Course) -> None:
    assert sum(course.at(DEFAULT_UNTIL).values()) == 299_635
    assert sum(course.at(DEFAULT_UNTIL + timedelta(hours=2)).values()) > 300_000


def test_it_has_the_rhythm_of_working_days(course: Course) -> None:
    per_day: Counter[date] = Counter()
    per_hour: Counter[int] = Counter()
    for moments in course.moments.values():
        for moment in moments:
            local = datetime.fromtimestamp(moment, LOCAL)
            per_day[local.date()] += 1
            per_hour[local.hour] += 1
    assert max(per_day[date(2022, 4, 30) + timedelta(days=offset)] for offset in range(4)) < 2_000
    assert per_day[date(2022, 4, 29)] > 8_000 < per_day[date(2022, 5, 4)]
    assert per_day[date(2022, 5, 8)] < per_day[date(2022, 5, 7)] < per_day[date(2022, 5, 6)]
    assert per_hour[9] > 2 * per_hour[20] > 10 * per_hour[3]
    assert min(per_day) == date(2022, 1, 8)
    assert max(per_day) == date(2022, 5, 31)
    assert all(per_day[date(2022, 1, 8) + timedelta(days=offset)] for offset in range(144)), "no day without any"


def test_what_counts_does_not_depend_on_the_end() -> None:
    early, late = (
        {(entry.unit_code, entry.registered) for _day, entries in history.entries_by_day(until) for entry in entries
         if entry.status != "rejected" and entry.deleted is None}
        for until in (datetime(2022, 2, 10, 9, 30, tzinfo=LOCAL), datetime(2022, 3, 1, tzinfo=LOCAL))
    )  # fmt: skip
    end = datetime(2022, 2, 10, 9, 30, tzinfo=LOCAL).timestamp()
    assert early == {row for row in late if row[1] < end}


def test_it_is_the_same_each_time() -> None:
    until = datetime(2022, 2, 1, tzinfo=LOCAL)
    assert list(history.entries_by_day(until)) == list(history.entries_by_day(until))


def test_the_knots_never_fall() -> None:
    knots = data.course()
    assert [knot.at for knot in knots] == sorted(knot.at for knot in knots)
    for before, after in pairwise(knots):
        assert all(before.counts[code] < after.counts[code] for code in before.counts)
    assert set(knots[0].counts) == {unit.code for unit in data.units()}


def test_the_seven_real_targets() -> None:
    real = {target.unit_code: target.amount for target in data.targets() if not target.is_example}
    assert real == {"79": 43100, "74": 23400, "75": 5000, "77": 3500, "80": 1450, "72": 6000, "CS": 1760}
    assert {target.unit_code for target in data.targets()} == {unit.code for unit in data.units()}


@pytest.mark.django_db(databases=["default", "tracking"])
class TestTheFile:
    """The database as it is made by default."""

    def test_it_keeps_the_contract(self, demo: Path) -> None:
        out = io.StringIO()
        call_command("check_tracking", stdout=out)
        assert out.getvalue() == "The tracking database keeps the contract.\n"

    def test_the_collector_counts_what_was_printed(self, demo: Path, forty_days: Campaign) -> None:
        outcome = Collector().run()
        row = outcome.appended[0]
        assert (row.count, row.unplaced, len(row.units)) == (299_635, 0, 82)
        assert timedelta(0) <= row.as_of - DEFAULT_UNTIL <= timedelta(seconds=15)
        knots = data.course()
        eve, now = knots[2].counts, knots[3].counts
        assert {unit["code"]: unit["count"] for unit in row.units} == {code: now[code] - eve[code] for code in now}
        targets = {unit["code"]: unit["target"] for unit in row.units}
        assert (targets["79"], targets["01"]) == (43_100, 20_000), "of two targets the assigned one"

    def test_it_has_everything_that_the_real_one_has(self, demo_file: Path) -> None:
        with closing(sqlite3.connect(f"file:{demo_file}?mode=ro", uri=True)) as connection:

            def one(sql: str) -> Any:
                return connection.execute(sql).fetchone()[0]

            rows = one("SELECT count(*) FROM initiative")
            assert rows > 300_000
            statuses = dict(connection.execute("SELECT status, count(*) FROM initiative GROUP BY status").fetchall())
            assert 0.015 < statuses["rejected"] / rows < 0.025
            assert statuses["valid"] > 10 * statuses["submitted"] > 0 < statuses["reviewing"]
            assert 0.003 < one("SELECT count(*) FROM initiative WHERE deleted_at IS NOT NULL") / rows < 0.007
            assert 0.05 < one("SELECT count(*) FROM initiative WHERE field_id IS NULL") / rows < 0.2
            assert one("SELECT count(DISTINCT field_id) FROM initiative") == 6
            below = "SELECT count(*) FROM initiative JOIN union_unit u ON u.id = unit_id WHERE u.parent_id IS NOT NULL"
            assert one(below) > 5_000
            assert one("SELECT count(*) FROM cms_v1_featured_fact") == 7, "one is not cleared for publicity"
            assert one("SELECT max(max(registered_at), max(updated_at)) FROM initiative") < "2022-05-10 07:00:00"

    def test_the_command_keeps_what_is_there(self, demo: Path) -> None:
        before, out = demo.stat(), io.StringIO()
        call_command("make_tracking_demo", stdout=out)
        assert "is kept" in out.getvalue()
        assert (demo.stat().st_ino, demo.stat().st_mtime) == (before.st_ino, before.st_mtime)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A demo of one week."""
    path = tmp_path / "small.sqlite3"
    make_demo(path, datetime(2022, 1, 15, tzinfo=LOCAL))
    return path


@pytest.mark.django_db(databases=["default", "tracking"])
class TestMakingIt:
    """What can go wrong while a file is made."""

    def make(self, *arguments: str) -> str:
        out = io.StringIO()
        call_command("make_tracking_demo", *arguments, stdout=out)
        return out.getvalue()

    def test_it_is_made_where_the_alias_points(self, db: None, tmp_path: Path) -> None:
        path = tmp_path / "một thư mục?" / "t.sqlite3"
        with tracking_at(f"sqlite:///{str(path).replace('?', '%3F')}"):
            said = self.make("--until", "2022-01-15T00:00")
        assert is_demo(path)
        assert "initiatives in" in said
        assert list(path.parent.glob(".*")) == [], "nothing half-made is left beside it"

    def test_force_makes_it_anew(self, db: None, small: Path) -> None:
        with tracking_at(f"sqlite:///{small}"):
            self.make("--force", "--until", "2022-01-10T00:00")
        with closing(sqlite3.connect(small)) as connection:
            assert connection.execute("SELECT max(registered_at) FROM initiative").fetchone()[0] < "2022-01-09 17:00"

    def test_an_older_demo_gives_way(self, db: None, small: Path) -> None:
        with closing(sqlite3.connect(small)) as connection:
            connection.execute("PRAGMA user_version = 0")
        (small.parent / ".tracking-killed").mkdir()
        assert not is_demo(small)
        with tracking_at(f"sqlite:///{small}"):
            self.make("--until", "2022-01-10T00:00")
        assert is_demo(small)
        assert list(small.parent.glob(".*")) == [], "what a killed command left is gone too"

    def test_an_empty_file_gives_way(self, db: None, tmp_path: Path) -> None:
        path = tmp_path / "t.sqlite3"
        path.touch()
        with tracking_at(f"sqlite:///{path}"):
            self.make("--until", "2022-01-10T00:00")
        assert is_demo(path)

    def test_one_in_use_is_not_replaced(self, db: None, small: Path) -> None:
        with closing(sqlite3.connect(small)) as user, tracking_at(f"sqlite:///{small}"):
            user.execute("INSERT INTO field (code, name) VALUES ('X', 'X')")
            with pytest.raises(CommandError, match="is in use: stop the demo"):
                self.make("--force", "--until", "2022-01-10T00:00")
            user.commit()
        with closing(sqlite3.connect(small)) as connection:
            assert connection.execute("SELECT count(*) FROM field").fetchone() == (7,)
        assert [file.name for file in small.parent.glob(".*")] == []

    @pytest.mark.parametrize("force", [[], ["--force"]])
    def test_another_database_is_never_overwritten(self, tracking: TrackingFile, force: list[str]) -> None:
        before = tracking.path.read_bytes()
        with pytest.raises(CommandError, match="is not a demo database"):
            self.make("--until", "2022-01-10T00:00", *force)
        assert tracking.path.read_bytes() == before

    @pytest.mark.parametrize("until", ["tomorrow", "2021-12-31T00:00", "2022-06-01T00:01"])
    def test_a_moment_outside_the_history(self, tracking: TrackingFile, until: str) -> None:
        tracking.path.unlink()
        with pytest.raises(CommandError):
            self.make("--until", until)
        assert not tracking.path.exists()

    def test_a_folder_that_cannot_be(self, db: None, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with (
            tracking_at(f"sqlite:///{tmp_path}/file/t.sqlite3"),
            pytest.raises(CommandError, match="cannot be written"),
        ):
            self.make("--until", "2022-01-10T00:00")

    def test_a_server_is_left_alone(self, db: None) -> None:
        with tracking_at("postgres://r@127.0.0.1:1/d"), pytest.raises(CommandError, match="is not a SQLite file"):
            self.make()


class TestTheClock:
    """It runs from where it stood, and waits while nobody writes."""

    def now(self, path: Path) -> str:
        with closing(sqlite3.connect(path)) as connection:
            return str(connection.execute("SELECT as_of FROM cms_v1_contract").fetchone()[0])

    def set_back(self, path: Path, days: int) -> None:
        """As if the clock had last been set days ago."""
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(
                "UPDATE demo_clock SET anchor_real = strftime('%Y-%m-%d %H:%M:%f', anchor_real, ?)", (f"{-days} days",)
            )

    def test_a_pause_of_a_week_is_no_gap(self, small: Path) -> None:
        self.set_back(small, 7)
        assert self.now(small) == "2022-01-14 17:00:15.000", "it waited at the end of its leash"
        assert resume_clock(small) == "2022-01-14 17:00:15.000"
        assert "2022-01-14 17:00:15.000" <= self.now(small) < "2022-01-14 17:00:29"

    def test_it_never_runs_backwards(self, small: Path) -> None:
        seen = []
        for days in (0, 0, 3, 0, 7):
            self.set_back(small, days)
            seen += [self.now(small), resume_clock(small), self.now(small)]
        assert seen == sorted(seen)

    def test_a_host_that_was_set_back_stops_it(self, small: Path) -> None:
        reached = resume_clock(small)
        self.set_back(small, -1)
        assert self.now(small) == resume_clock(small) == reached
        assert self.now(small) >= reached

    def test_only_a_demo_has_one(self, tracking_file: TrackingFile, tmp_path: Path) -> None:
        for path in (tracking_file.path, tmp_path / "missing.sqlite3"):
            with pytest.raises(DemoFileError):
                resume_clock(path)
        assert not (tmp_path / "missing.sqlite3").exists()


def test_the_alias_leads_nowhere_in_other_tests() -> None:
    assert "memory" in str(connections["tracking"].settings_dict["NAME"])
