"""The leaderboard filters and sorts in place where a script runs, by plain links where none does; all can be read."""

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.functional.instance import Instance
from tests.functional.places import CAMPAIGN_PATH, page_types
from tests.functional.watching import Watch

SECTOR, BY_NAME, BY_PERCENT = "Công đoàn ngành", "Tên", "% chỉ tiêu"


def names(page: Page) -> list[str]:
    """The units in the order of the table."""
    return page.locator("#xep-hang tbody th a").all_inner_texts()


def choice(page: Page, label: str) -> Locator:
    return page.locator("#xep-hang .choices").get_by_role("link", name=label)


@pytest.fixture
def plain_page(new_context: CreateContextCallback) -> Page:
    """A reader whose browser runs no script."""
    return new_context(java_script_enabled=False).new_page()


def narrow_and_sort(page: Page) -> list[str]:
    """Choose the sector unions, then sort them by name; returns what stands there then."""
    everything = names(page)
    assert len(everything) == 82
    choice(page, SECTOR).click()
    expect(choice(page, SECTOR)).to_have_attribute("aria-current", "true")
    sectors = names(page)
    assert 0 < len(sectors) < 82
    choice(page, BY_NAME).click()
    expect(choice(page, BY_NAME)).to_have_attribute("aria-current", "true")
    assert parse_qs(urlsplit(page.url).query) == {"loai": ["sector"], "xep": ["ten"]}
    assert sorted(names(page)) == sorted(sectors)
    return names(page)


def test_it_narrows_and_sorts_without_loading_the_page_again(page: Page, watch: Watch) -> None:
    page.goto(CAMPAIGN_PATH)
    page.evaluate("window.kept = true")
    first = names(page)
    narrow_and_sort(page)
    assert page.evaluate("window.kept") is True
    page.go_back()
    page.go_back()
    expect(page.locator("#xep-hang tbody tr")).to_have_count(82)
    assert names(page) == first
    assert page.evaluate("window.kept") is True
    page.go_forward()
    expect(choice(page, SECTOR)).to_have_attribute("aria-current", "true")


def test_its_links_do_the_same_without_a_script(plain_page: Page, page: Page) -> None:
    plain_page.goto(CAMPAIGN_PATH)
    plain = narrow_and_sort(plain_page)
    page.goto(CAMPAIGN_PATH)
    assert narrow_and_sort(page) == plain


def test_sorting_by_percent_is_by_percent(page: Page) -> None:
    page.goto(f"{CAMPAIGN_PATH}?xep=phan-tram")
    shares = [
        float(text.rstrip("%").replace(".", "").replace(",", "."))
        for text in page.locator("#xep-hang tbody .pct .num").all_inner_texts()
    ]
    assert len(shares) == 82
    assert shares == sorted(shares, reverse=True)


def test_every_page_can_be_read_without_a_script(plain_page: Page, site: Instance) -> None:
    for name, address in page_types(site).items():
        plain_page.goto(address)
        expect(plain_page.get_by_role("heading", level=1)).to_be_visible()
        main = plain_page.get_by_role("main")
        assert len(main.inner_text()) > (40 if "search" in name or "not found" in name else 300), name
        dead = (
            main.locator("button:visible")
            .filter(visible=True)
            .evaluate_all("buttons => buttons.filter(b => !b.form && !b.popoverTargetElement).map(b => b.outerHTML)")
        )
        assert dead == [], name


def test_search_and_menu_work_on_a_phone_without_a_script(new_context: CreateContextCallback) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/")
    page.get_by_role("button", name="Mục lục").click()
    page.get_by_role("navigation", name="Chính").get_by_role("link", name="Tìm kiếm").click()
    page.get_by_role("main").get_by_role("searchbox").fill("dong nai")
    page.get_by_role("main").get_by_role("searchbox").press("Enter")
    page.wait_for_url("**/tim-kiem/?q=dong+nai")
    expect(page.get_by_role("main").get_by_role("heading").get_by_role("link").first).to_be_visible()
