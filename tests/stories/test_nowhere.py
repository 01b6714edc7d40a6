"""What is not public stands in no output of the site: one word is looked for in all of them.

Whoever adds an output adds it to `outputs`.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from campaigns.models import CampaignPage
from sharing.short_links import short_path
from stories.models import StoryPage
from tests.factories import (
    CampaignPageFactory,
    ImageFactory,
    InitiativePageFactory,
    SiteTree,
    SnapshotFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db

WORD = "Thiên Thanh"
"""Stands in nothing but the page that must not be seen."""


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


@pytest.fixture
def campaign(tree: SiteTree) -> CampaignPage:
    UnitFactory(code="75")
    page: CampaignPage = CampaignPageFactory()
    SnapshotFactory(campaign=page.campaign, unit_codes=("75",))
    return page


def outputs(tree: SiteTree, campaign: CampaignPage, page: Page) -> list[str]:
    """Every address that might tell of `page`, its own among them."""
    others = [StoryPageFactory(campaign=campaign.campaign), InitiativePageFactory(campaign=campaign.campaign)]
    feeds = [
        f"/feeds/{part}{kind}.{form}"
        for part in ("", "chien-dich/40-ngay-cao-diem/", "don-vi/75/", "the/hang-mat/")
        for kind in ("stories", "initiatives")
        for form in ("rss", "atom", "json")
    ]
    url = quote(page.full_url or "")
    return [
        page.url or "", short_path(page), f"/embed/trang/{page.pk}/",
        *(f"/oembed/?url={url}&format={form}" for form in ("json", "xml")),
        "/sitemap.xml", "/sitemap-news.xml", "/robots.txt", *feeds,
        tree.home.url, tree.stories.url, f"{tree.stories.url}?the=hang-mat", tree.initiatives.url, tree.campaigns.url,
        *(other.url for other in others),
        campaign.url, f"{campaign.url}don-vi/75/", f"{campaign.url}so-lieu/", f"{campaign.url}bang-dien-tu/",
        f"/tim-kiem/?q={quote(WORD)}", "/tim-kiem/?q=75", "/api/v1/campaigns", "/du-lieu/40-ngay-cao-diem/don-vi.json",
        "/embed/40-ngay-cao-diem/?unit=75", "/embed/40-ngay-cao-diem.txt",
    ]  # fmt: skip


def hidden_draft(page: Page) -> None:
    page.unpublish()
    page.save_revision()


def hidden_by_itself(page: Page) -> None:
    PageViewRestriction.objects.create(page=page, restriction_type="login")


def hidden_by_a_page_above(page: Page) -> None:
    PageViewRestriction.objects.create(page=page.get_parent(), restriction_type="login")


def expired(page: Page) -> None:
    Page.objects.filter(pk=page.pk).update(expire_at=timezone.now(), live=False, expired=True)


@pytest.mark.parametrize("hide", [hidden_draft, hidden_by_itself, hidden_by_a_page_above, expired])
@pytest.mark.parametrize("factory", [StoryPageFactory, InitiativePageFactory])
def test_no_output_tells_of_it(
    client: Client, tree: SiteTree, campaign: CampaignPage, factory: Any, hide: Callable[[Page], None]
) -> None:
    page = factory(
        title=f"{WORD} tiêu đề", slug="thien-thanh", campaign=campaign.campaign, unit=UnitFactory(code="75"),
        image=ImageFactory(description=WORD), date=timezone.now(), with_tags=["hàng mật"],
    )  # fmt: skip
    page = Page.objects.get(pk=page.pk).specific
    shown = [address for address in outputs(tree, campaign, page) if WORD in said(client, address)]
    assert len(shown) > 10, "while it is public, they tell of it"
    hide(page)
    for address in outputs(tree, campaign, page):
        text = told_by_itself(client, address)
        assert WORD not in text, address
        assert "thien-thanh" not in text.replace(page.url or "", ""), address


def said(client: Client, address: str) -> str:
    response = client.get(address, follow=True)
    assert response.status_code in (200, 302, 404), address
    return "" if response.request["PATH_INFO"].startswith("/admin/") else response.content.decode()


def told_by_itself(client: Client, address: str) -> str:
    """What an output says beyond repeating what was searched for."""
    text = said(client, address).replace("\xa0", " ")
    for repeated in (quote(WORD), quote_plus(WORD), f"“{WORD}”", f"{WORD} – Tìm kiếm", f'value="{WORD}"'):
        text = text.replace(repeated, "")
    return text


def test_a_restricted_initiative_shows_title_effect_and_award_and_nothing_else(
    client: Client, tree: SiteTree, campaign: CampaignPage
) -> None:
    image = ImageFactory(title=WORD, description=WORD, credit=WORD)
    unit = UnitFactory(code="75")
    page = InitiativePageFactory(
        title="Khuôn ép kín", slug="sang-kien-12345678", restricted=True, award="Bằng Lao động sáng tạo",
        campaign=campaign.campaign, unit=unit, with_tags=["hàng mật"], image=image, share_image=image,
        date=timezone.now(), people_and_effects__name=WORD, people_and_effects__job=WORD,
        people_and_effects__workplace=WORD, people_and_effects__portrait=image,
        **dict.fromkeys(("code", "summary", "image_alt", "image_caption", "problem_heading", "quote", "seo_title",
                         "search_description", "benefit_note", "recognition_ref"), WORD),
    )  # fmt: skip
    told = []
    for address in outputs(tree, campaign, page):
        text = told_by_itself(client, address)
        assert WORD not in text, address
        assert "hàng mật" not in text or "hang-mat" in address, address
        if "Khuôn ép" in text.replace("\xa0", " "):
            told.append(address)
    assert page.url in told and f"/embed/trang/{page.pk}/" in told
    assert not [address for address in told if address.startswith(("/feeds/", "/sitemap-news"))]


def test_the_word_is_looked_for_where_it_would_stand(client: Client, tree: SiteTree, campaign: CampaignPage) -> None:
    """Each output that lists pages tells of a public story: else the tests above would look at nothing."""
    story = StoryPageFactory(
        title=WORD, campaign=campaign.campaign, unit=UnitFactory(code="75"), with_tags=["hàng mật"], date=timezone.now()
    )
    for address in (
        tree.home.url, tree.stories.url, campaign.url, f"{campaign.url}don-vi/75/", "/sitemap-news.xml",
        "/feeds/stories.rss", "/feeds/don-vi/75/stories.atom", "/feeds/the/hang-mat/stories.json",
        "/feeds/chien-dich/40-ngay-cao-diem/stories.rss", f"/oembed/?url={quote(story.full_url)}",
    ):  # fmt: skip
        assert WORD in said(client, address).replace("\xa0", " "), address
    assert StoryPage.objects.get().url in said(client, "/sitemap.xml")
