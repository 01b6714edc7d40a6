"""Sharing in real browsers: what each kind of device is offered, what goes out before a click, what is counted."""

import io
import re
import time
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.functional.instance import Instance
from tests.functional.places import CAMPAIGN_PATH, DONG_NAI, initiatives
from tests.functional.test_accessibility import COLOURS, SIDEWAYS, violations
from tests.functional.watching import Watch

ANDROID = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/129.0.0.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Version/16.6 Mobile/15E148"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/129.0.0.0 Safari/537.36"
WEB_SHARE = "navigator.share = async data => { window.shared = data; };"
NO_WEB_SHARE = "delete Navigator.prototype.share;"


@pytest.fixture
def story(site: Instance) -> str:
    return site.addresses("stories.storypage")[0]


def bar_of(page: Page) -> Locator:
    return page.get_by_role("group", name="Chia sẻ").first


def opened(
    new_context: CreateContextCallback, address: str, agent: str = WINDOWS, script: str = NO_WEB_SHARE, **more: str
) -> Page:
    """A page in a browser that says that it is `agent`, when its share bar is ready."""
    page = new_context(user_agent=agent, **more).new_page()  # type: ignore[arg-type]
    page.add_init_script(script)
    page.goto(address)
    expect(bar_of(page).get_by_role("button", name="Chép liên kết")).to_be_visible()
    return page


def scanned(picture: bytes) -> str:
    """What a phone's camera reads from a screenshot."""
    (found,) = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    return found.text


def test_web_share_comes_first_where_the_browser_has_it(new_context: CreateContextCallback, story: str) -> None:
    page = opened(new_context, story, ANDROID, WEB_SHARE)
    bar = bar_of(page)
    first = bar.locator("button:visible, a:visible, summary:visible").first
    expect(first).to_have_text("Chia sẻ qua ứng dụng")
    first.click()
    page.wait_for_function("window.shared")
    shared = page.evaluate("window.shared")
    assert shared["title"] == page.locator("h1").inner_text().replace("\xa0", " ")
    assert shared["url"].endswith(f"{story}?utm_source=webshare&utm_medium=share")


def test_who_closes_the_devices_menu_again_sees_no_error(new_context: CreateContextCallback, story: str) -> None:
    closed = "navigator.share = () => Promise.reject(new DOMException('closed', 'AbortError'));"
    page = opened(new_context, story, ANDROID, closed)
    errors: list[object] = []
    page.on("pageerror", lambda error: errors.append(error))
    page.get_by_role("button", name="Chia sẻ qua ứng dụng").first.click()
    page.wait_for_timeout(200)
    assert not errors


def test_a_browser_without_it_is_not_offered_it(new_context: CreateContextCallback, story: str) -> None:
    page = opened(new_context, story)
    expect(page.get_by_role("button", name="Chia sẻ qua ứng dụng")).to_have_count(0)


