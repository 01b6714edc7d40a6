"""Reading without a network: what was read lately opens, no number is ever called live, nothing private is kept."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.functional.instance import CAMPAIGN, Instance
from tests.functional.places import CAMPAIGN_PATH, DONG_NAI, NOWHERE, page_types
from tests.functional.test_accessibility import violations
from tests.functional.test_counter import MOVES_WITHIN, printed
from tests.functional.test_share_bar import ANDROID
from tests.functional.watching import Watch

SEARCH = "/tim-kiem/?q=lan+can"
OFFLINE = "Ngoại tuyến, số liệu lúc"
KEPT = "caches.match(location.href).then(Boolean)"
KEPT_ADDRESSES = """
    async () => (await Promise.all((await caches.keys()).map(
        async name => (await (await caches.open(name)).keys()).map(request => [name.split('-')[0], request.url])
    ))).flat()
"""
# Counters on the page that claim to be of now; those of the legend, which only explain, stand outside any counter.
CLAIMS = """
    () => [...document.querySelectorAll('[data-live] [data-chip], [data-chip][data-clock]')]
        .filter(chip => /live|delayed|stale/.test(chip.dataset.chip)).map(chip => chip.outerHTML)
"""
KEEP = """
    pages => pages.forEach(
        page => navigator.serviceWorker.controller.postMessage({page: location.origin + page, files: []})
    )
"""


def wait_until(true: Callable[[], Any], page: Page, seconds: float = 15) -> None:
    """Ask again and again, while the browser goes on."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, "nothing happened in time"
        page.wait_for_timeout(200)


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Here the worker comes in; a browser that says that it is a program would not be counted."""
    return {**browser_context_args, "service_workers": "allow", "user_agent": ANDROID}


@pytest.fixture
def reader(new_context: CreateContextCallback) -> BrowserContext:
    """A reader's browser, with nothing kept yet."""
    return new_context()


@pytest.fixture
def page(reader: BrowserContext, site: Instance) -> Page:
    """Its window, at the front page, once the worker watches over it and has kept that."""
    page = reader.new_page()
    page.goto("/")
    wait_until(lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"), page, 60)
    wait_until(lambda: page.evaluate(KEPT), page)
    return page


def kept(page: Page, kind: str) -> list[str]:
    """The paths that the worker has kept of this kind: pages, files, pictures."""
    found: list[list[str]] = page.evaluate(KEPT_ADDRESSES)
    return [url.split("/", 3)[3] for its, url in found if its == kind]


def test_what_was_read_opens_whole_and_says_that_it_is_a_copy(
    page: Page, reader: BrowserContext, site: Instance
) -> None:
    story = site.addresses("stories.storypage")[0]
    page.goto(story, wait_until="networkidle")
    wait_until(lambda: page.evaluate(KEPT), page)
    title, picture = page.locator("h1").inner_text(), page.locator("main .fig img").first
    picture.scroll_into_view_if_needed()
    expect(picture).to_have_js_property("complete", True)
    page.wait_for_timeout(500)  # it is kept once it has come
    reader.set_offline(True)
    page.goto(story)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".kept")).to_contain_text("Bạn đang đọc bản lưu lúc")
    assert page.evaluate("getComputedStyle(document.querySelector('.skip')).position") == "absolute"
    assert page.evaluate("document.fonts.check('800 16px \"Be Vietnam Pro\"')")
    picture.scroll_into_view_if_needed()
    assert picture.evaluate("picture => picture.decode().then(() => picture.naturalWidth)") > 0
    page.evaluate("scrollTo(0, 0)")
    assert violations(page) == []
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()


def test_no_number_of_a_kept_page_claims_to_be_live(page: Page, reader: BrowserContext, site: Instance) -> None:
    page.clock.install()
    read = {
        name: address
        for name, address in page_types(site).items()
        if "search" not in name and name not in ("not found", "home")
    }
    for address in read.values():
        page.goto(address)
        wait_until(lambda: page.evaluate(KEPT), page)
    reader.set_offline(True)
    for name, address in {**read, "home": "/"}.items():
        page.goto(address)
        expect(page.locator(".kept")).to_be_visible()
        assert page.evaluate(CLAIMS) == [], name
        said = "Offline, figure of" if name.startswith("English") else OFFLINE
        expect(page.get_by_text(said).first).to_be_visible()
        page.clock.run_for(120_000)  # it asks for newer figures, in vain
        assert page.evaluate(CLAIMS) == [], name
        expect(page.locator("[data-pace]:visible, .chart__fan:visible")).to_have_count(0)


