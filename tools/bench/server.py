"""Servers under measurement: each on one core, on a copy of the demo's database; and clients of few instructions."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import cast

import uvloop

from home.demo.loader import CAMPAIGN
from tools import ports
from tools.console import Failure
from tools.supervisor import end_with_parent
from tools.with_django import ROOT

HEADLINE = f"/live/{CAMPAIGN}.json"
STREAM = f"/live/{CAMPAIGN}/stream"
PATIENCE = 60.0
UNITS = ROOT / "deploy" / "systemd"
PLAIN = "gunicorn tools.bench.plain --workers 1 --threads 4 --log-level error --no-control-socket"


def unit_command(name: str, port: int) -> list[str]:
    """A server as production starts it, by its systemd unit: `live` (uvicorn) or `pages` (gunicorn)."""
    lines = (UNITS / f"tu-hao-{name}.service").read_text().splitlines()
    line = next(line for line in lines if line.startswith("ExecStart="))
    program, *arguments = shlex.split(line.removeprefix("ExecStart="))
    if "--bind" in arguments:
        arguments[arguments.index("--bind") + 1] = f"{ports.HOST}:{port}"
    else:
        arguments[arguments.index("--port") + 1] = str(port)
    return [sys.executable, "-m", Path(program).name, *arguments]


live_command = partial(unit_command, "live")


def plain_command(port: int) -> list[str]:
    """A plain Django view with the same document, in one process."""
    return [sys.executable, "-m", *PLAIN.split(), "--bind", f"{ports.HOST}:{port}"]


def copy_of_demo(folder: Path, name: str = "cms") -> Path:
    """A database of the demo, `cms` or `tracking`, in a file that a bench may write to."""
    copy = folder / f"{name}.sqlite3"
    source = sqlite3.connect(f"file:{ROOT / 'var' / copy.name}?mode=ro", uri=True)
    with closing(source), closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    return copy


def free_port() -> int:
    """A port that nobody listens at."""
    with socket.create_server((ports.HOST, 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, database: Path, **environ: str) -> Iterator[int]:
    """A server on the last core until the block ends; gives its process id. Raises Failure where it does not start."""
    surroundings = os.environ | {
        "DJANGO_SETTINGS_MODULE": "config.settings.dev",
        "DATABASE_URL": f"sqlite:///{database}",
        "REDIS_URL": "",
        **environ,
    }
    process = subprocess.Popen(command, cwd=ROOT, env=surroundings, preexec_fn=end_with_parent, start_new_session=True)
    os.sched_setaffinity(process.pid, {max(os.sched_getaffinity(0))})
    try:
        await_port(port, process)
        yield process.pid
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(PATIENCE)


def await_port(port: int, process: subprocess.Popen[bytes]) -> None:
    """Wait until a process listens at its port. Raises Failure where it ends before, or takes too long."""
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection((ports.HOST, port), timeout=1).close()
            return
        except OSError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise Failure("the server under measurement does not start") from None
            time.sleep(0.1)


class Asking(asyncio.Protocol):
    """One connection that asks again as soon as it has its answer; `took` gathers the seconds of each."""

    def __init__(self, path: str, took: list[float], until: float) -> None:
        self._request = f"GET {path} HTTP/1.1\r\nHost: {ports.HOST}\r\n\r\n".encode()
        self._took, self._until = took, until
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self._ask()

    def _ask(self) -> None:
        self._answer = b""
        self._began = time.perf_counter()
        self._transport.write(self._request)

    def data_received(self, data: bytes) -> None:
        self._answer += data
        if not self._answer.endswith(b"}"):
            return
        now = time.perf_counter()
        self._took.append(now - self._began)
        if not self._answer.startswith(b"HTTP/1.1 200") or now > self._until:
            self._transport.close()
            self.done.set_result(None)
        else:
            self._ask()


def load(port: int, path: str, clients: int, seconds: float) -> list[float]:
    """Ask with so many connections at once for some seconds; gives how long each answer took."""

    async def run() -> list[float]:
        took: list[float] = []
        loop = asyncio.get_running_loop()
        until = time.perf_counter() + seconds
        asking = [
            (await loop.create_connection(lambda: Asking(path, took, until), ports.HOST, port))[1]
            for _ in range(clients)
        ]
        await asyncio.gather(*(each.done for each in asking))
        return took

    return uvloop.run(run())
