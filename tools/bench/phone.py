"""How soon a cheap phone on slow data shows what a page is about, how much it moves, and what came over the line."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from stories.models import InitiativePage
from tools import chromium, ports, serve
from tools.bench.server import copy_of_demo, free_port, running
from tools.bench.site import addresses
from tools.bench.table import Table, kib
from tools.slow_phone import SCREEN, first_view

ROUNDS = 3


def pages() -> dict[str, str]:
    """The main pages, by name."""
    found = addresses()
    del found["leaderboard of provinces"]
    initiative = InitiativePage.objects.live().filter(locale__language_code="vi", restricted=False).first()
    if initiative is not None:
        found["initiative"] = initiative.url
    return {**found, "showcase": "/sang-kien/"}


def bench() -> Table:
    """First views in windows of their own; the largest paint is the median, the shift the worst."""
    port, rows = free_port(), []
    with tempfile.TemporaryDirectory() as folder:
        database, main_pages = copy_of_demo(Path(folder)), pages()
        with running(list(serve.web(port).command), port, database), sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.arguments())
            for name, path in main_pages.items():
                views = []
                for _round in range(ROUNDS):
                    window = browser.new_context(**SCREEN, service_workers="block")
                    views.append(first_view(window.new_page(), f"http://{ports.HOST}:{port}{path}"))
                    window.close()
                lcp, shift = statistics.median(view.lcp for view in views), max(view.shift for view in views)
                octets = views[-1].octets
                script, everything = octets.get("Script", 0), sum(octets.values())
                rows.append([name, f"{lcp / 1000:.2f}", f"{shift:.3f}", kib(round(script)), kib(round(everything))])
            browser.close()
    return Table(
        "First views on a cheap phone",
        "360 px wide, slow 4G (1.6 Mbit/s, 150 ms), a processor four times slower, both Chromium's own throttling:"
        f" seconds to the largest paint (median of {ROUNDS}; to reach: 2.0), layout shift (the worst; to reach: 0.02),"
        " KiB over the line with headers.",
        ["page", "largest paint, s", "shift", "script, KiB", "all, KiB"],
        rows,
    )
