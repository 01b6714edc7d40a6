"""A version that its original has left behind: where editors read it, and when it is up to it again."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupPagePermission, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from home.models import StandardPage
from publishing.translating.behind import behind_for, versions_behind
from tests.factories import SiteTree, StandardPageFactory
from tests.publishing.translating.conftest import english

pytestmark = pytest.mark.django_db

REPORT = "/admin/ban-dich-cham/"


def change(page: StandardPage, lead: str) -> StandardPage:
    """Publish `page` with another lead."""
    page.refresh_from_db()
    page.lead = lead
    page.save_revision().publish()
    return page


def translate(page: StandardPage) -> None:
    """Translate every passage that is not: with the words that stand there, which names may keep."""
    for translation in Translation.objects.filter(source__object_id=page.translation_key):
        for segment in translation.source.stringsegment_set.annotate_translation(translation.target_locale):
            if segment.translation is None:
                StringTranslation.objects.create(
                    translation_of=segment.string,
                    context=segment.context,
                    locale=translation.target_locale,
                    data=segment.string.data,
                )


@pytest.fixture
def about(about: StandardPage) -> StandardPage:
    """The page in two languages, all of it translated."""
    translate(about)
    return about


def found() -> list[Page]:
    return list(versions_behind(Page.objects.all()))


def test_a_version_is_behind_once_its_original_is_published_again(about: StandardPage) -> None:
    assert found() == []
    change(about, "Khác trước.")
    assert [page.pk for page in found()] == [english(about).pk]


def test_taking_the_texts_over_and_publishing_brings_it_up(about: StandardPage) -> None:
    change(about, "Khác trước.")
    TranslationSource.objects.get_for_instance(about).update_from_db()
    translate(about)
    assert len(found()) == 1  # the new texts are not on the site yet
    english(about).specific.save_revision().publish()
    assert found() == []


def test_one_with_passages_that_are_not_translated_is_behind(desk: Client, about: StandardPage) -> None:
    change(about, "Khác trước.")
    TranslationSource.objects.get_for_instance(about).update_from_db()
    english(about).specific.save_revision().publish()  # readers meet the new lead in Vietnamese
    (version,) = found()
    edit = reverse("wagtailadmin_pages:edit", args=[version.pk])
    assert "Độc giả còn gặp 1 đoạn chưa dịch" in desk.get(edit).content.decode()
    assert "Dịch nốt 1 đoạn" in desk.get(REPORT).content.decode()
    translate(about)
    assert found() == []
    assert "chưa dịch trong bản này" not in desk.get(edit).content.decode()


def test_a_draft_says_on_its_own_screen_that_its_original_went_on(desk: Client, about: StandardPage) -> None:
    version = english(about).specific
    version.unpublish()
    edit = reverse("wagtailadmin_pages:edit", args=[version.pk])
    assert "Bản này chậm hơn bản gốc" not in desk.get(edit).content.decode()
    change(about, "Khác trước.")
    assert "Bản này chậm hơn bản gốc" in desk.get(edit).content.decode()
    TranslationSource.objects.get_for_instance(about).update_from_db()
    assert "Bản này chậm hơn bản gốc" not in desk.get(edit).content.decode()


def test_publishing_without_taking_the_texts_over_does_not(about: StandardPage) -> None:
    change(about, "Khác trước.")
    english(about).specific.save_revision().publish()
    assert len(found()) == 1


def test_a_version_written_by_hand_is_up_once_it_is_published(about: StandardPage) -> None:
    Translation.objects.all().update(enabled=False)
    change(about, "Khác trước.")
    assert len(found()) == 1
    english(about).specific.save_revision().publish()
    assert found() == []


def test_drafts_and_aliases_are_behind_nothing(tree: SiteTree, about: StandardPage) -> None:
    alias = StandardPageFactory()
    alias.copy_for_translation(tree.en, alias=True)
    english(about).specific.unpublish()
    for page in (alias, about):
        change(page, "Khác trước.")
    assert found() == []


def test_it_is_behind_since_the_first_change_that_it_lacks(about: StandardPage) -> None:
    before = timezone.now()
    change(about, "Lần một.")
    first = StandardPage.objects.get(pk=about.pk).last_published_at
    change(about, "Lần hai.")
    about.refresh_from_db()
    user = get_user_model().objects.create_superuser("a", "a@congdoan.example", "mat-khau")
    (behind,) = behind_for(user)
    assert before <= first <= behind.since < about.last_published_at


def test_editors_read_it_in_every_place(desk: Client, about: StandardPage) -> None:
    change(about, "Khác trước.")
    version = english(about)
    sync = reverse("wagtail_localize:update_translations", args=[TranslationSource.objects.get_for_instance(about).pk])
    first_screen = desk.get("/admin/").content.decode()
    assert "Bản dịch chậm hơn bản gốc" in first_screen
    report = desk.get(REPORT).content.decode()
    assert sync in report
    assert reverse("wagtailadmin_pages:edit", args=[version.pk]) in report
    on_version = desk.get(reverse("wagtailadmin_pages:edit", args=[version.pk])).content.decode()
    assert "Bản này chậm hơn bản gốc" in on_version
    assert sync in on_version
    on_original = desk.get(reverse("wagtailadmin_pages:edit", args=[about.pk])).content.decode()
    assert "tiếng Anh" in on_original
    listing = desk.get(reverse("wagtailadmin_explore", args=[version.get_parent().pk])).content.decode()
    assert "Chậm hơn bản gốc" in listing
    assert REPORT in desk.get("/admin/").content.decode()


def test_nothing_is_said_while_all_are_up(desk: Client, about: StandardPage) -> None:
    version = english(about)
    assert "Bản dịch chậm hơn bản gốc" not in desk.get("/admin/").content.decode().split("<main")[-1]
    assert "Mọi bản dịch đang hiện đều theo kịp bản gốc" in desk.get(REPORT).content.decode()
    assert "chậm hơn bản gốc" not in desk.get(reverse("wagtailadmin_pages:edit", args=[version.pk])).content.decode()


def test_who_may_not_edit_a_version_is_told_nothing_of_it(tree: SiteTree, about: StandardPage) -> None:
    change(about, "Khác trước.")
    group = Group.objects.create(name="Chỉ tiếng Việt")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group, page=tree.home, permission=Permission.objects.get(codename="change_page")
    )
    user: Any = get_user_model().objects.create_user("viet", "viet@congdoan.example", "mat-khau")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    assert behind_for(user) == []
    assert english(about).title not in client.get(REPORT).content.decode()


def test_visitors_read_no_report(client: Client, tree: SiteTree) -> None:
    assert client.get(REPORT).status_code == 302
