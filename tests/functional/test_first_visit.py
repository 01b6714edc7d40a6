"""A newcomer reads: from the front page to a person's idea, searches, changes the language, and meets no fault."""

import re
import unicodedata
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import CDPSession, Page, expect

from tests.functional.instance import Instance
from tests.functional.places import CAMPAIGN_PATH, DONG_NAI, NOWHERE, page_types, without_english
from tests.functional.watching import Watch

NOTICE = "dữ liệu minh họa"
FIRST_VIEW = 100 * 1024  # bytes over the wire

# Every number that a script could renew, without its state or its time anywhere in the same part of the page.
BARE_NUMBERS = """
[...document.querySelectorAll('[data-value]')].filter(number => {
    const part = number.closest('section, aside, article, figure, [data-live]:not(tr)');
    const holder = number.closest('section, aside, article') || part;
    return !holder || !holder.querySelector('[data-chip]') || !holder.querySelector('[data-as-of]');
}).map(number => number.outerHTML)
"""

# Everything that is read on a page or read out, but for what says that it is in another language.
TEXTS = """
() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), texts = [];
    const foreign = e => e.closest('[lang]:not(html), script, noscript, template, style');
    while (walker.nextNode())
        if (!foreign(walker.currentNode.parentElement)) texts.push(walker.currentNode.data.trim());
    for (const name of ['aria-label', 'title', 'alt', 'placeholder'])
        for (const e of document.querySelectorAll(`[${name}]`)) if (!foreign(e)) texts.push(e.getAttribute(name));
    return texts;
}
"""
SCRIPT = 15 * 1024  # octets of all scripts of a page, compressed as they come
SCRIPTS = "performance.getEntriesByType('resource').filter(e => /[.]js$/.test(e.name)).map(e => e.encodedBodySize)"
ENGLISH = re.compile(
    r"\b(the|of|and|is|are|with|for|this|from|initiatives?|units?|pages?|story|stories|search|please|more|open|close|plan|"
    r"late|days?|live|share|menu)\b",
    re.IGNORECASE,
)


def path(page: Page) -> str:
    return urlsplit(page.url).path


def assert_honest(page: Page) -> None:
    """The demo says that it is one, and no number stands without its time and state."""
    expect(page.locator(".notice").get_by_text(NOTICE)).to_be_visible()
    assert page.evaluate(BARE_NUMBERS) == []


def test_a_newcomer_reads_from_the_number_to_the_people(page: Page, watch: Watch, site: Instance) -> None:
    page.goto("/")
    assert_honest(page)
    main = page.get_by_role("main")
    count = site.snapshot()["count"]
    expect(main.locator("[data-value]").first).to_have_text(f"{count:,}".replace(",", "."))
    expect(main.get_by_text("Tính đến").first).to_be_visible()
    expect(main.get_by_text("Trực tiếp").first).to_be_visible()

    page.get_by_role("banner").get_by_role("link", name="Chiến dịch").click()
    assert path(page) == "/chien-dich/"
    assert_honest(page)
    main.get_by_role("link", name="Chiến dịch").first.click()
    assert path(page) == CAMPAIGN_PATH
    assert_honest(page)
    main.get_by_role("table").get_by_role("link", name="Đồng Nai").first.click()
    assert path(page) == DONG_NAI
    assert_honest(page)

    page.get_by_role("banner").get_by_role("link", name="Tin và câu chuyện").click()
    assert_honest(page)
    main.get_by_role("heading").get_by_role("link").first.click()
    assert path(page).startswith("/cau-chuyen/")
    assert_honest(page)
    expect(main.get_by_role("heading", level=1)).to_be_visible()

    page.get_by_role("banner").get_by_role("link", name="Sáng kiến", exact=True).click()
    assert_honest(page)
    main.get_by_role("heading").get_by_role("link").first.click()
    assert path(page).startswith("/sang-kien/")
    assert_honest(page)
    expect(
        main.get_by_text("ước tính, theo báo cáo").or_(main.get_by_text("Ước tính, theo báo cáo")).first
    ).to_be_attached()


