"""The simulator keeps a demo alive, and writes to nothing else."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from campaigns.tracking.contract import LOCAL
from campaigns.tracking.demo.build import make_demo
from campaigns.tracking.demo.file import DemoFileError, open_demo
from campaigns.tracking.demo.simulator import Simulator, simulate_until
from config.env import ROOT
from tests.tracking_fixtures import TrackingFile, tracking_at


@pytest.fixture
def demo(tmp_path: Path) -> Path:
    path = tmp_path / "demo.sqlite3"
    make_demo(path, datetime(2022, 1, 15, tzinfo=LOCAL))
    return path


@pytest.fixture
def connection(demo: Path) -> Iterator[sqlite3.Connection]:
    with closing(open_demo(demo)) as connection:
        yield connection


def one(connection: sqlite3.Connection, sql: str) -> int:
    return int(connection.execute(sql).fetchone()[0])


def test_everything_happens(connection: sqlite3.Connection) -> None:
    last = one(connection, "SELECT max(id) FROM initiative")
    connection.executescript(
        "CREATE TABLE moved (id INTEGER); CREATE TABLE gone (id INTEGER);"
        "CREATE TRIGGER moving AFTER UPDATE OF unit_id ON initiative BEGIN INSERT INTO moved VALUES (NEW.id); END;"
        "CREATE TRIGGER going AFTER DELETE ON initiative BEGIN INSERT INTO gone VALUES (OLD.id); END;"
    )
    simulator = Simulator(connection, rate=200, seed="everything")
    arrived = sum(simulator.step(0.5) for _ in range(50))
    assert 4_500 < arrived < 5_500, "the rate is held on average"
    new = f"FROM initiative WHERE id > {last}"
    assert one(connection, f"SELECT count(*) {new}") == pytest.approx(arrived, rel=0.02)
    assert one(connection, "SELECT count(*) FROM moved") > 10
    assert one(connection, "SELECT count(*) FROM gone") > 2
    assert one(connection, "SELECT count(*) FROM initiative WHERE deleted_at > '2022-01-14 17:00:00'") > 5
    assert one(connection, "SELECT count(*) FROM initiative WHERE status = 'rejected'") > 50
    assert one(connection, f"SELECT count(DISTINCT unit_id) {new}") > 60
    assert one(connection, f"SELECT count(*) {new} AND registered_at < '2022-01-14 17:00:00'") == 0
    assert one(connection, "SELECT count(*) FROM initiative, clock WHERE max(registered_at, updated_at) > now") == 0


def test_the_same_seed_draws_the_same_chances(tmp_path: Path) -> None:
    seen = []
    for name in ("a", "b"):
        path = tmp_path / name
        make_demo(path, datetime(2022, 1, 12, tzinfo=LOCAL))
        with closing(open_demo(path)) as connection:
            simulator = Simulator(connection, rate=50, seed="x")
            for _ in range(10):
                simulator.step(0.5)
            seen.append(connection.execute("SELECT id, unit_id, field_id, status FROM initiative").fetchall())
    assert seen[0] == seen[1]


def test_at_a_rate_of_0_only_the_clock_goes(connection: sqlite3.Connection) -> None:
    rows = one(connection, "SELECT count(*) FROM initiative")
    assert Simulator(connection, rate=0).step(5) == 0
    assert one(connection, "SELECT count(*) FROM initiative") == rows


def test_it_waits_for_a_lock(demo: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("campaigns.tracking.demo.file._BUSY", 0.1)
    stop = threading.Event()
    with closing(sqlite3.connect(demo, isolation_level=None, check_same_thread=False)) as other:
        before = one(other, "SELECT count(*) FROM initiative")
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(1.5, other.execute, ("ROLLBACK",)).start()
        threading.Timer(3.5, stop.set).start()
        simulate_until(stop, demo, rate=50)
        assert one(other, "SELECT count(*) FROM initiative") > before
    assert caplog.text.count("is locked by another program; waiting") == 1


def test_it_ends_when_its_file_is_taken_away(demo: Path) -> None:
    threading.Timer(0.3, demo.unlink).start()
    with pytest.raises(DemoFileError, match="removed or replaced"):
        simulate_until(threading.Event(), demo, rate=1)


@pytest.mark.django_db(databases=["default", "tracking"])
def test_it_refuses_what_is_no_demo(tracking: TrackingFile) -> None:
    before = tracking.path.read_bytes()
    with pytest.raises(CommandError, match="is not a demo database of this project"):
        call_command("simulate_tracking")
    assert tracking.path.read_bytes() == before
    tracking.path.unlink()
    with pytest.raises(CommandError, match="does not exist"):
        call_command("simulate_tracking")
    with tracking_at("postgres://r@127.0.0.1:1/d"), pytest.raises(CommandError, match="is not a SQLite file"):
        call_command("simulate_tracking")


@pytest.mark.parametrize("rate", ["-1", "1001", "nan"])
def test_it_refuses_a_senseless_rate(rate: str) -> None:
    with pytest.raises(CommandError, match="--rate must be between"):
        call_command("simulate_tracking", "--rate", rate)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_the_process_ends_cleanly(demo: Path, signum: signal.Signals) -> None:
    environ = {**os.environ, "TRACKING_DATABASE_URL": f"sqlite:///{demo}"}
    process = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "simulate_tracking", "--rate", "100"],
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    with closing(sqlite3.connect(demo)) as connection:
        before = one(connection, "SELECT max(id) FROM initiative")
        deadline = time.monotonic() + 60
        while one(connection, "SELECT max(id) FROM initiative") == before and time.monotonic() < deadline:
            time.sleep(0.2)
        process.send_signal(signum)
        said, _nothing = process.communicate(timeout=30)
        assert (process.returncode, said) == (0, b"")
        assert one(connection, "SELECT max(id) FROM initiative") > before
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
