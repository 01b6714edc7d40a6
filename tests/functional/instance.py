"""A whole site of the tests' own: databases, demo, web server and collector, all in one temporary folder.

Nothing here is a stand-in: the commands are those of `make serve`, the settings those of the demo (strict CSP,
manifest static files). Only the folder and the port are the tests'.
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from campaigns.tracking.demo.file import open_demo
from campaigns.tracking.demo.simulator import Simulator
from tools import ports, serve
from tools.supervisor import end_with_parent

ROOT = Path(__file__).resolve().parents[2]
CAMPAIGN = "40-ngay-cao-diem"
PATIENCE = 60.0  # seconds that a command or the server's first answer may take
PREPARES_WITHIN = 600
"""Seconds for one management command: only a hang takes as long, however busy the machine."""

ENDING = 10.0  # seconds that a process gets to end by itself
OURS = ("SECRET_KEY", "PUBLIC_URL", "ALLOWED_HOSTS", "DEBUG", "DJANGO_SETTINGS_MODULE")

# What the contract counts for the demo's campaign, written out a second time on purpose.
COUNTED = """
    SELECT count(*) FROM initiative
    WHERE deleted_at IS NULL AND status <> 'rejected'
    AND datetime(registered_at, '+7 hours') >= '2022-01-08' AND datetime(registered_at, '+7 hours') < '2022-06-01'
