"""What every public page says of itself in its `<head>`."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from wagtail.models import Site

from publishing.consent import People
from stories.models import StoryPage
from tests.factories import (
    CampaignPageFactory,
    ImageFactory,
    InitiativePageFactory,
    SiteTree,
    SnapshotFactory,
    StandardPageFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db

NFD = "Sáng kiến của chị Hà"


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


def head_of(client: Client, address: str, **headers: str) -> BeautifulSoup:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def said(soup: BeautifulSoup, name: str) -> list[str]:
    """The contents of every `<meta>` with this name or property."""
    return [str(tag["content"]) for tag in soup.select(f"meta[name='{name}'], meta[property='{name}']")]


@pytest.fixture
def addresses(tree: SiteTree) -> Iterator[dict[str, str]]:
    """One page of every kind, in both languages where there are two, hardly any with a text for its description."""
    UnitFactory(code="75")
    campaign = CampaignPageFactory()
    SnapshotFactory(campaign=campaign.campaign, unit_codes=("75",))
    story, initiative = StoryPageFactory(), InitiativePageFactory()
    bare = StandardPageFactory()
    english = StandardPageFactory(parent=tree.home_en, locale=tree.en)
    yield {
        "home": tree.home.url,
        "home, English": tree.home_en.url,
        "campaign": campaign.url,
        "unit": f"{campaign.url}don-vi/75/",
        "data": f"{campaign.url}so-lieu/",
        "wallboard": f"{campaign.url}bang-dien-tu/",
        "embed code": f"{campaign.url}ma-nhung/",
        "campaign index": tree.campaigns.url,
        "story index": tree.stories.url,
        "initiative index": tree.initiatives.url,
        "story": story.url,
        "initiative": initiative.url,
        "restricted": InitiativePageFactory(restricted=True).url,
        "standard": bare.url,
        "standard, English": english.url,
        "search": "/tim-kiem/?q=a",
        "search, English": "/en/search/?q=a",
    }


def test_every_page_has_all_of_it_once_and_in_order(client: Client, addresses: dict[str, str]) -> None:
    for name, address in addresses.items():
        soup = head_of(client, address)
        metas = [str(tag.get("property") or tag.get("name")) for tag in soup.select("head meta")]
        for once in (
            "description", "robots", "og:type", "og:title", "og:description", "og:url", "og:site_name", "og:locale",
            "og:image", "twitter:card", "twitter:title", "twitter:description", "twitter:image", "twitter:image:alt",
        ):  # fmt: skip
            assert len(said(soup, once)) == 1 and said(soup, once)[0], f"{name}: {once}"
        start = metas.index("og:image")
        assert metas[start : start + 5] == [
            "og:image", "og:image:width", "og:image:height", "og:image:type", "og:image:alt",
        ], name  # fmt: skip
        for absolute in ("og:url", "og:image", "twitter:image"):
            assert said(soup, absolute)[0].startswith("http://testserver/"), f"{name}: {absolute}"
        assert len(soup.select("head > title")) == 1
        indexable = not name.startswith(("search", "wallboard"))
        assert said(soup, "robots") == ["max-image-preview:large" if indexable else "noindex"], name
        canonical = [str(link["href"]) for link in soup.select("link[rel=canonical]")]
        assert canonical == (said(soup, "og:url") if indexable else []), name


def test_nothing_comes_from_the_hosts_name(client: Client, addresses: dict[str, str], settings: object) -> None:
    settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
    for name, address in addresses.items():
        response = client.get(address, headers={"host": "evil.example"})
        assert b"evil.example" not in response.content, name


def test_the_mark_of_a_shared_link_is_no_part_of_the_canonical_address(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory()
    response = client.get(f"{story.url}?utm_source=zalo&utm_medium=share&fbclid=x", follow=True)
    soup = BeautifulSoup(response.content, "html.parser")
    assert [link["href"] for link in soup.select("link[rel=canonical]")] == [story.full_url]
    assert said(soup, "og:url") == [story.full_url]


def test_a_story_tells_when_under_what_and_by_whom(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory(
        date=datetime(2022, 5, 10, 7, 5, tzinfo=UTC), byline="Thu Hà", with_tags=["may mặc", "an toàn"]
    )
    story.last_published_at = datetime(2022, 5, 11, 1, 0, tzinfo=UTC)
    story.save()
    soup = head_of(client, story.url)
    assert said(soup, "og:type") == ["article"]
    assert said(soup, "article:published_time") == ["2022-05-10T14:05:00+07:00"]
    assert said(soup, "article:modified_time") == ["2022-05-11T08:00:00+07:00"]
    assert said(soup, "article:section") == ["Câu chuyện"]
    assert sorted(said(soup, "article:tag")) == ["an toàn", "may mặc"]
    assert said(soup, "article:author") == said(soup, "author") == ["Thu Hà"]


def test_no_change_is_told_from_before_it_came_out(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory(date=datetime(2022, 5, 10, 7, 5, tzinfo=UTC))
    story.last_published_at = datetime(2022, 5, 1, tzinfo=UTC)
    story.save()
    assert said(head_of(client, story.url), "article:modified_time") == ["2022-05-10T14:05:00+07:00"]


def test_a_picture_is_described_in_the_pages_language(client: Client, tree: SiteTree) -> None:
    image = ImageFactory(description="Công nhân bên máy may", people=People.NO)
    vietnamese = StandardPageFactory(share_image=image)
    english = StandardPageFactory(parent=tree.home_en, locale=tree.en, share_image=image, title="About us")
    assert said(head_of(client, vietnamese.url), "og:image:alt") == ["Công nhân bên máy may"]
    soup = head_of(client, english.url)
    assert said(soup, "og:image:alt") == said(soup, "twitter:image:alt") == ["About us"]


def test_a_description_that_nobody_wrote_is_made_of_what_there_is(client: Client, tree: SiteTree) -> None:
    body = [{"type": "paragraph", "value": "<p>Mỗi ý tưởng đều đáng kể.</p>", "id": "1"}]
    assert said(head_of(client, StandardPageFactory(body=body).url), "description") == ["Mỗi ý tưởng đều đáng kể."]
    assert said(head_of(client, StandardPageFactory(title="Liên hệ").url), "description") == [
        "Liên hệ. 1 triệu sáng kiến – Tự hào trí tuệ lao động Việt Nam – Tổng Liên đoàn Lao động Việt Nam"
    ]


def test_live_translations_alone_are_named(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory()
    english: StoryPage = story.copy_for_translation(tree.en, copy_parents=True)
    assert head_of(client, story.url).select("link[hreflang]") == []
    english.save_revision().publish()
    for page in (story, english):
        soup = head_of(client, page.url)
        assert {str(link["hreflang"]): link["href"] for link in soup.select("link[hreflang]")} == {
            "vi": story.full_url, "en": english.full_url, "x-default": story.full_url,
        }  # fmt: skip
    assert said(head_of(client, english.url), "og:locale:alternate") == ["vi_VN"]


@pytest.mark.parametrize(
    ("address", "locale"), [("/tim-kiem/", "vi_VN"), ("/en/search/", "en_GB"), ("/zh-hans/search/", "zh_CN")]
)
def test_what_is_no_page_of_the_tree_says_its_language_too(
    client: Client, tree: SiteTree, address: str, locale: str
) -> None:
    assert said(head_of(client, address), "og:locale") == [locale]


@pytest.mark.parametrize(
    "title", ["</title><script>alert(1)</script>", NFD, "a" * 200, 'Chị "Hà" & <b>em</b>', "Đẹp quá 🎉👷‍♀️"]
)
def test_odd_titles_are_said_whole_and_escaped(client: Client, tree: SiteTree, title: str) -> None:
    from vietnamese.text import nfc

    story = StoryPageFactory(title=title)
    soup = head_of(client, story.url)
    for name in ("og:title", "twitter:title"):
        assert said(soup, name) == [nfc(title)]
    assert soup.title is not None and soup.title.get_text().startswith(nfc(title))
    assert all(script.get("src") or script.get("type") for script in soup.select("script"))


def test_the_addresses_are_those_of_the_sites_record(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory()
    Site.objects.update(hostname="sangkien.example", port=443)
    Site.clear_site_root_paths_cache()
    soup = head_of(client, story.url)
    assert said(soup, "og:url") == [f"https://sangkien.example{story.url}"]
    assert said(soup, "og:image")[0].startswith("https://sangkien.example/")
