"""The wallboard on screens of every shape: nothing is cut off, it moves, and it outlives a day without a network."""

from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect

from tests.functional.instance import CAMPAIGN, Instance
from tests.functional.places import CAMPAIGN_PATH
from tests.functional.test_accessibility import violations
from tests.functional.watching import Watch

WALL = f"{CAMPAIGN_PATH}bang-dien-tu/"
SCREENS = [(1920, 1080), (1366, 768), (1024, 768), (3840, 1080), (1080, 1920)]

OUTSIDE = """
[...document.querySelectorAll('.wall *')]
    .filter(e => !e.closest('.vh, [hidden], defs') && e.getClientRects().length)
    .filter(e => e.getBoundingClientRect().right > innerWidth + 1 || e.getBoundingClientRect().bottom > innerHeight + 1)
    .map(e => e.outerHTML.slice(0, 80))
"""


LINES = """
(number, [text, digits]) => {
    number.textContent = text;
    number.dataset.digits = digits;
    return [number.getBoundingClientRect().height, parseFloat(getComputedStyle(number).lineHeight)];
}
"""


@pytest.mark.parametrize("size", SCREENS)
def test_it_fits_the_screen(page: Page, site: Instance, watch: Watch, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(WALL)
    expect(page.locator(".wtopten li")).to_have_count(10)
    assert page.evaluate(OUTSIDE) == []
    assert page.evaluate("getComputedStyle(document.documentElement).cursor") == "none"
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme="light" if scheme == "light" else "dark")
        assert violations(page) == []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_number_stands_on_one_line_of_a_phone(page: Page, site: Instance, language: str) -> None:
    page.goto(WALL if language == "vi" else f"{site.addresses('campaigns.campaignpage', 'en')[0]}bang-dien-tu/")
    number = page.locator(".count__n")
    for width in (320, 340, 360, 375, 390, 412, 430):
        page.set_viewport_size({"width": width, "height": width * 2})
        for text, digits in (("300.000", 6), ("288.888", 6), ("1.000.000", 7)):
            height, line = number.evaluate(LINES, [text, digits])
            assert height < 1.5 * line, (width, text)


def test_a_day_without_a_network(page: Page, site: Instance) -> None:
    page.clock.install()
    page.goto(WALL)
    number = page.locator(".count__n").text_content() or ""
    page.route("**/*", lambda route: route.abort())
    for _hour in range(24):
        page.clock.fast_forward("01:00:00")
    expect(page.locator(".wnum [data-chip=stale]")).to_be_visible()
    expect(page.locator(".count__n")).to_have_text(number)
    expect(page.locator(".wtopten li")).to_have_count(10)
    page.unroute_all()
    live = page.locator(".wnum [data-chip=live]")
    for _try in range(10):  # an answer that was under way when the network came back may still fail
        page.clock.fast_forward("00:10:00")
        with suppress(AssertionError):
            expect(live).to_be_visible()
            break
    told = site.snapshot(), site.said("collector")[-2000:], site.said("clock")[-2000:]
    assert live.is_visible(), told  # where the server itself has nothing newer, the wall is right to say so
    assert CAMPAIGN in page.url
