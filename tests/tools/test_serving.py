"""`tools.serve` with real processes: what it starts, what it says, and that nothing is left when it ends.

The site is a stand-in of a few lines; the web server is the real one. `counter` has a child of its own that
would outlive it; `simulate` falls at once.
"""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tools import ports, serve

PROJECT = Path(__file__).resolve().parents[2]
WAIT = 20.0

ASGI = """
import os, signal
async def application(scope, receive, send):
    assert scope["type"] == "http"
    if scope["path"] == "/die":
        print("a reason")
        os.kill(os.getppid(), signal.SIGKILL)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"4")]})
    await send({"type": "http.response.body", "body": b"here"})
"""
PREPARE = """
import os, sys
print("preparing")
os.write(int(sys.argv[2]), "tong-bien-tap: mot-mat-khau".encode())
"""
MANAGE = """
import subprocess, sys, time
print("runs", sys.argv[1])
if sys.argv[1] == "collect_counters":
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(99)"
    subprocess.Popen([sys.executable, "-c", deaf] if STUBBORN else ["sleep", "99"])
    time.sleep(99)
sys.exit(3 if sys.argv[1] == "simulate_tracking" else 0)
"""


class Running:
    """A started `tools.serve` and what it has said so far."""

    def __init__(self, folder: Path, port: int, output: Path, process: "subprocess.Popen[str]") -> None:
        self.folder, self.port, self.output, self.process = folder, port, output, process

    def said(self) -> str:
        return self.output.read_text()

    def wait_for(self, text: str, times: int = 1) -> None:
        until(lambda: self.said().count(text) >= times or self.process.poll() is not None)
        assert self.said().count(text) >= times, self.said()

    def end(self, number: signal.Signals) -> int:
        """Send a signal and wait for the end; returns the exit code."""
        self.process.send_signal(number)
        return self.process.wait(WAIT)


def until(true: Callable[[], bool]) -> None:
    """Wait for something, WAIT seconds at most."""
    deadline = time.monotonic() + WAIT
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def parents() -> dict[int, int]:
    """Parent of every living process; zombies are not living."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            except (FileNotFoundError, ProcessLookupError):
                continue
            if state != "Z":
                found[int(entry.name)] = int(parent)
    return found


def descendants(process: int) -> set[int]:
    """Every living process that a process started, directly or not."""
    family, living = {process}, parents()
    while more := {child for child, parent in living.items() if parent in family} - family:
        family |= more
    return family - {process}


def free_port() -> int:
    with socket.create_server((ports.HOST, 0)) as probe:
        return int(probe.getsockname()[1])


def site(folder: Path, *, stubborn: bool = False) -> Path:
    """A project folder with the real tools and the stand-in site."""
    shutil.copytree(PROJECT / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "tools/prepare.py").write_text(PREPARE)
    (folder / "manage.py").write_text(f"STUBBORN = {stubborn}\n{MANAGE}")
    (folder / "site/config").mkdir(parents=True)
    (folder / "site/config/embedded.py").write_text(ASGI)
    (folder / "campaigns/live").mkdir(parents=True)
    for name in ("__init__.py", "protocol.py"):  # what the command line names of the site itself
        shutil.copy(PROJECT / "campaigns/live" / name, folder / "campaigns/live" / name)
    return folder


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Start `tools.serve` in a stand-in site; whatever is left of it is killed after the test."""
    started: list[subprocess.Popen[str]] = []
    seen: set[int] = set()

    def run(*, stubborn: bool = False, **environ: str) -> Running:
        folder = tmp_path if (tmp_path / "tools").exists() else site(tmp_path, stubborn=stubborn)
        port = free_port()
        surroundings = {
            key: value for key, value in os.environ.items() if key not in ("TRACKING_DATABASE_URL", "DEMO_SIMULATE")
        }
        output = tmp_path / f"output-{len(started)}"
        with output.open("w") as stdout:
            process = subprocess.Popen(
                [sys.executable, "-m", "tools.serve", "--port", str(port)],
                cwd=folder,
                env={**surroundings, **environ},
                stdout=stdout,
                stderr=subprocess.STDOUT,
                text=True,
            )
        started.append(process)
        return Running(folder, port, output, process)

    yield run
    for process in started:
        seen |= descendants(process.pid)
        process.kill()
        process.wait()
    for left in seen & parents().keys():
        os.kill(left, signal.SIGKILL)


