"""What streams cost one live process, how fast a number reaches all, and what a crowd that leaves does to others."""

from __future__ import annotations

import asyncio
import http.client
import os
import resource
import sqlite3
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import cast

import uvloop

from tools import ports
from tools.bench.server import HEADLINE, PATIENCE, STREAM, copy_of_demo, free_port, live_command, running
from tools.bench.table import Table, kib, ms
from tools.console import Failure

CLIENTS, VANISHING = 10_000, 2_000
CROWD, CAP = 20_000, 5_000


class Listening(asyncio.Protocol):
    """One stream: when its newest event came, and how many came; or that there was no room."""

    def __init__(self) -> None:
        self.events, self.at, self.refused = 0, 0.0, False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.transport.write(f"GET {STREAM} HTTP/1.1\r\nHost: {ports.HOST}\r\n\r\n".encode())

    def data_received(self, data: bytes) -> None:
        self.events += data.count(b"data: {")
        self.at = time.perf_counter()
        self.refused = self.refused or data.startswith(b"HTTP/1.1 204 ")


async def connect(port: int, clients: int) -> list[Listening]:
    """So many clients, 200 at a time, when each has its first event or was sent away."""
    loop = asyncio.get_running_loop()
    came: list[Listening] = []
    while len(came) < clients:
        batch = (loop.create_connection(Listening, ports.HOST, port) for _ in range(min(200, clients - len(came))))
        came += [protocol for _transport, protocol in await asyncio.gather(*batch)]
    await until(lambda: all(one.events or one.refused for one in came))
    return came


def add_snapshot(database: Path) -> None:
    """One more row like the newest, a number further."""
    with closing(sqlite3.connect(database, timeout=20)) as cms, cms:
        cms.row_factory = sqlite3.Row
        row = dict(cms.execute("SELECT * FROM campaigns_countersnapshot ORDER BY epoch DESC, seq DESC").fetchone())
        row |= {"id": None, "seq": row["seq"] + 1, "count": row["count"] + 1}
        names = ", ".join(f'"{name}"' for name in row)
        marks = ", ".join(f":{name}" for name in row)
        cms.execute(f"INSERT INTO campaigns_countersnapshot ({names}) VALUES ({marks})", row)  # noqa: S608 - own columns


def status(pid: int, field: str) -> int:
    """A number of /proc/<pid>/status."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return int(next(line.split()[1] for line in lines if line.startswith(f"{field}:")))


def processor(pid: int) -> tuple[float, float]:
    """Seconds that a process's main thread has run, and waited for a core."""
    ran, waited, _slices = Path(f"/proc/{pid}/schedstat").read_text(encoding="ascii").split()
    return int(ran) / 1e9, int(waited) / 1e9


async def until(true: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait until a function is true. Raises Failure when it takes too long."""
    deadline = time.perf_counter() + seconds
    while not true():
        if time.perf_counter() > deadline:
            raise Failure("streams: nothing more happens")
        await asyncio.sleep(0.02)


async def measure(port: int, pid: int, database: Path, clients: int) -> list[list[str]]:
    """The rows of the table."""
    before = status(pid, "VmRSS")
    listening = await connect(port, clients)
    each = (status(pid, "VmRSS") - before) * 1024 / clients
    threads = status(pid, "Threads")
    ran, waited, ours = *processor(pid), processor(os.getpid())[1]
    add_snapshot(database)
    await until(lambda: all(one.events > 1 for one in listening))
    ran, waited, ours = processor(pid)[0] - ran, processor(pid)[1] - waited, processor(os.getpid())[1] - ours
    arrivals = sorted(one.at for one in listening)
    spread = arrivals[int(clients * 0.99)] - arrivals[0]
    gone, stay = listening[: min(VANISHING, clients // 2)], listening[min(VANISHING, clients // 2) :]
    for one in gone:
        one.transport.abort()
    waits = await asyncio.to_thread(ask_for, port, 1.0)
    began = time.perf_counter()
    newcomers = await connect(port, len(gone))
    refilled = time.perf_counter() - began
    for one in (*stay, *newcomers):
        one.transport.abort()
    return [
        ["memory of one stream, KiB", kib(round(each))],
        ["threads", str(threads)],
        ["one change, first reader to the 99th of 100, ms", ms(spread * 1000)],
        ["the live process's own work for it, ms", ms(ran * 1000)],
        ["its wait for a core meanwhile, ms", ms(waited * 1000)],
        ["the measuring clients' wait for a core, ms", ms(ours * 1000)],
        [f"longest wait of another request while {len(gone):,} vanish, ms", ms(max(waits) * 1000)],
        [f"{len(gone):,} freed slots taken again, s", f"{refilled:.2f}"],
    ]


async def overrun(port: int, clients: int) -> list[list[str]]:
    """The rows about a crowd larger than the cap."""
    began = time.perf_counter()
    asking = asyncio.create_task(asyncio.to_thread(ask_for, port, 5.0))
    came = await connect(port, clients)
    took = time.perf_counter() - began
    waits = await asking
    taken = sum(not one.refused for one in came)
    for one in came:
        one.transport.abort()
    return [
        [f"of {clients:,} who come to a cap of {CAP:,}, taken", f"{taken:,}"],
        ["until all had their stream or were sent to poll, s", f"{took:.2f}"],
        ["longest wait of another request meanwhile, ms", ms(max(waits) * 1000)],
    ]


def ask_for(port: int, seconds: float) -> list[float]:
    """Ask for the headline, one request after the other; gives how long each took."""
    took = []
    end = time.perf_counter() + seconds
    with closing(http.client.HTTPConnection(ports.HOST, port, timeout=PATIENCE)) as connection:
        while (began := time.perf_counter()) < end:
            connection.request("GET", HEADLINE)
            connection.getresponse().read()
            took.append(time.perf_counter() - began)
    return took


def bench() -> Table:
    """One process full of streams; the change is a row in the database, found by the reading a second."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    clients = min(CLIENTS, hard - 500)
    try:
        with tempfile.TemporaryDirectory() as folder:
            database, port = copy_of_demo(Path(folder)), free_port()
            with running(live_command(port), port, database, LIVE_MAX_STREAMS=str(clients)) as pid:
                rows = uvloop.run(measure(port, pid, database, clients))
            with running(live_command(port), port, database, LIVE_MAX_STREAMS=str(CAP)):
                rows += uvloop.run(overrun(port, CROWD))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return Table(
        "Streams",
        f"{clients:,} streams of one live process on one core; the cap is as many, but for the crowd.",
        ["what", "measured"],
        rows,
    )
