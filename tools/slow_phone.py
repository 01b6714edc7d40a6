"""A cheap phone on slow data, as Chromium plays it: a small screen, slow 4G, a processor of a quarter of the speed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page

SCREEN: dict[str, Any] = {"viewport": {"width": 360, "height": 780}, "device_scale_factor": 2, "locale": "vi-VN"}
SLOW_4G = {
    "offline": False,
    "latency": 150,  # ms
    "downloadThroughput": 1.6 * 1024 * 1024 / 8,  # octets per second
    "uploadThroughput": 750 * 1024 / 8,
}
SLOWER = 4

# Everything that Chromium noticed since the page began: the largest paint, and what moved without the reader's doing.
OBSERVE = """
window.seen = {lcp: 0, cls: 0};
new PerformanceObserver(list => list.getEntries().forEach(entry => { seen.lcp = entry.startTime; }))
    .observe({type: 'largest-contentful-paint', buffered: true});
new PerformanceObserver(all => all.getEntries().forEach(one => { if (!one.hadRecentInput) seen.cls += one.value; }))
    .observe({type: 'layout-shift', buffered: true});
"""


@dataclass(frozen=True)
class View:
    """The first view of a page: milliseconds to its largest paint, how far it shifted, octets by kind as they came."""

    lcp: float
    shift: float
    octets: dict[str, float]
    pictures: frozenset[str]
    """The media types of its pictures."""


def first_view(page: Page, address: str, settles_ms: int = 2_000) -> View:
    """Open `address` in a window that has seen nothing yet, as slowly as on such a phone."""
    page.add_init_script(OBSERVE)
    session = page.context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    types: set[str] = set()
    octets: dict[str, float] = {}

    def begins(event: dict[str, Any]) -> None:
        kinds[event["requestId"]] = event["type"]
        if event["type"] == "Image":
            types.add(event["response"]["mimeType"])

    def ends(event: dict[str, Any]) -> None:
        kind = kinds.get(event["requestId"], "Other")
        octets[kind] = octets.get(kind, 0) + event["encodedDataLength"]

    session.on("Network.responseReceived", begins)
    session.on("Network.loadingFinished", ends)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_4G)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(address, wait_until="load")
    page.wait_for_timeout(settles_ms)  # late paints and shifts
    seen = page.evaluate("window.seen")
    return View(seen["lcp"], seen["cls"], octets, frozenset(types))
