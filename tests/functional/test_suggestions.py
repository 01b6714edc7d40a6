"""Suggestions below the search box: by keyboard, by pointer, for a screen reader, and without them."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.functional.instance import Instance

TYPED = "nam ch"


def typed(page: Page, text: str = TYPED) -> None:
    """Type into the box and wait for suggestions."""
    page.goto("/tim-kiem/")
    page.locator("main input[name=q]").click()
    page.keyboard.type(text, delay=20)
    expect(page.get_by_role("listbox")).to_be_visible()


def test_arrows_choose_escape_closes_enter_goes_there(page: Page) -> None:
    typed(page)
    box, options = page.get_by_role("combobox"), page.get_by_role("option")
    expect(box).to_have_attribute("aria-expanded", "true")
    assert options.count() > 1
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    page.keyboard.press("ArrowUp")
    expect(page.locator("[aria-selected=true]")).to_have_count(0)
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(box).to_have_value(TYPED)  # choosing never writes into the box
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value(TYPED)
    expect(box).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/(cau-chuyen|sang-kien)/[a-z0-9-]+/$"))


def test_enter_without_a_choice_searches(page: Page) -> None:
    typed(page)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tim-kiem/\?q=nam\+ch$"))


def test_how_many_there_are_is_announced(page: Page) -> None:
    typed(page)
    expect(page.locator("#thong-bao")).to_have_text(re.compile(r"^\d gợi ý"))


def test_a_click_goes_there_and_leaving_closes(page: Page) -> None:
    typed(page)
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    typed(page)
    page.get_by_role("option").first.click()
    expect(page).to_have_url(re.compile("/(cau-chuyen|sang-kien|chien-dich)/"))


def test_a_cut_line_leaves_a_plain_form(page: Page) -> None:
    page.route("**/goi-y/**", lambda route: route.abort())
    page.goto("/tim-kiem/")
    page.locator("main input[name=q]").click()
    page.keyboard.type(TYPED, delay=20)
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"\?q=nam\+ch$"))


def test_keys_of_an_unfinished_word_are_the_input_methods_own(page: Page) -> None:
    typed(page)
    page.evaluate(
        """() => document.activeElement.dispatchEvent(
            new KeyboardEvent('keydown', { key: 'ArrowDown', isComposing: true, bubbles: true, cancelable: true }))"""
    )
    expect(page.locator("[aria-selected=true]")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_the_open_list_and_the_results_have_no_barrier(
    browser: Browser, site: Instance, scheme: str, width: int
) -> None:
    context = browser.new_context(
        base_url=site.address,
        color_scheme="dark" if scheme == "dark" else "light",
        viewport={"width": width, "height": 900},
    )
    page = context.new_page()
    typed(page)
    page.keyboard.press("ArrowDown")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto("/tim-kiem/?q=may&loai=story")
    assert Axe().run(page).response["violations"] == []
    context.close()


@pytest.mark.parametrize(("width", "letter"), [(320, 16), (360, 16), (360, 32), (1280, 16)])
def test_a_name_has_room_beside_a_long_kind(page: Page, site: Instance, width: int, letter: int) -> None:
    """It stands above the kind where both do not fit in one line."""
    browser = page.context.new_cdp_session(page)
    browser.send("Page.enable")
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": letter}})
    page.set_viewport_size({"width": width, "height": 900})
    typed(page, "dong na")
    expect(page.get_by_role("option").filter(has_text="Liên đoàn lao động tỉnh, thành phố").first).to_be_visible()
    names = page.locator("[role=option] span:first-child").evaluate_all("all => all.map(e => e.clientWidth)")
    assert min(names) >= 7 * letter, names
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_scripts_it_is_a_form_with_links(browser: Browser, site: Instance) -> None:
    context = browser.new_context(base_url=site.address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/tim-kiem/")
    page.locator("main input[name=q]").fill("dong nai")
    page.locator("main .search button").click()
    expect(page.locator("main .items--found h3").first).to_be_visible()
    page.locator(".facets a").first.click()
    expect(page.locator(".active a")).to_have_count(1)
    context.close()


def test_an_answer_without_filters_takes_their_place(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/tim-kiem/?q=xyzzy")
    empty = page.locator("main .empty").bounding_box()
    assert empty is not None
    assert empty["width"] > 600