@pytest.mark.parametrize(
    "query",
    ["Đồng Nai", "dong nai", "DONG NAI", unicodedata.normalize("NFD", "Đồng Nai")],
    ids=["with diacritics", "without", "capitals", "decomposed"],
)
def test_search_finds_dong_nai_however_it_is_typed(page: Page, watch: Watch, query: str) -> None:
    page.goto("/")
    page.get_by_role("banner").get_by_role("link", name="Tìm kiếm").click()
    field = page.get_by_role("main").locator("input[name=q]")  # a combobox once suggestions are there
    field.fill(query)
    field.press("Enter")
    page.wait_for_url("**/tim-kiem/?q=*")
    expect(field).to_have_value(unicodedata.normalize("NFC", query))
    hits = page.get_by_role("main").get_by_role("heading").get_by_role("link")
    titles = hits.all_inner_texts()
    assert "Chuyền 12 tắt bốn bàn là nhờ hai viên nam châm".replace(" ", "") in "".join(titles).replace(
        "\u00a0", ""
    ).replace(" ", "")


def test_the_switcher_leads_to_the_same_page_in_english_and_back(page: Page, watch: Watch, site: Instance) -> None:
    english = page.locator("header .langs [hreflang=en]")
    vietnamese = page.locator("header .langs [hreflang=vi]")
    for there, here in (("/", "/en/"), (CAMPAIGN_PATH, site.addresses("campaigns.campaignpage", "en")[0])):
        page.goto(there)
        english.click()
        assert path(page) == here
        expect(page.locator("html")).to_have_attribute("lang", "en")
        expect(page.get_by_text("As of").first).to_be_visible()
        vietnamese.click()
        assert path(page) == there
        expect(page.locator("html")).to_have_attribute("lang", "vi")


def test_the_switcher_says_where_a_page_is_missing_in_english(page: Page, watch: Watch, site: Instance) -> None:
    page.goto(without_english(site, "toi-thu-nam-phuong-sang-den"))
    link = page.locator("header .langs [hreflang=en]")
    expect(link).to_have_attribute("title", "English: no English version yet")
    link.click()
    assert path(page) == "/en/"


def test_every_type_of_page_is_quiet_honest_and_in_its_own_language(page: Page, watch: Watch, site: Instance) -> None:
    watch.allow(NOWHERE)
    for name, address in page_types(site).items():
        page.goto(address, wait_until="networkidle")
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        assert page.title(), name
        expect(page.locator(".notice")).to_be_visible()
        assert page.evaluate(BARE_NUMBERS) == [], name
        assert 0 < sum(page.evaluate(SCRIPTS)) <= SCRIPT, name
        if not name.startswith("English"):
            assert [text for text in page.evaluate(TEXTS) if ENGLISH.search(text)] == [], name


@pytest.mark.parametrize(("width", "height"), [(360, 780), (1280, 900)])
def test_the_first_view_of_home_is_light(page: Page, site: Instance, width: int, height: int) -> None:
    """Everything that the first view needs, as it came over the wire with its headers, fonts included.

    Pictures below the fold are lazy; Chromium fetches those that lie near in advance, and they are told apart here.
    """
    page.set_viewport_size({"width": width, "height": height})
    session: CDPSession = page.context.new_cdp_session(page)
    session.send("Network.enable")
    addresses: dict[str, str] = {}
    sizes: dict[str, int] = {}
    session.on(
        "Network.requestWillBeSent", lambda event: addresses.update({event["requestId"]: event["request"]["url"]})
    )
    session.on(
        "Network.loadingFinished", lambda event: sizes.update({event["requestId"]: int(event["encodedDataLength"])})
    )
    page.goto("/", wait_until="networkidle")
    below: list[list[str]] = page.locator("img").evaluate_all(
        "images => images.filter(i => i.getBoundingClientRect().top > innerHeight).map(i => [i.currentSrc, i.loading])"
    )
    assert {loading for _address, loading in below} == {"lazy"}
    later = {address for address, _loading in below}
    needed = {addresses[request]: size for request, size in sizes.items() if addresses[request] not in later}
    total = sum(needed.values())
    everything = sum(sizes.values())
    print(f"\nhome at {width} px: first view {total / 1024:.1f} KB, all that came {everything / 1024:.1f} KB")  # noqa: T201
    assert any(address.endswith(".woff2") for address in needed)
    assert total <= FIRST_VIEW
