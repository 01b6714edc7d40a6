"""Draw a document with Chromium and hand back its pixels.

Both picture tools use it. The browser is the one named by the environment variable CHROMIUM, else a
`chromium` found on the path, else the one that Playwright installed. It gets no network: everything a
document needs must be inside it (data: addresses).
"""

from __future__ import annotations

import base64
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

# The same edges on every machine: no sub-pixel text, no colour management, no GPU.
ARGUMENTS = ["--no-sandbox", "--force-color-profile=srgb", "--disable-lcd-text", "--disable-gpu"]
MARGINLESS = "<!doctype html><meta charset=utf-8><style>*{margin:0}img{display:block}</style>"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a browser for as long as the block lasts; raises playwright's Error when there is none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=ARGUMENTS
        )
        try:
            yield browser
        finally:
            browser.close()


def picture_of_html(browser: Browser, html: str, width: int, height: int, oversample: int = 1) -> Image.Image:
    """The top left `width` × `height` CSS pixels of `html`, drawn `oversample` times finer, with alpha."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, device_scale_factor=oversample, offline=True
    )
    try:
        page = context.new_page()
        page.set_content(MARGINLESS + html)
        page.evaluate("Promise.all([document.fonts.ready, ...[...document.images].map(i => i.decode())])")
        return Image.open(io.BytesIO(page.screenshot(omit_background=True)))
    finally:
        context.close()


def picture_of_svg(browser: Browser, svg: bytes, width: int, height: int, oversample: int = 1) -> Image.Image:
    """An SVG document drawn at `width` × `height` pixels (times `oversample`), with alpha."""
    source = base64.b64encode(svg).decode("ascii")
    html = f'<img src="data:image/svg+xml;base64,{source}" width="{width}" height="{height}" alt="">'
    return picture_of_html(browser, html, width, height, oversample)
