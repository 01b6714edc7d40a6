"""The screens of share kits in a real browser: what is copied, counted, kept and put back, and what comes down."""

import io
import re
from http import HTTPStatus
from pathlib import Path
from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from sharing.kit.captions import CHANNELS
from tests.functional.conftest import LogIn
from tests.functional.instance import Instance
from tests.functional.places import initiatives
from tests.functional.watching import Watch

PHONE = {"width": 360, "height": 740}


@pytest.fixture
def key(site: Instance) -> int:
    """The page of an initiative whose people have agreed to everything."""
    return site.page_id(initiatives(site, restricted=False)[1])


def opened(window: Page, key: int) -> Page:
    window.goto(f"/admin/bo-chia-se/{key}/", wait_until="networkidle")
    return window


def test_an_editor_finds_the_kit_from_the_page_and_takes_it_along(
    site: Instance, admin: LogIn, key: int, tmp_path: Path
) -> None:
    window = admin("bientap")
    window.goto(f"/admin/pages/{key}/edit/", wait_until="networkidle")
    window.locator("header").get_by_role("button", name="Thao tác").first.click()
    window.get_by_role("link", name="Bộ chia sẻ").click()
    expect(window.get_by_role("heading", name="Bộ chia sẻ", level=1)).to_be_visible()
    shown = window.locator(".kit-cards img")
    expect(shown).to_have_count(3)
    for number in range(3):
        shown.nth(number).scroll_into_view_if_needed()
        expect(shown.nth(number)).to_have_js_property("complete", True)
        assert shown.nth(number).evaluate("image => image.naturalWidth") in (1080, 1200)

    with window.expect_download() as begun:
        window.get_by_role("link", name="Cả bộ chia sẻ").click()
    begun.value.save_as(tmp_path / "kit.zip")
    with ZipFile(tmp_path / "kit.zip") as archive:
        names = [name.partition("/")[2] for name in archive.namelist()]
    assert {"DOC-CAI-NAY.txt", "ap-phich/ap-phich-a4.pdf", "chu-kem/zalo.txt", "ma-qr/ma-qr.svg"} <= set(names)
    poster = window.request.get(window.get_by_role("link", name="Áp phích A3").get_attribute("href") or "")
    assert poster.ok and poster.body().startswith(b"%PDF")
    thanks = window.request.get(window.get_by_role("link", name="Thiệp cảm ơn").first.get_attribute("href") or "")
    assert thanks.ok and thanks.body().startswith(b"%PDF")


def test_captions_are_counted_as_typed_kept_and_put_back(admin: LogIn, key: int) -> None:
    window = opened(admin("truongban"), key)
    box, count = window.get_by_label("X", exact=True), window.locator("#count-x [data-count]")
    draft = box.input_value()
    for text in ("Một chữ https://tuhao.example/s/2f", "ữ" * 141):
        box.fill(text)
        expect(count).to_have_text(str(CHANNELS["x"].count(text)))
    expect(count).to_have_class(re.compile("kit-over"))
    window.get_by_role("button", name="Lưu lời đăng kèm").click()
    expect(window.get_by_label("X", exact=True)).to_have_attribute("aria-invalid", "true")
    expect(window.get_by_label("X", exact=True)).to_have_value("ữ" * 141)

    window.get_by_label("X", exact=True).fill("Lời của ban biên tập")
    window.get_by_role("button", name="Lưu lời đăng kèm").click()
    expect(window.locator(".messages")).to_contain_text("Đã lưu lời đăng kèm")
    expect(window.locator(".kit-caption", has_text="đã sửa").get_by_role("textbox")).to_have_value(
        "Lời của ban biên tập"
    )
    window.get_by_role("button", name="Trả về bản nháp").click()
    expect(window.get_by_label("X", exact=True)).to_have_value(draft)


def test_one_click_copies_a_caption_and_a_public_address(admin: LogIn, site: Instance, key: int) -> None:
    window = opened(admin("bientap"), key)
    window.context.grant_permissions(["clipboard-read", "clipboard-write"])
    window.locator(".kit-caption", has_text="Zalo").get_by_role("button", name="Chép").click()
    expect(window.locator("[data-kit-said]")).to_have_text("Đã chép")
    copied = window.evaluate("navigator.clipboard.readText()")
    assert copied.replace("\r", "") == window.get_by_label("Zalo", exact=True).input_value()
    window.locator("li", has_text="Áp phích A4 (PDF)").get_by_role("button").click()
    address = window.evaluate("navigator.clipboard.readText()")
    assert address == f"{site.address}/tai-ve/{key}/ap-phich-a4.pdf"
    assert window.request.get(address).ok


def test_from_the_list_of_units_to_a_units_kit(admin: LogIn, site: Instance) -> None:
    unit, title = site.sql(
        "SELECT u.name, p.title FROM wagtailcore_page p JOIN stories_initiativepage i ON i.page_ptr_id = p.id"
        " JOIN campaigns_unit u ON u.id = i.unit_id JOIN wagtailcore_locale l ON l.id = p.locale_id"
        " WHERE p.live AND NOT i.restricted AND l.language_code = 'vi' ORDER BY p.id LIMIT 1"
    )[0]
    window = admin("solieu")
    window.goto("/admin/snippets/campaigns/unit/", wait_until="networkidle")
    row = window.get_by_role("row", name=unit)
    row.get_by_role("button").last.click()
    window.get_by_role("link", name="Bộ chia sẻ").click()
    expect(window.get_by_role("heading", level=1)).to_contain_text(unit)
    expect(window.get_by_role("link", name=title)).to_be_visible()
    address = window.get_by_role("link", name="Bộ chia sẻ của đơn vị (.zip)").first.get_attribute("href") or ""
    while (answer := window.request.get(address)).status == HTTPStatus.ACCEPTED:  # the page that asks again by itself
        window.wait_for_timeout(500)
    assert answer.headers["content-type"] == "application/zip"
    with ZipFile(io.BytesIO(answer.body())) as archive:
        assert any(name.endswith("/ap-phich/ap-phich-a4.pdf") for name in archive.namelist())


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_screens_fit_a_phone_and_break_no_rule(
    admin: LogIn, site: Instance, key: int, watch: Watch, scheme: str
) -> None:
    window = admin("bientap")
    watch.attach(window.context)
    window.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    unit = site.sql("SELECT unit_id FROM stories_initiativepage WHERE page_ptr_id = ?", key)[0][0]
    for path in (f"/admin/bo-chia-se/{key}/", f"/admin/bo-chia-se/don-vi/{unit}/"):
        for size in (PHONE, {"width": 1280, "height": 900}):
            window.set_viewport_size(size)  # type: ignore[arg-type]
            window.goto(path, wait_until="networkidle")
            assert window.evaluate("document.documentElement.scrollWidth") <= size["width"], path
        options = {"resultTypes": ["violations"]}
        found = Axe().run(window, context=".kit", options=options).response["violations"]
        assert not [(rule["id"], node["target"]) for rule in found for node in rule["nodes"]], path