"""


class Instance:
    """The site in `folder`: `address` is where it answers once `serving` has begun."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.cms, self.tracking = folder / "cms.sqlite3", folder / "tracking.sqlite3"
        self.logins_file = folder / "logins.json"
        with socket.create_server((ports.HOST, 0)) as probe:
            self.port = int(probe.getsockname()[1])
        self.address = f"http://{ports.HOST}:{self.port}"
        self.environ = {name: value for name, value in os.environ.items() if name not in OURS} | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": f"sqlite:///{self.cms}",
            "TRACKING_DATABASE_URL": f"sqlite:///{self.tracking}",
            "MEDIA_ROOT": str(folder / "media"),
            "PRIVATE_ROOT": str(folder / "private"),
            "STATIC_ROOT": str(folder / "static"),
            "DEMO_LOGINS": str(self.logins_file),
            "PYTHONUNBUFFERED": "1",
        }
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def prepare(self) -> None:
        """Everything that `make serve` does before it serves; what does not depend on each other at the same time."""
        self.folder.mkdir(exist_ok=True)
        beside = [self._begin("make_tracking_demo"), self._begin("collectstatic", "--noinput", "-v0")]
        try:
            self.manage("migrate", "-v0")
            self.manage("load_demo", "--port", str(self.port))
        finally:
            codes = [process.wait(PATIENCE) for process in beside]
        assert codes == [0, 0], self.said("make_tracking_demo") + self.said("collectstatic")
        self.manage("collect_counters", "--once")

    @contextmanager
    def serving(self) -> Iterator[None]:
        """The web server, the collector and the demo's clock, for as long as the block lasts, whatever happens in it.

        Without the clock the figures would be stale, and say so, after a quarter of an hour.
        """
        try:
            self._start("web", list(serve.web(self.port).command))
            self.start_collector()
            self.start_clock()
            self._wait_for_an_answer()
            yield
        finally:
            for name in list(self._running):
                self.stop(name)

    def start_collector(self) -> None:
        """The collector as `make serve` runs it."""
        self._start("collector", [sys.executable, str(ROOT / "manage.py"), "collect_counters"])

    def start_clock(self) -> None:
        """What keeps the demo's time, and so its figures, of today; nothing comes in by itself."""
        self._start("clock", [sys.executable, str(ROOT / "manage.py"), "simulate_tracking", "--rate", "0"])

    def ended(self) -> list[str]:
        """Names and last words of the processes that ended though nobody stopped them."""
        return [
            f"{name}: {self.said(name)[-2000:]}"
            for name, process in self._running.items()
            if process.poll() is not None
        ]

    def manage(self, *arguments: str) -> str:
        """Run a management command on this site's databases; returns what it printed, fails with what it complained."""
        command = [sys.executable, str(ROOT / "manage.py"), *arguments]
        ended = subprocess.run(
            command, cwd=ROOT, env=self.environ, capture_output=True, text=True, timeout=PREPARES_WITHIN, check=False
        )
        assert ended.returncode == 0, f"{' '.join(arguments)}: {ended.stdout}{ended.stderr}"
        return ended.stdout

    def stop(self, name: str) -> None:
        """End a process with all that it started, and make sure that nothing of it is left."""
        process = self._running.pop(name)
        _signal_group(process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):  # then it is killed with its group
            process.wait(ENDING)
        _signal_group(process.pid, signal.SIGKILL)
        process.wait(ENDING)

    def said(self, name: str) -> str:
        """Everything that a process has printed so far."""
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def passwords(self) -> dict[str, str]:
        """The editors' passwords by user name, from the file that this instance's demo wrote."""
        return {login["username"]: login["password"] for login in json.loads(self.logins_file.read_text())}

    def sql(self, statement: str, *parameters: Any) -> list[Any]:
        """One statement on the CMS database, in a transaction of its own."""
        with closing(sqlite3.connect(self.cms, timeout=20)) as connection, connection:
            return connection.execute(statement, parameters).fetchall()

    def addresses(self, page_type: str, language: str = "vi") -> list[str]:
        """The paths of all published pages of a type (`stories.storypage`), in the tree's order."""
        app, model = page_type.split(".")
        rows = self.sql(
            "SELECT p.url_path FROM wagtailcore_page p JOIN django_content_type t ON t.id = p.content_type_id"
            " JOIN wagtailcore_locale l ON l.id = p.locale_id"
            " WHERE p.live AND t.app_label = ? AND t.model = ? AND l.language_code = ? ORDER BY p.path",
            *(app, model, language),
        )
        prefix = "/" if language == "vi" else f"/{language}/"
        return [prefix + path.split("/", 2)[2] for (path,) in rows]  # without the home page's own slug

    def page_id(self, path: str) -> int:
        """The key of the published Vietnamese page at `path`."""
        return int(self.sql("SELECT id FROM wagtailcore_page WHERE url_path = ?", f"/trang-chu{path}")[0][0])

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        """Status and text of an answer, asked for as plainly as possible: `path` is sent as it stands."""
        connection = HTTPConnection(ports.HOST, self.port, timeout=PATIENCE)
        with closing(connection):
            connection.putrequest("GET", path, skip_host="Host" in headers, skip_accept_encoding=True)
            for name, value in headers.items():
                connection.putheader(name.replace("_", "-"), value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read().decode("utf-8", "replace")

    def snapshot(self) -> dict[str, Any]:
        """The number as `/live/` tells it."""
        return dict(json.loads(self.get(f"/live/{CAMPAIGN}.json")[1]))

    def register(self, about: int) -> int:
        """Let the demo's own simulator live through a second in which about so many initiatives come in.

        Returns how many the tracking database holds afterwards, counted by a query of the tests' own.
        """
        with closing(open_demo(self.tracking)) as connection:
            Simulator(connection, rate=about, seed="journeys").step(1.0)
            return int(connection.execute(COUNTED).fetchone()[0])

    def _start(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self.environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,  # even where the tests themselves are killed
            )
        self._running[name] = process
        return process

    def _begin(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = self._start(arguments[0], [sys.executable, str(ROOT / "manage.py"), *arguments])
        del self._running[arguments[0]]
        return process

    def _wait_for_an_answer(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                status, text = self.get("/")
            except OSError:
                assert time.monotonic() < deadline, self.said("web")
                time.sleep(0.1)
                continue
            assert status == 200, f"{status}: {text[:2000]}{self.said('web')}"
            return


def path_of(address: str) -> str:
    """The path of an address on the site, readable."""
    return "/" + unquote(address.split("//", 1)[-1].partition("/")[2])


def _signal_group(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return
