"""Which languages a reader is offered, and what stands in them."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.operations import translate_object

from home.models import HomePage, StandardPage
from stories.models import StoryPage
from tests.factories import CampaignPageFactory, SiteTree, StandardPageFactory, StoryPageFactory
from tests.publishing.translating.conftest import english

pytestmark = pytest.mark.django_db


def read(client: Client, address: str) -> Any:
    return BeautifulSoup(client.get(address).content, "html.parser")


def offered(client: Client, address: str) -> dict[str, str]:
    """The switcher of the page's head: addresses by language."""
    return {link["hreflang"]: link["href"] for link in read(client, address).select("header .langs a")}


@pytest.fixture
def korean_home(tree: SiteTree) -> HomePage:
    """The home page in Korean, published."""
    locale = Locale.objects.create(language_code="ko")
    translate_object(tree.home, [locale])
    home = HomePage.objects.get(locale=locale)
    home.slug = "home-ko"
    home.save_revision().publish()
    return HomePage.objects.get(pk=home.pk)


def test_a_language_without_a_home_page_is_not_offered(client: Client, tree: SiteTree) -> None:
    assert "ko" in dict(settings.WAGTAIL_CONTENT_LANGUAGES)
    assert not Locale.objects.filter(language_code="ko").exists()
    for address in ("/", tree.stories.url, "/tim-kiem/", "/khong-co/"):
        assert set(offered(client, address)) == {"vi", "en"}, address


@pytest.mark.parametrize("address", ["/ko/", "/ko/gioi-thieu/", "/zh-hans/", "/zh/", "/ja/khong-co/"])
def test_an_address_in_a_language_without_pages_is_not_found(client: Client, tree: SiteTree, address: str) -> None:
    StandardPageFactory(slug="gioi-thieu")
    assert client.get(address).status_code == 404


def test_a_language_is_offered_once_its_home_page_is_published(client: Client, korean_home: HomePage) -> None:
    assert offered(client, "/") == {"vi": "/", "en": "/en/", "ko": "/ko/"}
    page = read(client, "/ko/")
    assert page.html["lang"] == "ko"
    korean_home.unpublish()
    assert offered(client, "/") == {"vi": "/", "en": "/en/"}


def test_a_closed_home_page_offers_no_language(client: Client, korean_home: HomePage) -> None:
    PageViewRestriction.objects.create(page=korean_home, restriction_type=PageViewRestriction.LOGIN)
    assert "ko" not in offered(client, "/")


def test_chinese_is_written_as_browsers_and_search_engines_know_it(client: Client, tree: SiteTree) -> None:
    locale = Locale.objects.create(language_code="zh-hans")
    translate_object(tree.home, [locale])
    HomePage.objects.get(locale=locale).save_revision().publish()
    page = read(client, "/zh-hans/")
    assert page.html["lang"] == "zh-Hans"
    assert page.select_one("head link[hreflang=zh-Hans]")["href"].endswith("/zh-hans/")
    assert page.select_one("meta[property='og:locale']")["content"] == "zh_CN"
    assert offered(client, "/")["zh-Hans"] == "/zh-hans/"


def test_the_strip_is_called_in_the_readers_language(client: Client, korean_home: HomePage) -> None:
    page = CampaignPageFactory(title="Chiến dịch 40 ngày")
    for parent, name in ((page.get_parent().get_parent(), "Chiến dịch"), (korean_home, "캠페인")):
        address = StandardPageFactory(parent=parent, locale=parent.locale).url
        assert read(client, address).select_one("aside.strip")["aria-label"] == name


def test_a_missing_version_is_told_in_its_own_language(client: Client, korean_home: HomePage) -> None:
    link = read(client, StoryPageFactory().url).select_one("header .langs a[hreflang=ko]")
    assert link["href"] == "/ko/"
    assert link["lang"] == "ko"
    assert "한국어판은 아직 없습니다" in link.text
    link = read(client, StoryPageFactory().url).select_one("header .langs a[hreflang=en]")
    assert "no English version yet" in link.text


def test_a_foreign_reader_is_led_to_the_english_version_before_the_vietnamese(
    client: Client, korean_home: HomePage, about: StandardPage
) -> None:
    page = StandardPage(title="안내", slug="guide", locale=korean_home.locale)
    page.body = [
        {"type": "paragraph", "value": f'<p><a linktype="page" id="{about.pk}">보기</a></p>', "id": "a"},
        {
            "type": "related",
            "value": {"heading": "", "pages": [{"type": "item", "value": about.pk, "id": "c"}]},
            "id": "b",
        },
    ]
    korean_home.add_child(instance=page)
    links = read(client, page.url).select(f"main a[href='{english(about).url}']")
    assert len(links) == 2
    assert {link["hreflang"] for link in links} == {"en"}