def test_it_says_where_the_site_is_once_it_answers(start: Callable[..., Running]) -> None:
    running = start()
    running.wait_for("runs collect_counters")
    said = running.said()
    assert f"http://127.0.0.1:{running.port}/\n" in said
    assert f"http://127.0.0.1:{running.port}/admin/\n" in said
    assert said.index("preparing") < said.index("tong-bien-tap: mot-mat-khau") < said.index("runs collect_counters")
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=WAIT)
    connection.request("GET", "/")
    assert connection.getresponse().read() == b"here"
    connection.close()
    running.wait_for("publish  | runs publish_scheduled")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_every_process_ends_with_it(start: Callable[..., Running], number: signal.Signals) -> None:
    running = start()
    running.wait_for("runs collect_counters")
    until(lambda: "sleep" in " ".join(names(descendants(running.process.pid))))
    family = descendants(running.process.pid)
    assert len(family) >= 5  # the web server, its workers, the collector, its child
    assert running.end(number) == 0
    assert not family & parents().keys()
    assert "Traceback" not in running.said()


def names(processes: set[int]) -> list[str]:
    """The commands of processes that still run."""
    found = []
    for process in processes:
        try:
            found.append(Path(f"/proc/{process}/comm").read_text().strip())
        except (FileNotFoundError, ProcessLookupError):
            continue
    return found


def test_ctrl_c_before_the_site_answers(start: Callable[..., Running]) -> None:
    running = start()
    running.wait_for("preparing")
    family = descendants(running.process.pid)
    assert running.end(signal.SIGINT) in (0, 130)
    assert not family & parents().keys()
    assert "Traceback" not in running.said()


def test_a_second_ctrl_c_kills_what_does_not_listen(start: Callable[..., Running]) -> None:
    running = start(stubborn=True)
    running.wait_for("runs collect_counters")
    until(lambda: len(descendants(running.process.pid)) >= 5)
    time.sleep(0.5)  # until the grandchild has stopped its ears
    family = descendants(running.process.pid)
    began = time.monotonic()
    running.process.send_signal(signal.SIGINT)
    time.sleep(1)
    assert running.process.poll() is None
    assert running.end(signal.SIGINT) == 0
    assert time.monotonic() - began < 5
    assert not family & parents().keys()


def test_nothing_outlives_a_supervisor_that_is_killed(start: Callable[..., Running]) -> None:
    running = start(DEMO_SIMULATE="0")
    running.wait_for("runs publish_scheduled")
    web = {process for process in descendants(running.process.pid) if parents().get(process) == running.process.pid}
    running.process.kill()
    running.process.wait()
    until(lambda: not web & parents().keys())


def test_the_web_servers_death_ends_all_and_shows_why(start: Callable[..., Running]) -> None:
    running = start()
    running.wait_for("runs collect_counters")
    family = descendants(running.process.pid)
    connection = http.client.HTTPConnection("127.0.0.1", running.port, timeout=WAIT)
    connection.request("GET", "/die")
    assert running.process.wait(WAIT) == 1
    assert not family & parents().keys()
    last = running.said()[running.said().index("last lines") :]
    assert "a reason" in last
    connection.close()


def test_what_falls_is_started_again_after_a_growing_pause(start: Callable[..., Running]) -> None:
    running = start()
    running.wait_for("chạy lại sau 2 s")
    said = running.said()
    assert "simulate | đã dừng (mã 3), chạy lại sau 1 s" in said
    assert said.count("runs simulate_tracking") == 2
    assert said.count("runs collect_counters") == 1


@pytest.mark.parametrize(
    "environ", [{"DEMO_SIMULATE": "0"}, {"TRACKING_DATABASE_URL": "postgres://tracking@127.0.0.1/tracking"}]
)
def test_the_simulator_keeps_away_from_a_real_database(environ: dict[str, str]) -> None:
    assert [each.name for each in serve.beside({})] == ["counter", "publish", "consent", "cards", "daily", "simulate"]
    assert [each.name for each in serve.beside(environ)] == ["counter", "publish", "consent", "cards", "daily"]


def test_a_second_one_in_the_same_folder_says_so(start: Callable[..., Running]) -> None:
    first = start()
    first.wait_for("stops everything")
    second = start()
    assert second.process.wait(WAIT) == 1
    assert second.said().splitlines() == [
        "✗ Trang đã đang chạy từ thư mục này (the site already runs from this folder)"
    ]
    assert first.process.poll() is None


def test_a_taken_port_starts_nothing(start: Callable[..., Running], monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((ports.HOST, 0)) as other:
        monkeypatch.setitem(globals(), "free_port", lambda: other.getsockname()[1])
        running = start()
        assert running.process.wait(WAIT) == 1
    assert running.said().splitlines() == [line for line in running.said().splitlines() if "is taken" in line]
    assert not (running.folder / "var").exists()
