"""Take the README's pictures of the site that `make serve` runs: `python -m tools.screenshots [--port PORT]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Error, sync_playwright

from tools import chromium, ports
from tools.console import Failure, run, say

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screenshots"


class Picture(NamedTuple):
    """One picture: its file, the page's path, the window in CSS pixels, light or dark."""

    name: str
    path: str
    width: int
    height: int
    dark: bool = False


PICTURES = (
    Picture("home.png", "/", 1280, 900),
    Picture("home-phone.png", "/", 360, 780),
    Picture("campaign-dark.png", "/chien-dich/40-ngay-cao-diem/", 1280, 900, dark=True),
)


def take(address: str) -> None:
    """Take every picture. Raises Failure when the site does not answer."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.arguments())
        for picture in PICTURES:
            page = browser.new_page(
                viewport={"width": picture.width, "height": picture.height},
                color_scheme="dark" if picture.dark else "light",
                locale="vi-VN",
            )
            try:
                page.goto(address + picture.path, wait_until="networkidle")
            except Error as error:
                raise Failure(f"Hãy chạy make serve trước (run make serve first): {address}") from error
            page.screenshot(path=FOLDER / picture.name)
            page.close()
            say(f"docs/screenshots/{picture.name}")
        browser.close()


def main() -> int:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    parser.add_argument("--port", default="8000")
    take(f"http://{ports.HOST}:{ports.parse(parser.parse_args().port)}")
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
