"""The counter on somebody else's site, in a real browser: framed from another origin, alive, readable, light."""

from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Frame, Page, expect

from tests.functional.instance import CAMPAIGN, Instance
from tests.functional.places import CAMPAIGN_PATH
from tests.functional.portal import Portal, open_portal
from tests.functional.test_accessibility import COLOURS, SIDEWAYS, violations
from tests.functional.test_counter import MOVES_WITHIN, age_snapshots, printed
from tests.functional.watching import Watch

EMBED = f"/embed/{CAMPAIGN}/"
CODE_PAGE = f"{CAMPAIGN_PATH}ma-nhung/"
BUDGET = 20 * 1024


@pytest.fixture
def portal() -> Iterator[Portal]:
    with open_portal() as portal:
        yield portal


@pytest.fixture(autouse=True)
def living(site: Instance) -> Iterator[None]:
    """Whatever a test did to the figures, the next one finds them fresh."""
    yield
    age_snapshots(site, 0)


def framed(page: Page, portal: Portal, site: Instance, path: str = EMBED, width: int = 320, height: int = 255) -> Frame:
    """The counter's document inside the portal's page."""
    portal.page = f'<iframe src="{site.address}{path}" title="Bộ đếm" width="{width}" height="{height}"></iframe>'
    page.goto(portal.address)
    page.frame_locator("iframe").locator("h1").wait_for()
    frame = page.frames[1]
    assert frame.url == site.address + path
    return frame


def test_a_portal_can_frame_the_counter_and_it_moves(page: Page, site: Instance, portal: Portal) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    frame = framed(page, portal, site)
    number = frame.locator(".n")
    before = number.text_content()
    held = site.register(40)
    expect(number).to_have_text(printed(held), timeout=MOVES_WITHIN * 1000)
    assert before != printed(held)
    expect(frame.locator("[data-chip=live]")).to_be_visible()
    assert not [line for line in errors if "favicon" not in line and "404" not in line]
    assert page.context.cookies() == []


def test_a_revisit_is_framed_too(page: Page, site: Instance, portal: Portal) -> None:
    """The browser asks whether its copy still holds, and takes the headers of that answer."""
    framed(page, portal, site)
    page.reload()
    expect(page.frame_locator("iframe").locator(".n")).to_be_visible()


def test_nothing_else_can_be_framed(page: Page, site: Instance, portal: Portal) -> None:
    for path in ("/", CAMPAIGN_PATH, CODE_PAGE, f"{CAMPAIGN_PATH}bang-dien-tu/"):
        portal.page = f'<iframe src="{site.address}{path}" title="Trang"></iframe>'
        page.goto(portal.address)
        for _ in range(100):
            if page.frames[1].url:
                break
            page.wait_for_timeout(100)
        assert page.frames[1].url.startswith("chrome-error:"), path


def test_cut_off_it_keeps_the_last_number_and_grows_old(page: Page, site: Instance, portal: Portal) -> None:
    page.clock.install()
    frame = framed(page, portal, site)
    number = frame.locator(".n").text_content() or ""
    page.route(f"**{EMBED}*", lambda route: route.abort())
    page.route(f"**{EMBED}", lambda route: route.abort())
    page.clock.run_for(5 * 60_000)
    expect(frame.locator("[data-chip=delayed]")).to_contain_text("Chậm")
    page.clock.run_for(20 * 60_000)
    expect(frame.locator("[data-chip=stale]")).to_contain_text("Chưa cập nhật từ")
    expect(frame.locator(".n")).to_have_text(number)
    page.unroute_all()
    live = frame.locator("[data-chip=live]")
    for _ten_seconds in range(40):  # it asks again by itself; an answer has twenty seconds of the page's clock
        page.clock.run_for(10_000)
        page.wait_for_timeout(250)
        if live.is_visible():
            break
    expect(live).to_be_visible()


def test_the_network_back_it_asks_at_once(page: Page, site: Instance, portal: Portal) -> None:
    page.clock.install()
    frame = framed(page, portal, site)
    page.route(f"**{EMBED}", lambda route: route.abort())
    page.clock.run_for(5 * 60_000)
    expect(frame.locator("[data-chip=delayed]")).to_be_visible()
    page.unroute_all()
    frame.evaluate("dispatchEvent(new Event('online'))")
    expect(frame.locator("[data-chip=live]")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [280, 320, 640])
@pytest.mark.parametrize(("unit", "height"), [("", 225), ("75", 255), ("khong-co", 225)])
def test_it_is_readable_at_every_size(
    page: Page, site: Instance, theme: str, width: int, unit: str, height: int
) -> None:
    """Nothing is cut off in the height that the code gives it, and axe finds nothing."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{EMBED}?{urlencode({'theme': theme, 'unit': unit})}")
    assert not page.evaluate(SIDEWAYS)
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
    page.emulate_media(color_scheme="dark" if theme == "light" else "light")  # the address wins over the visitor's own
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)" if theme == "light" else "rgb(27, 20, 18)"
    )
    assert violations(page) == []


def test_it_is_light(site: Instance, browser: Browser) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 255})
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    weights: list[float] = []
    session.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.goto(f"{site.address}{EMBED}", wait_until="networkidle")
    assert page.context.cookies() == []
    page.close()
    assert len(weights) >= 3
    assert sum(weights) <= BUDGET


def test_the_badge_draws_its_words_inside_itself(page: Page, site: Instance, portal: Portal) -> None:
    portal.page = f'<img src="{site.address}/embed/{CAMPAIGN}.svg?unit=75" alt="Bộ đếm">'
    page.goto(portal.address)
    assert page.evaluate("document.images[0].decode().then(() => document.images[0].naturalHeight)") == 48
    page.goto(f"/embed/{CAMPAIGN}.svg")
    overflowing = page.evaluate(
        "[...document.querySelectorAll('text')].filter(t => t.getBBox().x + t.getBBox().width"
        " > +document.documentElement.getAttribute('width')).length"
    )
    assert overflowing == 0


def test_the_code_page_needs_no_script_and_copies_with_one(page: Page, site: Instance, watch: Watch) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address)
    page.goto(CODE_PAGE)
    page.get_by_label("Số liệu của").select_option("75")
    page.get_by_label("Nền").select_option("dark")
    page.get_by_role("button", name="Lấy mã").click()
    page.wait_for_url("**don-vi=75**")
    code = page.locator(".code").text_content() or ""
    assert code.startswith(f'<iframe src="{site.address}{EMBED}?unit=75&amp;theme=dark"')
    expect(page.frame_locator(".embed iframe").locator("h1")).to_contain_text("Đồng Nai")
    page.get_by_role("button", name="Chép mã").click()
    expect(page.get_by_role("button", name="Đã chép")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == code
    page.reload()
    expect(page.frame_locator(".embed iframe").locator("h1")).to_contain_text("Đồng Nai")


@pytest.mark.parametrize("kind", ["khung", "anh", "chu"])
def test_the_code_page_has_no_fault_that_axe_knows(page: Page, site: Instance, kind: str) -> None:
    page.goto(f"{CODE_PAGE}?loai={kind}&don-vi=75")
    faults: list[str] = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert not page.evaluate(SIDEWAYS)
        page.emulate_media(color_scheme="light")
        faults += violations(page)
        page.emulate_media(color_scheme="dark")
        faults += violations(page, COLOURS)
    assert not faults, "\n".join(faults)
