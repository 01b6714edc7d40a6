"""What readers meet while the tracking database, Redis or the collector is away for minutes, one after the other."""

from __future__ import annotations

import asyncio
import shutil
import signal
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import uvloop

from tools import ports
from tools.bench.crowd import Crowd, Seen
from tools.bench.house import House
from tools.bench.server import free_port
from tools.bench.table import NothingToMeasure, Table
from tools.console import Failure

POLLERS, READERS, LISTENERS = 32, 8, 200
WARMING, AWAY = 15.0, 120.0
BACK_WITHIN = 120.0
"""Seconds: a collector that failed for a while waits up to another one."""
Act = Callable[[], None]


def start_redis(house: House, port: int) -> None:
    """A server of the bench's own that keeps nothing."""
    options = [
        "--bind",
        ports.HOST,
        "--port",
        str(port),
        "--save",
        "",
        "--appendonly",
        "no",
        "--dir",
        str(house.folder),
    ]
    house.start("redis", ["redis-server", *options], port)


def ways(house: House, redis: int) -> dict[str, tuple[Act, Act]]:
    """What is taken away, and how it comes back. The simulator goes with its file, since it keeps it open."""
    away = house.tracking.with_suffix(".away")

    def hide_tracking() -> None:
        house.end("simulator")
        house.tracking.rename(away)

    def show_tracking() -> None:
        away.rename(house.tracking)
        house.start_simulator()

    return {
        "nothing, for comparison": (lambda: None, lambda: None),
        "tracking database, its file renamed": (hide_tracking, show_tracking),
        "Redis, kill -9": (lambda: house.end("redis", signal.SIGKILL), lambda: start_redis(house, redis)),
        "collector, kill -9": (lambda: house.end("collector", signal.SIGKILL), house.start_collector),
    }


def row(what: str, seen: Seen, back: float) -> list[str]:
    """One row of the table."""
    met = (seen.answers, seen.frames, seen.blanks, seen.zeros, seen.backwards, seen.errors, seen.unanswered)
    slowest = (f"{seen.slowest[kind]:.2f}" for kind in ("live", "page"))
    return [what, *(f"{number:,}" for number in met), *slowest, f"{back:.1f}"]


async def measure(crowd: Crowd, taken: dict[str, tuple[Act, Act]]) -> list[list[str]]:
    """Take each thing away, bring it back, and go on when the number has moved again."""
    rows = []
    crowd.come(POLLERS, READERS, LISTENERS)
    await asyncio.sleep(WARMING)
    for what, (take, bring) in taken.items():
        crowd.seen = Seen()
        await asyncio.to_thread(take)
        await asyncio.sleep(AWAY)
        began, place = time.perf_counter(), crowd.newest
        await asyncio.to_thread(bring)
        while crowd.newest == place:
            if time.perf_counter() - began > BACK_WITHIN:
                raise Failure(f"killed: the number stands still after {what}")
            await asyncio.sleep(0.1)
        rows.append(row(what, crowd.seen, time.perf_counter() - began))
    await crowd.leave()
    return rows


def bench() -> Table:
    """Pages, live process and collector by the commands of their units, with a Redis and a simulator."""
    if not shutil.which("redis-server"):
        raise NothingToMeasure("killed: there is no redis-server on this machine")
    redis = free_port()
    with (
        tempfile.TemporaryDirectory() as folder,
        House(Path(folder), REDIS_URL=f"redis://{ports.HOST}:{redis}/0") as house,
    ):
        start_redis(house, redis)
        house.start_production()
        rows = uvloop.run(measure(Crowd(house.pages, house.live), ways(house, redis)))
    return Table(
        "Taken away for two minutes",
        f"{POLLERS} clients poll twice a second, {READERS} read a page every two, {LISTENERS} streams; what they met"
        " from the moment when it was taken until the number moved again. Seconds in the last three columns.",
        [
            *("taken away", "answers", "frames", "blanks", "zeros", "went back", "5xx", "no answer"),
            *("longest at /live/", "longest page", "moves again after"),
        ],
        rows,
    )
