"""How long a new initiative takes from the tracking database to the number in an open page of a real browser."""

from __future__ import annotations

import random
import sqlite3
import statistics
import tempfile
import time
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from campaigns.tracking.demo.file import open_demo, set_clock
from home.demo.loader import CAMPAIGN
from tools import chromium, ports
from tools.bench.house import House
from tools.bench.server import PATIENCE
from tools.bench.table import Table
from tools.console import Failure

INSERTIONS, GAP = 40, (0.5, 4.5)
"""Seconds from one to the next, by chance: as many moments of the collector's and of the page's own beat."""
WAYS: dict[str, dict[str, str]] = {"stream": {}, "poll (`LIVE_MAX_STREAMS=0`)": {"LIVE_MAX_STREAMS": "0"}}

INSERT = """
INSERT INTO initiative (unit_id, field_id, registered_at, updated_at)
SELECT unit_id, field_id, :now, :now FROM initiative ORDER BY id DESC LIMIT 1
"""
NEWEST = """
SELECT s.epoch, s.count FROM campaigns_countersnapshot s JOIN campaigns_campaign c ON c.id = s.campaign_id
WHERE c.slug = ? ORDER BY s.epoch DESC, s.seq DESC LIMIT 1
"""
NUMBER = "main [data-value]"
# Every number that an element shows, with its time.
REMEMBER = """
number => {
    window.shown = [];
    const note = () => window.shown.push([Date.now() / 1000, +number.textContent.replace(/\\D/g, '')]);
    new MutationObserver(note).observe(number, {childList: true, characterData: true, subtree: true});
}
"""
REACHED = "count => window.shown.some(([, shown]) => shown >= count)"
STANDS = "count => +document.querySelector('main [data-value]').textContent.replace(/\\D/g, '') === count"


def insert(tracking: Path) -> float:
    """One initiative more, like the newest; gives the time of its commit, in seconds since 1970."""
    with closing(open_demo(tracking)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        with connection:
            connection.execute(INSERT, {"now": set_clock(connection)})
        return time.time()


def insert_many(tracking: Path) -> list[float]:
    """The times of all insertions."""
    moments = []
    for _ in range(INSERTIONS):
        time.sleep(random.uniform(*GAP))  # noqa: S311 - chance for a measurement
        moments.append(insert(tracking))
    return moments


def counted(house: House) -> int:
    """Start the collector; gives the number of its first pass, which has an epoch of its own."""
    with closing(sqlite3.connect(house.cms, timeout=20)) as connection:
        before, count = connection.execute(NEWEST, [CAMPAIGN]).fetchone()
        epoch, deadline = before, time.monotonic() + PATIENCE
        house.start_collector()
        while epoch == before:
            if time.monotonic() > deadline:
                raise Failure("fresh: the collector counts nothing")
            time.sleep(0.2)
            epoch, count = connection.execute(NEWEST, [CAMPAIGN]).fetchone()
    return int(count)


def measure(browser: Browser, folder: Path, environ: dict[str, str]) -> list[float]:
    """Seconds from each insertion until the page shows a number with it, in order of length."""
    with House(folder, **environ) as house:
        house.start_web()
        first = counted(house)
        page = browser.new_page(base_url=f"http://{ports.HOST}:{house.pages}")
        with page.expect_request("**/live/**", timeout=PATIENCE * 1000):
            page.goto("/")
        page.wait_for_function(STANDS, arg=first, timeout=PATIENCE * 1000)
        page.locator(NUMBER).first.evaluate(REMEMBER)
        moments = insert_many(house.tracking)
        page.wait_for_function(REACHED, arg=first + INSERTIONS, timeout=PATIENCE * 1000)
        shown = page.evaluate("window.shown")
        page.close()
    return sorted(
        next(at for at, count in shown if count > first + number) - moment for number, moment in enumerate(moments)
    )


def bench() -> Table:
    """The home page of the site as `make serve` runs it, without its simulator: the collector passes every 5 s."""
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.arguments())
        for way, environ in WAYS.items():
            with tempfile.TemporaryDirectory() as folder:
                took = measure(browser, Path(folder), environ)
            p95 = took[int(len(took) * 0.95) - 1]
            rows.append([way, *(f"{value:.1f}" for value in (statistics.median(took), p95, took[-1]))])
        browser.close()
    return Table(
        "From a new row to an open page",
        f"{INSERTIONS} initiatives inserted at moments of chance, until Chromium shows a number with them: seconds.",
        ["the page learns of it by", "median", "p95", "longest"],
        rows,
    )
