"""Take the pictures of the README and the editors' guide from the site that `make serve` runs.

    python -m tools.screenshots [--port PORT]

Opens pages, logs in as the demo's accounts and saves nothing there: what stands on the site stays as it is.
"""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, Error, Page, sync_playwright

from tools import chromium, ports
from tools.console import Failure, run, say
from tools.with_django import start_django

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screenshots"
STORY = "Chuyền 12 tắt bốn bàn là"
WIDTH, HEIGHT = 1280, 900
LARGEST = 200 * 1024
"""Bytes that one picture may take."""
SETTLE = 2_500
"""Milliseconds for what a page loads after itself (the preview beside an editor's form)."""


class Picture(NamedTuple):
    """One picture: its file's name, who is logged in ("" for a reader), and how to get to what it shows."""

    name: str
    username: str
    show: Callable[[Page], None]


def front_page(page: Page) -> None:
    """What a newcomer sees first."""
    page.goto("/", wait_until="networkidle")


def dashboard(page: Page) -> None:
    """Where an editor begins."""
    page.goto("/admin/")


def edit_story(page: Page) -> None:
    """A story in the editor."""
    page.goto(f"/admin/pages/search/?q={STORY}")
    page.get_by_role("link", name=STORY).first.click()
    page.wait_for_url("**/edit/")


def beside_its_preview(page: Page) -> None:
    """A story and, beside it, how it will look."""
    edit_story(page)
    page.get_by_role("button", name="Hiện/ẩn xem trước").click()


def blocks(page: Page) -> None:
    """The blocks that one can choose from, with a look at the live counter."""
    edit_story(page)
    page.locator(".c-sf-add-button").first.click()
    counter = page.locator(".w-combobox__option-row", has_text="Bộ đếm trực tiếp")
    counter.get_by_role("button", name="Xem trước").click()
    page.locator(".w-combobox-preview").scroll_into_view_if_needed()


def pictures(page: Page) -> None:
    """The library of pictures."""
    page.goto("/admin/images/")


def ways_to_publish(page: Page) -> None:
    """What the head of the editorial office may do with a page."""
    edit_story(page)
    page.get_by_role("button", name="Thao tác khác").click()


def schedule(page: Page) -> None:
    """Choosing when a page appears and when it goes."""
    edit_story(page)
    page.get_by_role("button", name="Hiện/ẩn trạng thái").click()
    page.get_by_role("button", name="Đặt lịch").click()


PICTURES = (
    Picture("trang-chu", "", front_page),
    Picture("bang-dieu-khien", "truongban", dashboard),
    Picture("soan-bai", "bientap", beside_its_preview),
    Picture("chon-khoi", "bientap", blocks),
    Picture("thu-vien-anh", "bientap", pictures),
    Picture("xuat-ban", "truongban", ways_to_publish),
    Picture("hen-gio", "truongban", schedule),
)


def open_window(browser: Browser, address: str, username: str) -> Page:
    """A window in which that editor is logged in. Raises Failure where the demo has no such account."""
    from home.demo.accounts import read_logins  # Django is set up only now

    context = browser.new_context(
        base_url=address,
        viewport={"width": WIDTH, "height": HEIGHT},
        locale="vi-VN",
        timezone_id="Asia/Ho_Chi_Minh",
        reduced_motion="reduce",
    )
    page = context.new_page()
    if not username:
        return page
    passwords = {login.username: login.password for login in read_logins(settings.DEMO_LOGINS)}
    if username not in passwords:
        raise Failure(f"Không có tài khoản {username} của bản mẫu (the demo has no such account)")
    page.goto("/admin/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", passwords[username])
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    return page


def save(picture: bytes, path: Path) -> None:
    """Keep a picture as WebP, in the best quality that is small enough. Raises Failure when none is."""
    for quality in (90, 80, 70, 60):
        file = io.BytesIO()
        Image.open(io.BytesIO(picture)).convert("RGB").save(file, "WEBP", quality=quality, method=6)
        if file.tell() <= LARGEST:
            path.write_bytes(file.getvalue())
            return
    raise Failure(f"{path.name} lớn hơn {LARGEST // 1024} KB (the picture is too large)")


def take(address: str) -> None:
    """Take every picture. Raises Failure when the site does not answer or does not show what it should."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.path(), args=chromium.arguments())
        for picture in PICTURES:
            try:
                page = open_window(browser, address, picture.username)
                picture.show(page)
                page.wait_for_timeout(SETTLE)
                shown = page.screenshot(animations="disabled")
            except Error as error:
                line = error.message.splitlines()[0]
                raise Failure(
                    f"{picture.name}: {line}. Hãy chạy make serve trước (run make serve first): {address}"
                ) from error
            page.context.close()
            save(shown, FOLDER / f"{picture.name}.webp")
            say(f"docs/screenshots/{picture.name}.webp")
        browser.close()


def main() -> int:
    """Read the command line and take the pictures."""
    parser = argparse.ArgumentParser(prog="python -m tools.screenshots", description=__doc__)
    parser.add_argument("--port", default="8000")
    port = ports.parse(parser.parse_args().port)
    start_django("config.settings.dev")
    take(f"http://{ports.HOST}:{port}")
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
