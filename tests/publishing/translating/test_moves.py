"""Versions stand where their original stands: after one move, after many, in code, and when a language is synced."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import LocaleSynchronization
from wagtail_localize.operations import translate_object
from wagtail_localize.synctree import synchronize_tree

from home.models import StandardPage
from tests.factories import SiteTree, StandardPageFactory
from tests.publishing.translating.conftest import english, in_english, intact

pytestmark = pytest.mark.django_db


def move(desk: Client, page: Page, destination: Page) -> str:
    """Move as an editor does; the messages of the screen that follows."""
    address = reverse("wagtailadmin_pages:move_confirm", args=[page.pk, destination.pk])
    return desk.post(address, follow=True).content.decode()


def parent(page: Page) -> Page:
    return Page.objects.get(pk=page.pk).get_parent()


def test_a_version_follows_its_original(desk: Client, about: StandardPage, help_page: StandardPage) -> None:
    screen = move(desk, about, help_page)
    assert parent(english(about)) == english(help_page)
    assert english(about).url_path == f"{english(help_page).url_path}{english(about).slug}/"
    assert "đã chuyển theo" in screen
    assert "tiếng Anh" in screen
    assert intact()


def test_pages_below_a_version_move_with_it(desk: Client, about: StandardPage, help_page: StandardPage) -> None:
    below = in_english(StandardPageFactory(parent=about, title="Ban tổ chức", slug="ban-to-chuc"))
    move(desk, about, help_page)
    assert parent(english(below)) == english(about)
    assert english(below).url_path.startswith(english(help_page).url_path)
    assert intact()


def test_versions_follow_when_several_pages_are_moved_at_once(
    desk: Client, about: StandardPage, help_page: StandardPage
) -> None:
    contact = in_english(StandardPageFactory(title="Liên hệ", slug="lien-he"))
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    desk.post(f"{address}?id={about.pk}&id={contact.pk}&next=/admin/", {"chooser": help_page.pk})
    for page in (about, contact):
        assert parent(page).pk == help_page.pk
        assert parent(english(page)) == english(help_page)
    assert intact()


def test_an_alias_in_another_language_follows_too(desk: Client, tree: SiteTree, help_page: StandardPage) -> None:
    page = StandardPageFactory()
    alias = page.copy_for_translation(tree.en, alias=True)
    move(desk, page, help_page)
    assert parent(alias) == english(help_page)
    assert intact()


def test_a_new_parent_without_a_version_gets_a_draft_of_one(tree: SiteTree, about: StandardPage) -> None:
    outer = StandardPageFactory(title="Tài liệu")
    inner = StandardPageFactory(parent=outer, title="Biểu mẫu")
    about.move(inner, pos="last-child")
    assert parent(english(about)) == english(inner)
    assert parent(english(inner)) == english(outer)
    assert not english(inner).live
    assert not english(outer).live
    assert english(about).live
    assert intact()


def test_a_version_whose_address_is_taken_gets_a_number(about: StandardPage, help_page: StandardPage) -> None:
    StandardPageFactory(parent=english(help_page), title="About", slug=english(about).slug)
    about.move(help_page, pos="last-child")
    assert english(about).slug.endswith("-2")
    assert parent(english(about)) == english(help_page)
    assert intact()


def test_a_new_order_among_siblings_moves_nothing_else(about: StandardPage, help_page: StandardPage) -> None:
    before = english(about).path
    help_page.refresh_from_db()
    about.move(help_page, pos="right")
    assert english(about).path == before


def test_a_version_is_not_moved_on_its_own(desk: Client, about: StandardPage, help_page: StandardPage) -> None:
    before = parent(english(about))
    assert "Hãy chuyển trang đó" in move(desk, english(about), english(help_page))
    assert parent(english(about)) == before


def test_nor_among_others(desk: Client, about: StandardPage, help_page: StandardPage) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    version, before = english(about), parent(english(about))
    screen = desk.post(f"{address}?id={version.pk}&next=/admin/", {"chooser": english(help_page).pk}, follow=True)
    assert "Hãy chuyển trang đó" in screen.content.decode()
    assert parent(version) == before


def test_a_version_that_went_astray_can_be_brought_back(
    desk: Client, about: StandardPage, help_page: StandardPage
) -> None:
    english(about).move(english(help_page), pos="last-child")
    home = parent(about).get_translation(english(about).locale)
    move(desk, english(about), home)
    assert parent(english(about)).pk == home.pk


def test_a_page_without_an_original_moves_freely(desk: Client, tree: SiteTree) -> None:
    pages = [StandardPageFactory(parent=tree.home_en, slug=f"only-{number}") for number in range(2)]
    move(desk, pages[0], pages[1])
    assert parent(pages[0]).pk == pages[1].pk


def test_a_language_can_be_synced_after_a_move(tree: SiteTree, about: StandardPage, help_page: StandardPage) -> None:
    about.move(help_page, pos="last-child")
    StandardPageFactory(parent=Page.objects.get(pk=about.pk), title="Mới")
    synchronize_tree(tree.vi, tree.en)
    LocaleSynchronization.objects.create(locale=tree.en, sync_from=tree.vi)
    missing = [page for page in tree.home.get_descendants() if not page.has_translation(tree.en)]
    assert missing == []
    assert intact()


def test_translating_with_all_pages_below_leaves_the_tree_whole(desk: Client, tree: SiteTree) -> None:
    outer = StandardPageFactory(title="Tài liệu")
    inner = [StandardPageFactory(parent=outer, title=f"Biểu mẫu {number}") for number in range(3)]
    leaf = StandardPageFactory(parent=inner[1], title="Mẫu 1")
    translate_object(tree.stories, [tree.en])
    address = reverse("wagtail_localize:submit_page_translation", args=[outer.pk])
    answer = desk.post(address, {"locales": [tree.en.pk], "include_subtree": "on"})
    assert answer.status_code == 302
    assert english(outer).numchild == 3
    assert parent(english(leaf)) == english(inner[1])
    assert intact()
