"""What other sites' programs make of our pages, asked over a real connection: a library, and a second Wagtail site."""

import micawber
import pytest
from playwright.sync_api import BrowserContext, Page, expect
from wagtail.embeds.exceptions import EmbedNotFoundException
from wagtail.embeds.finders.oembed import OEmbedFinder

from tests.functional.instance import CAMPAIGN, Instance
from tests.functional.portal import open_portal
from tests.functional.watching import Watch

WIDTHS = (280, 360, 640)


@pytest.fixture
def pages(site: Instance) -> dict[str, str]:
    """One address of each kind that others may show."""
    campaign = f"{site.address}/chien-dich/{CAMPAIGN}/"
    return {
        "story": site.address + site.addresses("stories.storypage")[0],
        "story, English": site.address + site.addresses("stories.storypage", "en")[0],
        "initiative": site.address + site.addresses("stories.initiativepage")[0],
        "campaign": campaign,
        "unit": f"{campaign}don-vi/75/",
    }


def test_a_consumer_library_shows_them_in_its_text(site: Instance, pages: dict[str, str]) -> None:
    providers = micawber.ProviderRegistry()
    providers.register(rf"{site.address}/\S+", micawber.Provider(f"{site.address}/oembed/"))
    for name, url in pages.items():
        content = providers.request(url, maxwidth=400)
        assert (content["type"], content["version"], content["width"]) == ("rich", "1.0", 400), name
        html = micawber.parse_text(url, providers)
        assert "<blockquote>" in html and f'<iframe src="{site.address}/embed/' in html, name
    with pytest.raises(micawber.ProviderException):
        providers.request(f"{site.address}/khong-co/")


def test_another_wagtail_sites_finder_finds_them(site: Instance, pages: dict[str, str]) -> None:
    own = {"endpoint": f"{site.address}/oembed/", "urls": [rf"^{site.address}/.+$"]}
    finder = OEmbedFinder(providers=[own])
    for name, url in pages.items():
        assert finder.accept(url)
        found = finder.find_embed(url, max_width=500)
        assert (found["type"], found["width"]) == ("rich", 500), name
        assert found["title"] and found["provider_name"] and found["cache_until"], name
        assert f'<iframe src="{site.address}/embed/' in found["html"], name
    with pytest.raises(EmbedNotFoundException):
        finder.find_embed(f"{site.address}/tim-kiem/")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_card_shows_all_its_words_at_every_width(
    site: Instance, pages: dict[str, str], page: Page, watch: Watch, width: int, theme: str
) -> None:
    finder = OEmbedFinder(providers=[{"endpoint": f"{site.address}/oembed/", "urls": [rf"^{site.address}/.+$"]}])
    for name in ("story", "initiative"):
        found = finder.find_embed(pages[name], max_width=width)
        page.set_viewport_size({"width": found["width"], "height": found["height"]})
        address = found["html"].split('src="')[1].split('"')[0]
        page.goto(f"{address}?theme={theme}")
        expect(page.locator("h1 a")).to_be_visible()
        cut = page.evaluate(
            """() => [...document.querySelectorAll('.pg__text > *')].filter(box =>
                box.getBoundingClientRect().bottom > innerHeight || box.getBoundingClientRect().right > innerWidth)
                .map(box => box.className)"""
        )
        assert cut == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_wordpress_site_is_told_the_height_and_the_link(
    site: Instance, pages: dict[str, str], context: BrowserContext
) -> None:
    """WordPress hides a frame until it says its height, and its sandbox lets no link out by itself."""
    address = OEmbedFinder(
        providers=[{"endpoint": f"{site.address}/oembed/", "urls": [rf"^{site.address}/.+$"]}]
    ).find_embed(pages["story"])["html"].split('src="')[1].split('"')[0]  # fmt: skip
    with open_portal() as blog:
        blog.page = f"""<script>window.said = []; addEventListener('message', event => said.push(event.data));</script>
            <iframe sandbox="allow-scripts" src="{address}#?secret=abc123" width="600" height="240"></iframe>"""
        host = context.new_page()
        host.goto(blog.address)
        host.wait_for_function("said.some(each => each.message === 'height' && each.value >= 200)")
        host.frame_locator("iframe").locator("h1 a").click()
        host.wait_for_function("said.some(each => each.message === 'link')")
        assert host.evaluate("said.find(each => each.message === 'link')") == {
            "message": "link", "value": pages["story"], "secret": "abc123",
        }  # fmt: skip