class TestZalo:
    def test_android_opens_the_app_by_an_intent(self, new_context: CreateContextCallback, story: str) -> None:
        page = opened(new_context, story, ANDROID)
        link = bar_of(page).get_by_role("link", name="Zalo")
        expect(link).to_be_visible()
        address = link.get_attribute("href") or ""
        assert address.startswith("intent://zaloapp.com/#Intent;") and f"{story}?utm_source=zalo" in unquote(address)
        expect(bar_of(page).locator("summary", has_text="Zalo")).to_be_hidden()

    def test_an_iphone_by_its_scheme(self, new_context: CreateContextCallback, story: str) -> None:
        page = opened(new_context, story, IPHONE)
        link = bar_of(page).get_by_role("link", name="Zalo")
        expect(link).to_be_visible()
        asked = parse_qs(urlsplit(link.get_attribute("href") or "").query)
        assert asked["url"][0].endswith(f"{story}?utm_source=zalo&utm_medium=share") and asked["type"] == ["8"]

    def test_an_ipad_that_says_it_is_a_mac_too(self, new_context: CreateContextCallback, story: str) -> None:
        mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/16.6 Safari/605.1.15"
        touch = "Object.defineProperty(Navigator.prototype, 'maxTouchPoints', { get: () => 5 });"
        page = opened(new_context, story, mac, touch)
        expect(bar_of(page).get_by_role("link", name="Zalo")).to_have_attribute("href", re.compile("^zaloshareext:"))

    def test_a_desk_gets_a_code_to_scan_with_the_phone(
        self, new_context: CreateContextCallback, story: str, site: Instance
    ) -> None:
        page = opened(new_context, story)
        bar = bar_of(page)
        expect(bar.get_by_role("link", name="Zalo")).to_have_count(0)
        bar.locator("summary", has_text="Zalo").click()
        expect(bar.get_by_text("Mở Zalo trên điện thoại")).to_be_visible()
        code = bar.get_by_role("img").first
        expect(code).to_be_visible()
        assert scanned(code.screenshot()).startswith(f"{site.address}/s/")

    def test_messenger_shows_on_phones_alone(self, new_context: CreateContextCallback, story: str) -> None:
        for agent, shown in ((ANDROID, 1), (WINDOWS, 0)):
            page = opened(new_context, story, agent)
            bar_of(page).locator("summary", has_text="Khác").click()
            expect(bar_of(page).get_by_role("link", name="Messenger")).to_have_count(shown)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_code_can_be_scanned_and_leads_to_the_page(
    new_context: CreateContextCallback, story: str, site: Instance, scheme: str
) -> None:
    page = opened(new_context, story, color_scheme=scheme)
    bar = bar_of(page)
    bar.locator("summary", has_text="Mã QR").click()
    picture = bar.get_by_role("img", name="Mã QR dẫn tới trang này")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)
    address = scanned(picture.screenshot())
    assert re.fullmatch(rf"{re.escape(site.address)}/s/\w+\?utm_source=qr&utm_medium=share", address)
    page.goto(address)
    assert page.url == site.address + story
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_nothing_goes_to_any_network_before_a_click(
    new_context: CreateContextCallback, story: str, site: Instance
) -> None:
    context = new_context(user_agent=ANDROID)
    watch = Watch(urlsplit(site.address).netloc)
    watch.attach(context)
    page = context.new_page()
    for address in (story, initiatives(site, restricted=False)[0], CAMPAIGN_PATH, DONG_NAI):
        page.goto(address, wait_until="networkidle")
        bar_of(page).hover()
        for box in bar_of(page).locator("summary:visible").all():
            box.click()
        page.wait_for_timeout(100)
    watch.assert_quiet()


def test_facebook_opens_beside_and_gets_the_marked_address(
    context: BrowserContext, page: Page, story: str, site: Instance
) -> None:
    context.route("https://www.facebook.com/**", lambda route: route.fulfill(body="<title>Facebook</title>"))
    page.goto(story)
    with context.expect_page() as beside:
        bar_of(page).get_by_role("link", name="Facebook").click()
    asked = parse_qs(urlsplit(beside.value.url).query)
    assert asked["u"] == [f"{site.address}{story}?utm_source=facebook&utm_medium=share"]
    assert beside.value.evaluate("window.opener") is None


class TestCopying:
    def test_says_so_politely_each_time(self, page: Page, watch: Watch, story: str, site: Instance) -> None:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address)
        page.goto(story)
        button = bar_of(page).locator("[data-copy]")
        button.click()
        expect(button).to_have_text("Đã chép")
        expect(page.get_by_role("status")).to_have_text("Đã chép")
        assert page.evaluate("navigator.clipboard.readText()").endswith("?utm_source=copy&utm_medium=share")
        expect(button).to_have_text("Chép liên kết")

    def test_works_where_the_browser_has_no_clipboard_of_its_own(
        self, new_context: CreateContextCallback, story: str
    ) -> None:
        old = "Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined });"
        page = opened(new_context, story, script=old)
        button = bar_of(page).locator("[data-copy]")
        button.click()
        expect(button).to_have_text("Đã chép")
        expect(button).to_be_focused()

    def test_says_when_it_could_not(self, new_context: CreateContextCallback, story: str) -> None:
        refuses = "navigator.clipboard.writeText = () => Promise.reject(new Error('no'));"
        page = opened(new_context, story, script=refuses)
        button = bar_of(page).locator("[data-copy]")
        button.click()
        expect(button).to_have_text("Chưa chép được")


