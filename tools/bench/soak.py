"""Whether the programs keep their memory: resident memory after a warm-up beside that at the end, under churn."""

from __future__ import annotations

import asyncio
import os
import statistics
import tempfile
import time
from collections import defaultdict
from pathlib import Path

import uvloop

from tools.bench.crowd import Crowd
from tools.bench.house import House
from tools.bench.streams import status
from tools.bench.table import Table

MINUTES = float(os.environ.get("SOAK_MINUTES", "30"))
WARMING = min(5.0, MINUTES / 3)
EVERY = 5.0
"""Seconds between two samples; a figure is the median of those of one minute."""
POLLERS, READERS, LISTENERS = 32, 8, 400
STAY = (1.0, 60.0)
PROGRAMS = ("pages", "live", "collector")


def resident(house: House, name: str) -> float:
    """MiB of a program with all that it started."""
    return sum(status(pid, "VmRSS") for pid in house.processes(name)) / 1024


async def measure(house: House) -> tuple[dict[str, list[tuple[float, float]]], Crowd]:
    """The samples of each program, as minute and MiB, and the crowd with what it has met."""
    samples: dict[str, list[tuple[float, float]]] = defaultdict(list)
    crowd, began = Crowd(house.pages, house.live), time.monotonic()
    crowd.come(POLLERS, READERS, LISTENERS, STAY)
    while (minute := (time.monotonic() - began) / 60) < MINUTES:
        for name in PROGRAMS:
            samples[name].append((minute, resident(house, name)))
        await asyncio.sleep(EVERY)
    await crowd.leave()
    return samples, crowd


def row(name: str, processes: int, samples: list[tuple[float, float]]) -> list[str]:
    """One row of the table: the minute after the warm-up beside the last one."""
    before = statistics.median(mib for minute, mib in samples if WARMING <= minute < WARMING + 1)
    after = statistics.median(mib for minute, mib in samples if minute >= MINUTES - 1)
    most = max(mib for minute, mib in samples if minute >= WARMING)
    return [name, str(processes), *(f"{mib:.1f}" for mib in (before, after, most)), f"{after / before - 1:+.1%}"]


def bench() -> Table:
    """By the commands of the systemd units, but for gunicorn's renewal of workers, which would hide what they keep."""
    with tempfile.TemporaryDirectory() as folder, House(Path(folder)) as house:
        house.start_production("--max-requests", "0")
        samples, crowd = uvloop.run(measure(house))
        rows = [row(name, len(house.processes(name)), samples[name]) for name in PROGRAMS]
    seen = crowd.seen
    wrong = seen.blanks + seen.zeros + seen.backwards + seen.errors + seen.unanswered
    met = f"{seen.answers:,} answers and {seen.frames:,} frames, {wrong} blank, zero, gone back, 5xx or missing"
    return Table(
        f"Memory in {MINUTES:.0f} minutes",
        f"{POLLERS} clients poll twice a second, {READERS} read a page every two, {LISTENERS} streams stay"
        f" {STAY[0]:.0f} to {STAY[1]:.0f} s and come anew, the simulator beside them: {met}. Resident memory in MiB,"
        f" warm after {WARMING:.0f} minutes.",
        ["program", "processes", "warm", "at the end", "most since warm", "drift"],
        rows,
    )
