"""“Translate this page”, with the pages below it: what exists stays as it is, and originals alone are translated."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Locale, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.models import StandardPage
from stories.models import StoryPage
from tests.factories import SiteTree, StandardPageFactory, StoryPageFactory
from tests.publishing.translating.conftest import english, in_english
from tests.publishing.translating.test_rights import writer as writer

pytestmark = pytest.mark.django_db


@pytest.fixture
def korean(tree: SiteTree) -> Locale:
    """Another language, of which no page stands."""
    locale: Locale = Locale.objects.create(language_code="ko")
    return locale


def submit(client: Client, page: Page, *locales: Locale) -> str:
    """Ask for the versions of a page and of those below; returns what the admin says after it."""
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    answer = client.post(address, {"locales": [locale.pk for locale in locales], "include_subtree": "on"}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def as_it_stands(page: Page) -> dict[str, Any]:
    """All that is stored of a page."""
    return type(page.specific).objects.filter(pk=page.pk).values().get()


def translate_title(page: Page, title: str) -> None:
    """Translate it into English without publishing, as on the version's screen."""
    segment = StringSegment.objects.get(source__object_id=page.translation_key, context__path="title")
    StringTranslation.objects.create(
        translation_of=segment.string, locale=SiteTree.current().en, context=segment.context, data=title
    )


@pytest.mark.parametrize("who", ["writer", "desk"])
def test_no_version_that_exists_below_is_touched(request: pytest.FixtureRequest, tree: SiteTree, who: str) -> None:
    story: StoryPage = in_english(StoryPageFactory())
    translate_title(story, "Not approved")
    before = as_it_stands(english(story))
    said = submit(request.getfixturevalue(who), tree.stories, tree.en)
    assert as_it_stands(english(story)) == before
    assert english(tree.stories).alias_of is None
    assert f"“{story.title}” (tiếng Anh)" in said


def test_neither_a_stopped_translation_nor_a_draft_is_begun_anew(desk: Client, tree: SiteTree, korean: Locale) -> None:
    outer = StandardPageFactory(title="Tài liệu", slug="tai-lieu")
    stopped = in_english(StandardPageFactory(parent=outer, title="Ban tổ chức", slug="ban-to-chuc"))
    draft = StandardPageFactory(parent=outer, title="Liên hệ", slug="lien-he")
    draft.copy_for_translation(tree.en)
    translation = Translation.objects.get(source__object_id=stopped.translation_key)
    translation.enabled = False
    translation.save()
    version = english(stopped).specific
    version.title = "Committee, by hand"
    version.save_revision().publish()
    before = [as_it_stands(english(page)) for page in (stopped, draft)]
    submit(desk, outer, tree.en, korean)
    assert [as_it_stands(english(page)) for page in (stopped, draft)] == before
    translation.refresh_from_db()
    assert not translation.enabled
    assert not Translation.objects.filter(source__object_id=draft.translation_key, target_locale=tree.en).exists()
    made = Page.objects.filter(locale=korean, live=False, alias_of=None)
    assert {"Tài liệu", "Ban tổ chức", "Liên hệ"} <= set(made.values_list("title", flat=True))


def test_what_is_kept_is_named_up_to_a_number(desk: Client, tree: SiteTree) -> None:
    outer = StandardPageFactory(title="Tài liệu", slug="tai-lieu")
    for number in range(12):
        StandardPageFactory(parent=outer, slug=f"mau-{number}").copy_for_translation(tree.en, copy_parents=True)
    said = submit(desk, outer, tree.en)
    assert said.count("(tiếng Anh)") == 10
    assert "2 trang nữa" in said


def test_a_version_is_translated_from_its_original_alone(
    desk: Client, tree: SiteTree, about: StandardPage, korean: Locale
) -> None:
    version = english(about)
    said = submit(desk, version, korean)
    assert "Trang chỉ được dịch từ tiếng Việt" in said
    assert reverse("wagtail_localize:submit_page_translation", args=[about.pk]) in said
    assert not Page.objects.filter(locale=korean).exists()
    screen = desk.get(reverse("wagtail_localize:submit_page_translation", args=[version.pk]), follow=True)
    assert "Trang chỉ được dịch từ tiếng Việt" in screen.content.decode()


def test_an_alias_leads_to_the_page_that_it_mirrors(
    desk: Client, tree: SiteTree, about: StandardPage, korean: Locale
) -> None:
    alias = about.create_alias(parent=tree.home, update_slug="gioi-thieu-2")
    said = submit(desk, alias, korean)
    assert "là trang bí danh" in said
    assert reverse("wagtail_localize:submit_page_translation", args=[about.pk]) in said
    assert not Page.objects.filter(locale=korean).exists()


def test_a_page_without_an_original_is_not_translated(desk: Client, tree: SiteTree, korean: Locale) -> None:
    alone = StandardPageFactory(parent=tree.home_en, title="For investors", slug="investors")
    assert "không có bản tiếng Việt" in submit(desk, alone, korean)
    assert not Page.objects.filter(locale=korean).exists()


def test_who_may_not_have_pages_translated_learns_nothing(client: Client, about: StandardPage) -> None:
    answer = client.get(reverse("wagtail_localize:submit_page_translation", args=[english(about).pk]))
    assert answer["Location"].startswith("/admin/login/")