class TestBoxes:
    def test_by_keyboard_and_escape(self, new_context: CreateContextCallback, story: str) -> None:
        page = opened(new_context, story)
        summary = bar_of(page).locator("summary", has_text="Mã QR")
        summary.focus()
        page.keyboard.press("Enter")
        box = bar_of(page).get_by_text("Quét để mở trang này")
        expect(box).to_be_visible()
        page.keyboard.press("Escape")
        expect(box).to_be_hidden()
        expect(summary).to_be_focused()

    def test_one_at_a_time_and_closed_by_a_click_beside(self, new_context: CreateContextCallback, story: str) -> None:
        page = opened(new_context, story)
        bar = bar_of(page)
        bar.locator("summary", has_text="Zalo").click()
        bar.locator("summary", has_text="Khác").click()
        expect(bar.get_by_text("Mở Zalo trên điện thoại")).to_be_hidden()
        expect(bar.get_by_role("link", name="LinkedIn")).to_be_visible()
        page.locator("h1").click()
        expect(bar.get_by_role("link", name="LinkedIn")).to_be_hidden()

    @pytest.mark.parametrize("width", [320, 360, 768, 1280])
    def test_fit_the_screen_and_the_finger(
        self, new_context: CreateContextCallback, site: Instance, width: int
    ) -> None:
        faults = []
        story, initiative = site.addresses("stories.storypage")[0], initiatives(site, restricted=False)[0]
        for address in (story, initiative, CAMPAIGN_PATH, DONG_NAI):
            page = opened(new_context, address)
            page.set_viewport_size({"width": width, "height": 800})
            for bar in page.locator(".share[role=group]").all():
                for summary in bar.locator("> details > summary:visible").all():
                    summary.click()
                    box = summary.locator("xpath=..").locator(".share__box").first.bounding_box()
                    assert box is not None
                    if box["x"] < 0 or box["x"] + box["width"] > width or page.evaluate(SIDEWAYS):
                        faults.append(f"{address}: {summary.inner_text()}: {box}")
                    for target in bar.locator("a:visible, button:visible, summary:visible").all():
                        size = target.bounding_box()
                        assert size is not None
                        if min(size["height"], size["width"]) < 44:
                            faults.append(f"{address}: {target.inner_text()}: {size}")
                    summary.click()
        assert not faults, "\n".join(faults)

    @pytest.mark.parametrize("scheme", ["light", "dark"])
    def test_have_no_fault_that_axe_knows(self, new_context: CreateContextCallback, story: str, scheme: str) -> None:
        page = opened(new_context, story, color_scheme=scheme, reduced_motion="reduce")
        for name in ("Mã QR", "Khác"):
            bar_of(page).locator("summary", has_text=name).click()
            assert violations(page, COLOURS if scheme == "dark" else ()) == []


def test_without_a_script_the_networks_the_link_and_the_code_are_there(
    new_context: CreateContextCallback, story: str, site: Instance
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(story)
    bar = bar_of(page)
    expect(bar.get_by_role("link", name="Facebook")).to_be_visible()
    expect(bar.get_by_label("Liên kết để chép")).to_have_value(re.compile(re.escape(story)))
    expect(bar.get_by_role("button", name="Chép liên kết")).to_have_count(0)
    bar.locator("summary", has_text="Mã QR").click()
    expect(bar.get_by_role("img", name="Mã QR dẫn tới trang này")).to_be_visible()
    bar.locator("summary", has_text="Khác").click()
    expect(bar.get_by_role("link", name="LinkedIn")).to_be_visible()


def test_paper_has_the_code_and_the_short_address_and_no_bar(
    new_context: CreateContextCallback, site: Instance, story: str
) -> None:
    for address in (story, *(initiatives(site, restricted=shut)[0] for shut in (False, True))):
        page = new_context(color_scheme="dark").new_page()
        page.goto(address)
        expect(page.locator(".printed")).to_be_hidden()
        page.emulate_media(media="print")
        expect(page.locator(".share").first).to_be_hidden()
        printed = page.locator(".printed")
        expect(printed).to_contain_text(re.compile(rf"{urlsplit(site.address).netloc}/s/\w+"))
        found = scanned(printed.screenshot())
        assert found.endswith("?utm_source=qr&utm_medium=print")
        page.goto(found)
        assert page.url == site.address + address


def test_a_visit_by_a_shared_link_shows_in_the_report(
    browser: Browser, new_context: CreateContextCallback, site: Instance, story: str
) -> None:
    key = site.page_id(story)
    reader = new_context(user_agent=ANDROID).new_page()
    before = dict(site.sql("SELECT network, sum(visits) FROM sharing_sharetotal WHERE page = ? GROUP BY 1", key))
    reader.goto(f"{story}?utm_source=zalo&utm_medium=share")
    assert reader.url == site.address + story
    assert reader.context.cookies() == []
    deadline = time.monotonic() + 60
    while True:  # it is written after some seconds
        rows = dict(site.sql("SELECT network, sum(visits) FROM sharing_sharetotal WHERE page = ? GROUP BY 1", key))
        if rows.get("zalo", 0) == before.get("zalo", 0) + 1:
            return
        assert time.monotonic() < deadline, rows
        time.sleep(0.5)
