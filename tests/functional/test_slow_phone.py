"""The first view of the main pages on a cheap phone: little comes over the line, nothing moves, pictures fit.

How long it takes, `make bench ARGS=phone` measures: a busy machine would judge wrongly here.
"""

import pytest
from playwright.sync_api import Browser

from tests.functional.instance import Instance
from tests.functional.places import page_types
from tools.slow_phone import SCREEN, first_view

SCRIPT = 15 * 1024  # octets over the line
EVERYTHING = {"initiative index": 160 * 1024}  # octets; cards with photographs
ORDINARY = 120 * 1024
SHIFT = 0.02

# Pictures without their size, with nothing to see until they come, larger than they are shown, or loaded too early.
UNFIT = """
() => {
const chosen = e => e.srcset.split(',').find(one => e.currentSrc.endsWith(one.trim().split(' ')[0]));
const pixels = e => Number(chosen(e)?.match(/ ([0-9]+)w/)?.[1] ?? 0);
return [...document.images].filter(e => e.checkVisibility() && (
    !e.getAttribute('width') || !e.getAttribute('height')
    || getComputedStyle(e).backgroundColor === 'rgba(0, 0, 0, 0)'
    || (!e.currentSrc.includes('.svg') && (!e.srcset || !e.sizes))
    || pixels(e) > 2.5 * devicePixelRatio * e.getBoundingClientRect().width
    || (e.getBoundingClientRect().top > innerHeight && e.loading !== 'lazy' && e.fetchPriority !== 'high')
)).map(e => `${pixels(e)} px for ${e.getBoundingClientRect().width}: ${e.outerHTML.slice(0, 200)}`); }
"""


@pytest.mark.parametrize("name", ["home", "campaign", "story", "initiative", "initiative index"])
def test_a_first_view_is_light_and_stands_still(browser: Browser, site: Instance, name: str) -> None:
    window = browser.new_context(**SCREEN, service_workers="block")
    page = window.new_page()
    view = first_view(page, site.address + page_types(site)[name])
    unfit = page.evaluate(UNFIT)
    window.close()
    assert view.shift < SHIFT
    assert 0 < view.octets["Script"] <= SCRIPT
    assert sum(view.octets.values()) <= EVERYTHING.get(name, ORDINARY)
    assert view.pictures <= {"image/webp", "image/avif", "image/svg+xml"}
    assert unfit == []
