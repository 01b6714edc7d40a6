"""The share bar as it is served: what stands in it, where, and what it must not say."""

import re
from typing import Any
from unicodedata import normalize
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from wagtail.models import Site

from publishing.models import SiteSettings
from publishing.share_bar import ShareBar, chosen_networks
from sharing.head import Head, ShareImage
from sharing.short_links import short_url
from tests.factories import (
    CampaignPageFactory,
    InitiativePageFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db


def bars_of(client: Client, address: str) -> list[Tag]:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser").select(".share[role=group]")


def names(bar: Tag) -> list[str]:
    """The words on what can be pressed, in their order; each of Zalo's three once."""
    said = [re.sub(r"\s*\(.*\)", "", part.get_text(" ", strip=True)) for part in bar.select("a, button, summary")]
    return list(dict.fromkeys(said))


@pytest.fixture
def settings_of_site() -> SiteSettings:
    site_tree()
    settings = SiteSettings.for_site(Site.objects.get())
    settings.hashtags = "#TuHao #1TrieuSangKien"
    settings.save()
    return settings


class TestWhatStandsInIt:
    def test_the_order_of_the_design(self, client: Client) -> None:
        bar, _below = bars_of(client, StoryPageFactory().url)
        assert names(bar) == [
            "Chia sẻ qua ứng dụng", "Zalo", "Facebook", "Chép liên kết", "Mã QR", "Khác", "X", "LinkedIn", "Viber",
            "Messenger",
        ]  # fmt: skip

    def test_every_kind_of_page_that_is_shared_has_one(self, client: Client) -> None:
        unit, campaign = UnitFactory(code="79"), CampaignPageFactory()
        for address in (
            StoryPageFactory().url,
            InitiativePageFactory().url,
            InitiativePageFactory(restricted=True).url,
            campaign.url,
            f"{campaign.url}don-vi/79/",
        ):
            assert bars_of(client, address), address
        assert unit.pk

    def test_a_unit_shares_itself_and_not_its_campaign(self, client: Client) -> None:
        campaign, unit = CampaignPageFactory(), UnitFactory(code="79")
        (bar,) = bars_of(client, f"{campaign.url}don-vi/79/")
        assert short_url(campaign, unit.address_part).partition("://")[2] in bar.get_text()
        link = bar.select_one("a[href*='facebook.com']")
        assert link is not None
        (shared,) = parse_qs(urlsplit(str(link["href"])).query)["u"]
        assert urlsplit(shared).path == f"{campaign.url}don-vi/79/"

    def test_nothing_needs_a_style_or_a_script_in_the_page(self, client: Client) -> None:
        for bar in bars_of(client, StoryPageFactory().url):
            assert not bar.select("[style], script")
            assert not [name for tag in bar.find_all(True) for name in tag.attrs if name.startswith("on")]

    def test_without_a_script_the_link_can_be_selected_and_the_code_scanned(self, client: Client) -> None:
        story = StoryPageFactory()
        bar, _below = bars_of(client, story.url)
        field = bar.select_one("noscript input[readonly]")
        assert field is not None and str(field["value"]).endswith(f"{story.url}?utm_source=copy&utm_medium=share")
        assert {str(img["src"]) for img in bar.select("details img")} == {f"/{short_url(story).split('/', 3)[3]}.svg"}
        hidden = {part.get_text(strip=True) for part in bar.select("[hidden]")}
        assert {"Zalo", "Chép liên kết", "Messenger"} <= hidden
        shown = [link for link in bar.select("a[href]") if not link.has_attr("hidden")]
        assert [urlsplit(str(link["href"])).netloc for link in shown][:1] == ["www.facebook.com"]

    def test_no_picture_or_script_of_another_host_stands_in_the_page(self, client: Client) -> None:
        soup = BeautifulSoup(client.get(StoryPageFactory().url).content, "html.parser")
        for tag in soup.select("[src], link[rel=stylesheet], link[rel=preload], link[rel=preconnect]"):
            assert not str(tag.get("src") or tag.get("href")).startswith(("http", "//")), tag

    @pytest.mark.usefixtures("settings_of_site")
    def test_titles_and_hashtags_travel_composed_and_escaped(self, client: Client) -> None:
        title = 'Chuyền 12: "giỏi" & <nhanh> </script>'
        story = StoryPageFactory(title=normalize("NFD", title))
        bar, _below = bars_of(client, story.url)
        link = bar.select_one("a[href*='x.com']")
        zalo = bar.select_one("a[data-os=android]")
        assert link is not None and zalo is not None
        asked = parse_qs(urlsplit(str(link["href"])).query)
        assert (asked["text"], asked["hashtags"]) == ([title], ["TuHao,1TrieuSangKien"])
        assert "#TuHao #1TrieuSangKien" in unquote(str(zalo["href"]))

    def test_the_head_keeps_its_plain_address(self, client: Client) -> None:
        story = StoryPageFactory()
        soup = BeautifulSoup(client.get(story.url).content, "html.parser")
        canonical = soup.select_one("link[rel=canonical]")
        assert canonical is not None and str(canonical["href"]).endswith(story.url)
        assert "utm_" not in str(soup.head)

    def test_pages_that_are_not_to_be_found_have_none(self, client: Client) -> None:
        response = client.get("/khong-co/")
        assert not BeautifulSoup(response.content, "html.parser").select(".share")


class TestARestrictedInitiative:
    def test_shares_title_and_addresses_alone(self, client: Client) -> None:
        initiative = InitiativePageFactory(restricted=True, unit=UnitFactory())
        (bar,) = bars_of(client, initiative.url)
        said = unquote(str(bar))
        assert initiative.title in said
        for secret in (initiative.idea, initiative.problem, initiative.unit.name, *initiative.authors.all()):
            assert str(secret) not in said


class TestOnPaper:
    @pytest.mark.parametrize("factory", [StoryPageFactory, InitiativePageFactory])
    def test_stories_and_initiatives_end_with_their_code_and_short_address(self, client: Client, factory: Any) -> None:
        page = factory()
        soup = BeautifulSoup(client.get(page.url).content, "html.parser")
        (printed,) = soup.select(".printed")
        svg = printed.svg
        assert svg is not None and svg["aria-label"] == "Mã QR dẫn tới trang này"
        assert short_url(page).partition("://")[2] in printed.get_text()
        assert not printed.select("[style]")


class TestWhatEditorsChoose:
    def of(self, *chosen: str) -> tuple[list[str], list[str]]:
        head = Head("Tin", "", "https://a.example/x/", ShareImage("", 1, 1, ""), short="https://a.example/s/2f")
        bar = ShareBar.of(head, [], chosen)
        return [item.network.name for item in bar.first], [item.network.name for item in bar.more]

    def test_their_order_is_the_bars(self) -> None:
        assert self.of("telegram", "copy", "facebook") == (["telegram", "copy", "facebook"], [])

    @pytest.mark.parametrize("chosen", [(), ("zalo", "facebook", "qr", "x", "linkedin", "viber")])
    def test_copying_is_always_in_sight(self, chosen: tuple[str, ...]) -> None:
        first, more = self.of(*chosen)
        assert "copy" in first and "copy" not in more

    def test_no_menu_for_a_single_one(self) -> None:
        assert self.of("zalo", "facebook", "copy", "qr", "x")[1] == []
        assert self.of("zalo", "facebook", "copy", "qr", "x", "viber")[1] == ["x", "viber"]

    def test_a_network_of_a_former_version_is_left_out(self) -> None:
        assert self.of("myspace", "zalo")[0] == ["zalo", "copy"]

    def test_the_page_shows_it(self, client: Client, settings_of_site: SiteSettings) -> None:
        settings_of_site.share_networks = [("telegram", None), ("zalo", None)]
        settings_of_site.save()
        bar, _below = bars_of(client, StoryPageFactory().url)
        assert names(bar) == ["Chia sẻ qua ứng dụng", "Telegram", "Zalo", "Chép liên kết"]

    def test_by_itself_telegram_is_off(self, settings_of_site: SiteSettings) -> None:
        assert chosen_networks(settings_of_site)[:4] == ["zalo", "facebook", "copy", "qr"]
        assert "telegram" not in chosen_networks(settings_of_site)