def test_going_back_offline_claims_nothing_either(page: Page, reader: BrowserContext) -> None:
    page.goto(CAMPAIGN_PATH)
    wait_until(lambda: page.evaluate(KEPT), page)
    reader.set_offline(True)
    page.go_back()
    expect(page.locator("h1")).to_be_visible()
    assert page.evaluate(CLAIMS) == []


@pytest.mark.parametrize("worker", ["allow", "block"])
def test_going_back_to_a_search_offline_claims_nothing_either(
    browser: Browser, browser_context_args: dict[str, Any], site: Instance, worker: str
) -> None:
    """Nobody keeps searches but the browser, which shows its own old answer without asking."""
    reader = browser.new_context(**{**browser_context_args, "service_workers": worker})
    page = reader.new_page()
    page.goto("/")
    if worker == "allow":
        wait_until(lambda: page.evaluate("Boolean(navigator.serviceWorker.controller)"), page, 60)
    page.goto(SEARCH, wait_until="networkidle")
    page.goto("/cau-chuyen/", wait_until="networkidle")
    reader.set_offline(True)
    page.go_back()
    expect(page.locator("h1")).to_be_visible()
    wait_until(lambda: page.evaluate(CLAIMS) == [], page, 2)
    reader.close()


def test_a_search_is_asked_anew(page: Page, site: Instance) -> None:
    page.goto(SEARCH)
    found = page.locator("main .item a").first
    path = str(found.get_attribute("href"))
    page.goto("/cau-chuyen/")
    live = "UPDATE wagtailcore_page SET live = ? WHERE id = ?"
    site.sql(live, False, site.page_id(path))
    try:
        wait_until(lambda: f'href="{path}"' not in site.get(SEARCH)[1], page)
        page.goto(SEARCH)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator(f'main .item a[href="{path}"]')).to_have_count(0)
    finally:
        site.sql(live, True, site.page_id(path))


def test_with_the_network_the_number_lives_again(page: Page, reader: BrowserContext, site: Instance) -> None:
    reader.set_offline(True)
    page.reload()
    number = page.get_by_role("main").locator("[data-value]").first
    expect(page.get_by_role("main").get_by_text(OFFLINE).first).to_be_visible()
    held = site.register(40)
    reader.set_offline(False)
    expect(number).to_have_text(printed(held), timeout=MOVES_WITHIN * 1000)
    expect(page.locator(".hero [data-chip]")).not_to_contain_text("Ngoại tuyến")
    expect(page.locator("[data-kept]")).to_have_count(0, timeout=60_000)  # the parts come anew, with numbers of now


def test_an_open_page_says_at_once_that_the_network_is_gone(page: Page, reader: BrowserContext, site: Instance) -> None:
    chip = page.locator(".hero [data-chip]")
    site.register(10)  # the demo's clock goes on with what is registered
    expect(chip).to_have_text("Trực tiếp", timeout=60_000)
    reader.set_offline(True)
    expect(chip).to_contain_text(OFFLINE)
    expect(page.get_by_role("status")).to_contain_text(OFFLINE)
    site.register(10)
    reader.set_offline(False)
    expect(chip).to_have_text("Trực tiếp", timeout=60_000)


def test_what_was_never_read_says_so_and_tells_what_can_be(page: Page, reader: BrowserContext) -> None:
    reader.set_offline(True)
    page.goto(DONG_NAI)
    expect(page.get_by_role("heading", level=1)).to_have_text("Bạn đang ngoại tuyến")
    assert page.url.endswith(DONG_NAI)
    assert violations(page) == []
    page.get_by_role("link", name="Tự hào trí tuệ lao động Việt Nam").click()
    expect(page.locator(".hero")).to_be_visible()
    page.goto("/en/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You are offline")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_only_what_everybody_may_read_is_kept(
    page: Page, reader: BrowserContext, site: Instance, sessions: Callable[[str], Any]
) -> None:
    reader.add_cookies(sessions("bientap")["cookies"])
    for address in ("/admin/", "/tim-kiem/?q=khay", f"{CAMPAIGN_PATH}bang-dien-tu/", f"/embed/{CAMPAIGN}/", "/s/1"):
        page.goto(address, wait_until="networkidle")
    page.goto(f"/admin/pages/{site.page_id('/cau-chuyen/')}/view_draft/")
    page.goto(NOWHERE)
    page.goto("/cau-chuyen/")
    wait_until(lambda: page.evaluate(KEPT), page)
    page.evaluate(KEEP, [NOWHERE, "/admin/", f"/live/{CAMPAIGN}.json", "/feeds/stories.rss"])
    page.evaluate("fetch('/live/40-ngay-cao-diem.json')")
    page.wait_for_timeout(1_500)
    assert sorted(kept(page, "pages")) == ["", "cau-chuyen/"]
    everything = [*kept(page, "files"), *kept(page, "pictures")]
    assert not [path for path in everything if path.startswith(("live/", "admin/", "static/wagtail", "s/", "embed/"))]


