"""`make serve`: the whole site on this machine, for as long as the terminal stays open.

Prepares the databases, the demo and the static files (`tools.prepare`), starts the web server, says the
address and the editors' log-ins when the first page answers, then keeps the counter's collector, the demo's
simulator and the publishing clock running beside it.
"""

from __future__ import annotations

import argparse
import fcntl
import http.client
import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from tools import ports
from tools.console import Failure, Step, run, say
from tools.supervisor import Program, Supervisor

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0
"""Seconds that the web server gets to answer for the first time."""
PUBLISH_EVERY, ONCE_A_DAY = 60.0, 86_400.0
RENEW_CARDS_EVERY = 600.0
WORKERS = 2


def environment(environ: Mapping[str, str]) -> dict[str, str]:
    """The surroundings of every program: the demo's settings unless others are chosen, unbuffered output."""
    return {"DJANGO_SETTINGS_MODULE": "config.settings.dev", **environ, "PYTHONUNBUFFERED": "1"}


def simulates(environ: Mapping[str, str]) -> bool:
    """Whether the demo's simulator may run: never on a tracking database that someone connected."""
    return environ.get("DEMO_SIMULATE") != "0" and not environ.get("TRACKING_DATABASE_URL")


def web(port: int) -> Program:
    """The web server: pages and live counters at one address, in processes that share the port."""
    command = [sys.executable, "-m", "uvicorn", "config.embedded:application", "--app-dir", str(ROOT / "site")]
    command += ["--host", ports.HOST, "--port", str(port), "--workers", str(WORKERS), "--loop", "uvloop"]
    command += ["--http", "campaigns.live.protocol:LiveProtocol", "--ws", "none", "--log-level", "warning"]
    command += ["--no-access-log", "--no-server-header", "--no-proxy-headers", "--timeout-graceful-shutdown", "5"]
    return Program("web", command, vital=True)


def beside(environ: Mapping[str, str]) -> list[Program]:
    """What runs beside the web server, once that answers."""
    manage = [sys.executable, str(ROOT / "manage.py")]
    programs = [
        Program("counter", [*manage, "collect_counters"]),
        Program("publish", [*manage, "publish_scheduled"], every=PUBLISH_EVERY),
        Program("consent", [*manage, "apply_consents"], every=PUBLISH_EVERY),
        Program("cards", [*manage, "renew_cards"], every=RENEW_CARDS_EVERY),
        Program("daily", [*manage, "forget_questions"], every=ONCE_A_DAY),
    ]
    if simulates(environ):
        programs.append(Program("simulate", [*manage, "simulate_tracking"]))
    return programs


def hold(folder: Path) -> IO[str]:
    """Keep a second `make serve` away from these databases, until the file is closed. Raises Failure."""
    folder.mkdir(exist_ok=True)
    lock = (folder / "serve.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Failure("Trang đã đang chạy từ thư mục này (the site already runs from this folder)") from error
    return lock


class Answer:
    """Asks for the front page in the background until it answers: `status` is its HTTP status, at first 0."""

    def __init__(self, port: int) -> None:
        self.status = 0
        self._port = port
        self._began = time.monotonic()
        self._stopped = threading.Event()
        threading.Thread(target=self._ask, daemon=True).start()

    def waited(self) -> float:
        """Seconds since the first question."""
        return time.monotonic() - self._began

    def stop(self) -> None:
        """Ask no more."""
        self._stopped.set()

    def _ask(self) -> None:
        while not self.status and not self._stopped.wait(0.1):
            try:
                self.status = self._get()
            except OSError:  # not listening yet
                continue

    def _get(self) -> int:
        connection = http.client.HTTPConnection(ports.HOST, self._port, timeout=PATIENCE)
        try:
            connection.request("GET", "/")
            return connection.getresponse().status
        finally:
            connection.close()


def prepare(supervisor: Supervisor, port: int) -> str:
    """Run `tools.prepare`; returns the log-ins to show. Raises Failure when it failed."""
    reader, writer = os.pipe()
    code = supervisor.call([sys.executable, "-m", "tools.prepare", str(port), str(writer)], pass_fds=[writer])
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as logins:
        text = logins.read()
    if code and not supervisor.over:
        raise Failure("Không chuẩn bị được trang (the site could not be prepared)")
    return text


def serve(port: int) -> int:
    """Prepare, serve and watch until it is over; returns the exit code."""
    ports.ensure_free(port)
    address = f"http://{ports.HOST}:{port}/"
    environ = environment(os.environ)
    with hold(ROOT / "var"), Supervisor(environ, ROOT) as supervisor:
        logins = prepare(supervisor, port)
        if supervisor.over:
            return supervisor.code
        supervisor.add(web(port))
        answer = Answer(port)
        with Step("Mở máy chủ web (starting the web server)") as step:
            while supervisor.tick() and not answer.status:
                if answer.waited() > PATIENCE:
                    raise Failure(f"Trang không trả lời sau {PATIENCE:.0f} s (the site does not answer)")
            step.failed = not answer.status
        answer.stop()
        if not supervisor.over:
            welcome(address, answer.status, logins)
            supervisor.add(*beside(environ))
        while supervisor.tick():
            continue
        return supervisor.code


def welcome(address: str, status: int, logins: str) -> None:
    """Say where the site is and who can log in."""
    say("")
    say(f"  Trang web (site):          {address}")
    say(f"  Biên tập (editors' admin): {address}admin/")
    for line in logins.splitlines():
        say(f"  {line}")
    if status != 200:
        say(f"  Trang chủ trả lời mã {status} (the front page answers with this status)")
    say("  Ctrl-C dừng tất cả (stops everything)")
    say("")


def main() -> int:
    """Read the command line and serve."""
    parser = argparse.ArgumentParser(prog="python -m tools.serve", description=__doc__)
    parser.add_argument("--port", default="8000")
    return serve(ports.parse(parser.parse_args().port))


if __name__ == "__main__":
    sys.exit(run(main))
