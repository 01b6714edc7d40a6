"""The live app as production runs it: uvicorn by the command of its systemd unit, on a database in a file."""

import json
import os
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any

from django.db import connection
from pytest_django import DjangoDbBlocker

from campaigns.models import Campaign, CampaignPage
from config.databases import database
from tests.factories import CampaignPageFactory
from tests.tracking_fixtures import alias_at
from tools.supervisor import end_with_parent

ROOT = Path(__file__).resolve().parents[1]
UNIT = ROOT / "deploy" / "systemd" / "tu-hao-live.service"
LOOPBACK = "127.0.0.1"
SLUG = "40-ngay-cao-diem"
SMALL = """
import socket, sys, uvicorn
sys.path[:0] = ["site", "."]
from config.asgi import application
from campaigns.live import feed, streams
from campaigns.live.protocol import LiveProtocol
streams.DEADLINE, feed.POLL_SECONDS = 2.0, 0.1
listening = socket.create_server(("127.0.0.1", int(sys.argv[1])))
listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2048)
config = uvicorn.Config(application, http=LiveProtocol, ws="none", log_level="warning")
uvicorn.Server(config).run(sockets=[listening])
"""
"""The live app with small buffers in the kernel, as a slow line has them, and little patience."""
PATIENCE = 60.0  # seconds; only a hang takes as long


def wait_for(true: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """Ask until the answer is true, and return it; fails with `what` when it takes too long."""
    deadline = time.monotonic() + seconds
    while not (answer := true()):
        assert time.monotonic() < deadline, what
        time.sleep(0.05)
    return answer


def free_port() -> int:
    with socket.create_server((LOOPBACK, 0)) as probe:
        return int(probe.getsockname()[1])


class Stream:
    """A client of `/live/…/stream` on a plain socket, which reads when the test says so."""

    def __init__(self, port: int, path: str, receive_buffer: int = 0) -> None:
        self.socket = socket.socket()
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect((LOOPBACK, port))
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: {LOOPBACK}\r\nAccept: text/event-stream\r\n\r\n".encode())
        self.text = ""

    def read_until(self, words: str) -> str:
        """Read until `words` have come; returns everything so far. Fails where the stream ends before."""
        while words not in self.text:
            data = self.socket.recv(65536)
            assert data, f"the stream ended without {words!r}: {self.text}"
            self.text += data.decode()
        return self.text

    def ended(self) -> bool:
        """Read to the end of the stream."""
        while data := self.socket.recv(65536):
            self.text += data.decode()
            if self.text.endswith("\r\n0\r\n\r\n"):
                break
        return True

    def close(self) -> None:
        self.socket.close()


class LiveProcess:
    """One process on the database file `cms`, which tests write with `changing`."""

    def __init__(self, folder: Path, cms: Path) -> None:
        self.folder, self.cms = folder, cms
        self.port = free_port()
        self.environ = {name: value for name, value in os.environ.items() if name not in ("REDIS_URL",)} | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": f"sqlite:///{cms}",
            "PYTHONUNBUFFERED": "1",
        }
        self.process: subprocess.Popen[bytes] | None = None
        self._streams: list[Stream] = []

    def start(self, **environ: str) -> "LiveProcess":
        """Start it and wait for its first answer."""
        line = next(line for line in UNIT.read_text().splitlines() if line.startswith("ExecStart="))
        program, *arguments = shlex.split(line.removeprefix("ExecStart="))
        assert program == "/srv/tu-hao/.venv/bin/uvicorn"
        arguments[arguments.index("--port") + 1] = str(self.port)
        self._run(["-m", "uvicorn", *arguments], environ)
        return self

    def start_small(self, **environ: str) -> "LiveProcess":
        """Start it as `SMALL` says."""
        self._run(["-c", SMALL, str(self.port)], environ)
        return self

    def _run(self, arguments: list[str], environ: dict[str, str]) -> None:
        with (self.folder / "live.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, *arguments],
                cwd=ROOT,
                env=self.environ | environ,
                stdout=log,
                stderr=log,
                preexec_fn=end_with_parent,
            )
        wait_for(self._answers, "the live app does not answer")

    def _answers(self) -> bool:
        assert self.process is not None and self.process.poll() is None, self.said()
        try:
            socket.create_connection((LOOPBACK, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def stop(self) -> float:
        """End it as a service manager does; returns how many seconds that took."""
        assert self.process is not None
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        finally:
            self.process.kill()
            for stream in self._streams:
                stream.close()
        return time.monotonic() - began

    def said(self) -> str:
        """What it has written to its log."""
        return (self.folder / "live.log").read_text()

    def get(self, path: str = f"/live/{SLUG}.json", **headers: str) -> tuple[HTTPResponse, bytes]:
        """One request on a connection of its own."""
        with closing(HTTPConnection(LOOPBACK, self.port, timeout=PATIENCE)) as http:
            http.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
            response = http.getresponse()
            return response, response.read()

    def headline(self) -> dict[str, Any]:
        """The headline as it is told now."""
        document: dict[str, Any] = json.loads(self.get()[1])
        return document

    def stream(self, receive_buffer: int = 0) -> Stream:
        """A client that listens; closed with the process."""
        stream = Stream(self.port, f"/live/{SLUG}/stream", receive_buffer)
        self._streams.append(stream)
        return stream

    def sql(self, statement: str) -> None:
        """One statement on its database."""
        with closing(sqlite3.connect(self.cms, timeout=20)) as cms, cms:
            cms.execute(statement)

    @contextmanager
    def changing(self, blocker: DjangoDbBlocker) -> Iterator[Campaign]:
        """Let Django in the test write to this process's database."""
        with blocker.unblock(), alias_at("default", database(f"sqlite:///{self.cms}")):
            yield Campaign.objects.get(slug=SLUG)


def make_database(cms: Path, blocker: DjangoDbBlocker) -> None:
    """The tests' empty database as a file, with the site and one published campaign that has no figures yet."""
    with blocker.unblock():
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(cms)])
        with alias_at("default", database(f"sqlite:///{cms}")):
            page: CampaignPage = CampaignPageFactory()
            assert page.campaign.slug == SLUG