def test_a_shared_link_is_counted_as_ever(page: Page, site: Instance) -> None:
    """The worker hands on what the browser asked: a request of its own would not say that somebody goes to a page."""
    story = site.addresses("stories.storypage")[0]
    totals = "SELECT coalesce(sum(visits), 0) FROM sharing_sharetotal WHERE page = ? AND network = 'viber'"
    (before,) = site.sql(totals, site.page_id(story))[0]
    page.goto(f"{story}?utm_source=viber&utm_medium=share")
    assert page.url == site.address + story
    wait_until(lambda: site.sql(totals, site.page_id(story)) == [(before + 1,)], page, 60)


def test_what_is_counted_or_never_kept_opens_offline_too(page: Page, reader: BrowserContext, site: Instance) -> None:
    shared = "utm_source=viber&utm_medium=share"
    story = site.addresses("stories.storypage")[0]
    page.goto(f"{story}?{shared}")
    wait_until(lambda: page.evaluate(KEPT), page)
    title = page.locator("h1").inner_text()
    reader.set_offline(True)
    page.goto(f"{story}?{shared}")
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".kept")).to_be_visible()
    for address in (f"{DONG_NAI}?{shared}", "/s/1", "/tim-kiem/?q=khay", "/en/search/?q=tray"):
        page.goto(address)
        said = "You are offline" if "/en/" in address else "Bạn đang ngoại tuyến"
        expect(page.get_by_role("heading", level=1)).to_have_text(said)


@pytest.mark.parametrize("language", ["en", "ko", "ja", "zh-hans"])
def test_every_language_is_kept(page: Page, reader: BrowserContext, site: Instance, language: str) -> None:
    address = site.addresses("home.standardpage", language)[0]
    page.goto(address)
    wait_until(lambda: page.evaluate(KEPT), page)
    title = page.locator("h1").inner_text()
    reader.set_offline(True)
    page.goto(address)
    expect(page.locator("h1")).to_have_text(title)
    expect(page.locator(".kept")).to_be_visible()


def test_a_new_release_keeps_the_page_that_is_open(page: Page, reader: BrowserContext) -> None:
    """Its worker drops what the last one kept, and comes while a page is read."""
    page.goto(CAMPAIGN_PATH)
    wait_until(lambda: page.evaluate(KEPT), page)
    page.evaluate("caches.keys().then(names => Promise.all(names.map(name => caches.delete(name))))")
    assert not page.evaluate(KEPT)
    page.evaluate("navigator.serviceWorker.dispatchEvent(new Event('controllerchange'))")
    wait_until(lambda: page.evaluate(KEPT), page)
    reader.set_offline(True)
    page.reload()
    expect(page.locator(".kept")).to_be_visible()


def test_what_is_gone_is_forgotten_and_the_oldest_leave(page: Page, site: Instance) -> None:
    page.evaluate(
        "async nowhere => (await caches.open((await caches.keys()).find(name => name.startsWith('pages-'))))"
        ".put(nowhere, new Response('<title>Đã gỡ</title>'))",
        NOWHERE,
    )
    assert NOWHERE[1:] in kept(page, "pages")
    page.goto(NOWHERE)
    wait_until(lambda: NOWHERE[1:] not in kept(page, "pages"), page)
    many = [f"/cau-chuyen/?loai={number}" for number in range(22)]
    page.evaluate(KEEP, many)
    wait_until(lambda: "" not in kept(page, "pages"), page)
    wait_until(lambda: len(kept(page, "pages")) == 20, page)


def test_a_deployment_drops_what_was_kept_before(new_context: CreateContextCallback, site: Instance) -> None:
    page = new_context().new_page()
    page.goto("/robots.txt")
    page.evaluate("caches.open('pages-of-before').then(cache => cache.put('/', new Response('cũ')))")
    page.goto("/")
    page.wait_for_function("() => navigator.serviceWorker.controller")
    assert "pages-of-before" not in page.evaluate("caches.keys()")


def test_the_worker_breaks_nothing(reader: BrowserContext, page: Page, site: Instance) -> None:
    watch = Watch(site.address.split("//")[1])
    watch.attach(reader)
    watched = reader.new_page()
    for address in ("/", CAMPAIGN_PATH, *site.addresses("stories.storypage")[:2], "/tim-kiem/?q=khay"):
        watched.goto(address, wait_until="networkidle")
        assert watched.evaluate("Boolean(navigator.serviceWorker.controller)")
    watch.assert_quiet()
