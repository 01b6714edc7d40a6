"""axe finds nothing on any type of page, in light and dark, on a phone and a desk; nothing scrolls sideways."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.functional.instance import Instance
from tests.functional.places import page_types

WIDTHS = (320, 360, 768, 1280, 1920)
LOOKED_AT = (320, 1280)
COLOURS = ("color-contrast", "link-in-text-block")  # all that another colour scheme can change
NAMES = (
    "home", "campaign index", "campaign", "unit", "story index", "story", "initiative index", "initiative",
    "restricted initiative", "nationwide", "field", "unit's initiatives", "search", "search with hits",
    "search without hits", "standard page", "access statement", "not found", "English home", "English campaign",
    "English story",
)  # fmt: skip

SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
WIDEST = """
[...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .slice(0, 5).map(e => e.outerHTML.slice(0, 120))
"""

# States that are wider than what they stand in, and lie over what stands beside them.
SPILT = """
[...document.querySelectorAll('.chip')]
    .filter(e => e.checkVisibility()
        && e.getBoundingClientRect().right > e.parentElement.getBoundingClientRect().right + 1)
    .map(e => e.textContent)
"""

LONG = "tietkiemdiennangluongmattroichonhamay"
WRITTEN = "main :is(h1, h2, h3, h3 a, .tags a, .pill span, .crumbs a, .card__lead, .item__text, .prose p)"
LENGTHEN = "([written, long]) => document.querySelectorAll(written).forEach(e => { e.append(` ${long}`); })"


def violations(page: Page, only: tuple[str, ...] = ()) -> list[str]:
    """What axe found, one line for each element; `only` names the rules to look at, where not all."""
    options: dict[str, Any] = {"resultTypes": ["violations"], **({"runOnly": list(only)} if only else {})}
    found: list[dict[str, Any]] = Axe().run(page, options=options).response["violations"]
    return [f"{rule['id']}: {node['target']} {node['failureSummary']}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_has_no_fault_that_axe_knows(page: Page, site: Instance, name: str) -> None:
    page.emulate_media(reduced_motion="reduce")
    page.goto(page_types(site)[name])
    faults: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if page.evaluate(SIDEWAYS):
            faults.append(f"{width}: scrolls sideways: {page.evaluate(WIDEST)}")
        faults += [f"{width}: lies over its neighbour: {state}" for state in page.evaluate(SPILT)]
        if width in LOOKED_AT:
            page.emulate_media(color_scheme="light", reduced_motion="reduce")
            faults += [f"{width} light: {line}" for line in violations(page)]
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            faults += [f"{width} dark: {line}" for line in violations(page, COLOURS)]
    assert not faults, "\n".join(faults)


def test_text_at_twice_its_size_fits_on_a_phone_and_a_desk(page: Page, site: Instance) -> None:
    browser = page.context.new_cdp_session(page)
    browser.send("Page.enable")
    browser.send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    faults = []
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        for name, address in page_types(site).items():
            page.goto(address)
            if page.evaluate(SIDEWAYS):
                faults.append(f"{width} {name}: {page.evaluate(WIDEST)}")
            assert page.locator(".skip").evaluate("link => link.getBoundingClientRect().bottom") <= 0, name
    assert not faults, "\n".join(faults)


def test_a_word_longer_than_the_screen_makes_no_page_wider(page: Page, site: Instance) -> None:
    """Readers' words are told again, and titles, texts and tags are written by many."""
    page.set_viewport_size({"width": 320, "height": 900})
    types = page_types(site)
    names = ("initiative index", "story index", "initiative", "story", "search with hits", "not found")
    addresses = [types[name] for name in names] + ["/sang-kien/?linh-vuc=safety"]
    faults = []
    for address in [f"/tim-kiem/?q={LONG}", f"/tim-kiem/?q={'W' * 200}", *addresses]:
        page.goto(address)
        if address in addresses:
            page.evaluate(LENGTHEN, [WRITTEN, LONG * 3])
        if page.evaluate(SIDEWAYS):
            faults.append(f"{address}: {page.evaluate(WIDEST)}")
    assert not faults, "\n".join(faults)


def test_the_menu_of_a_desk_stands_in_one_line(page: Page, site: Instance) -> None:
    for address in ("/", "/en/"):
        page.goto(address)
        lines = page.locator(".nav__list li").evaluate_all("all => new Set(all.map(e => e.offsetTop)).size")
        assert lines == 1, address


def test_every_type_of_page_is_looked_at(site: Instance) -> None:
    assert tuple(page_types(site)) == NAMES
