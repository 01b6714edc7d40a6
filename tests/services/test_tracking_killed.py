"""The server of the tracking database is killed in the middle of a pass: a PostgreSQL of the test's own, kill -9."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

from campaigns.counting.collector import Collector
from campaigns.models import CounterSnapshot
from campaigns.tracking.contract import sql_scripts
from campaigns.values import State, state_of
from tests.live_process import LOOPBACK, free_port, wait_for
from tests.services.test_tracking_postgres import Registration
from tests.tracking_fixtures import NOON, UNITS, make_forty_days, tracking_at
from tools.supervisor import end_with_parent

pytestmark = [pytest.mark.services, pytest.mark.django_db(databases=["default", "tracking"])]


class Server:
    """A cluster in a folder of its own. PostgreSQL refuses to run as root, so it runs as its own user there."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder / "cluster", free_port()
        self.programs = max(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
        self.as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups"] if os.geteuid() == 0 else []
        self.process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        self.folder.mkdir()
        for path in (self.folder, *self.folder.parents[:3]):
            path.chmod(0o755)
        if self.as_user:
            shutil.chown(self.folder, "postgres", "postgres")
        options = ["-D", str(self.folder), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"]
        subprocess.run([*self.as_user, str(self.programs / "initdb"), *options], check=True, capture_output=True)

    def start(self) -> None:
        options = ["-D", str(self.folder), "-p", str(self.port), "-h", LOOPBACK, "-k", str(self.folder), "-F"]
        self.process = subprocess.Popen(
            [*self.as_user, str(self.programs / "postgres"), *options],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=end_with_parent,
        )
        wait_for(self._answers, "the server does not answer")

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url, connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True

    @property
    def url(self) -> str:
        return f"postgresql://postgres@{LOOPBACK}:{self.port}/postgres"

    def kill(self) -> None:
        """The server and whatever works for it, at once."""
        assert self.process is not None
        self.process.send_signal(signal.SIGSTOP)  # else it might start others in the place of those that die first
        for child in children(self.process.pid):
            os.kill(child, signal.SIGKILL)
        self.process.kill()
        self.process.wait()


def children(parent: int) -> list[int]:
    said = Path(f"/proc/{parent}/task/{parent}/children").read_text()
    return [int(pid) for pid in said.split()]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    made.make()
    made.start()
    yield made
    if made.process is not None and made.process.poll() is None:
        made.kill()


@pytest.fixture
def owner(server: Server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Registration]:
    """The registration software on that server, and the alias `tracking` on it as the reader."""
    monkeypatch.setattr("tests.services.test_tracking_postgres.SERVER", server.url)
    software = Registration("postgres")
    for script in sql_scripts("postgresql").values():
        software.script(script)
    for code, parent, kind in UNITS:
        software.run(
            "INSERT INTO registration.union_unit (code, parent_id, name, short_name, kind)"
            " VALUES (%s, (SELECT id FROM registration.union_unit WHERE code = %s), %s, %s, %s)",
            *(code, parent, code, code, kind),
        )
    with tracking_at(software.url("cms_reader")):
        yield software


def test_the_server_killed_in_mid_pass(owner: Registration, server: Server, db: None) -> None:
    campaign = make_forty_days()
    owner.register("01", NOON, times=3)
    collector = Collector()
    assert not collector.run().problem
    owner.register("01", NOON, times=4)
    statements = 0

    def kill(execute: Any, *statement: Any) -> Any:
        nonlocal statements
        statements += 1
        if statements == 4:
            server.kill()
        return execute(*statement)

    with connections["tracking"].execute_wrapper(kill):
        assert collector.run().problem
    began = time.monotonic()
    for _pass in range(2):
        assert "nothing answers at its address" in collector.run().problem
    assert time.monotonic() - began < 20
    assert [row.count for row in campaign.snapshots.all()] == [3]

    server.start()
    assert collector.run().problem == ""
    newest = CounterSnapshot.objects.filter(campaign=campaign).first()
    assert newest is not None
    assert (newest.count, state_of(newest, newest.collected_at)) == (7, State.LIVE)
    assert not campaign.holds.exists()