def test_search_engines_are_told_of_published_versions_alone(
    client: Client, tree: SiteTree, about: StandardPage
) -> None:
    def told() -> dict[str, str]:
        links = read(client, about.url).select("head link[rel=alternate][hreflang]")
        return {link["hreflang"]: link["href"].removeprefix("http://testserver") for link in links}

    assert told() == {"vi": about.url, "en": english(about).url, "x-default": about.url}
    english(about).specific.unpublish()
    assert told() == {}


def test_what_nobody_translated_is_never_shown(client: Client, tree: SiteTree) -> None:
    page = StandardPageFactory(slug="chua-dich", title="Chưa dịch")
    alias = page.copy_for_translation(tree.en, alias=True)
    page.lead = "Chữ mới."
    page.save_revision().publish()
    alias.refresh_from_db()
    assert alias.lead == "Chữ mới."
    assert client.get(alias.url).status_code == 404
    assert "Chưa dịch" not in read(client, "/en/").text
    assert not read(client, page.url).select("head link[hreflang]")
    assert "no English version yet" in read(client, page.url).select_one("header .langs a[hreflang=en]").text
    page.unpublish()
    page.save_revision().publish()
    assert client.get(alias.url).status_code == 404


class TestAPageWhoseParentHasNoVersion:
    """Wagtail makes one of the parent then, in the source's words."""

    @pytest.fixture
    def version(self, desk: Client, tree: SiteTree) -> StoryPage:
        """The draft that “translate this page” makes of a story."""
        story = StoryPageFactory(title="Chuyện ở Đồng Nai")
        tree.stories.save_revision().publish()
        tree.stories.refresh_from_db()
        desk.post(
            reverse("wagtail_localize:submit_page_translation", args=[story.pk]), {"locales": [tree.en.pk]}, follow=True
        )
        return StoryPage.objects.get(locale=tree.en)

    def mentioned(self, client: Client, parent: Page) -> set[str]:
        """Where everybody meets the version of `parent`."""
        places = ["/", "/en/", "/sitemap.xml", "/en/search/?q=chuyen", "/en/khong-co/"]
        places += [page.url for page in Page.objects.live().filter(translation_key=parent.translation_key)]
        return {address for address in places if f'{parent.url}"' in client.get(address).content.decode()} | {
            address for address in ("/sitemap.xml",) if f"{parent.url}<" in client.get(address).content.decode()
        }

    def test_it_and_its_parent_are_drafts(self, client: Client, tree: SiteTree, version: StoryPage) -> None:
        parent = version.get_parent()
        assert parent.translation_key == tree.stories.translation_key
        for page in (version, parent):
            assert client.get(page.url).status_code == 404
            assert self.mentioned(client, page) == set()
        tree.stories.save_revision().publish()
        assert client.get(parent.url).status_code == 404

    def test_once_published_it_is_read_below_the_draft(
        self, client: Client, tree: SiteTree, version: StoryPage
    ) -> None:
        version.title = "A story of Đồng Nai"
        version.save_revision().publish()
        page = read(client, version.url)
        assert page.html["lang"] == "en"
        assert page.h1.text == "A story of Đồng Nai"
        assert version.get_parent().url not in {link["href"] for link in page.select("a")}
        assert self.mentioned(client, version.get_parent()) == set()
        assert "/sitemap.xml" in self.mentioned(client, version)

    def test_its_parent_is_translated_and_published_later(
        self, client: Client, desk: Client, tree: SiteTree, version: StoryPage
    ) -> None:
        assert tree.stories.first_published_at is not None
        version.save_revision().publish()
        desk.post(reverse("wagtail_localize:submit_page_translation", args=[tree.stories.pk]), {"locales": tree.en.pk})
        parent = version.get_parent().specific
        assert parent.alias_of is None
        assert client.get(parent.url).status_code == 404
        parent.title = "Stories"
        parent.save_revision().publish()
        assert client.get(parent.url).status_code == 200
        assert {"/en/", "/sitemap.xml", tree.stories.url, parent.url} <= self.mentioned(client, parent)
        parent.refresh_from_db()
        assert parent.first_published_at > tree.stories.first_published_at
        tree.stories.title = "Tin mới"
        tree.stories.save_revision().publish()
        assert read(client, parent.url).h1.text == "Stories"


def test_every_page_is_shared_with_a_card_in_its_own_language(client: Client, korean_home: HomePage) -> None:
    picture = str(read(client, "/ko/").select_one("meta[property='og:image']")["content"])
    assert f"/anh-chia-se/{korean_home.pk}/" in picture
    assert client.get(picture.removeprefix("http://testserver")).status_code == 200
