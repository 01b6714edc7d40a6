"""Tags: each word once, however it is typed; addresses in ASCII; what was tagged before keeps its tags."""

import unicodedata
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.db import connection
from django.test import Client
from taggit.models import Tag as TheirTag
from wagtail.models import Revision
from wagtail_localize.models import Translation, TranslationSource

from stories.models import FormerSlug, InitiativeIndexPage, StoryIndexPage, StoryPage, StoryTag, Tag
from tests.factories import ImageFactory, InitiativePageFactory, SiteTree, StoryPageFactory, site_tree

NFD = unicodedata.normalize("NFD", "Đồng Nai")


@pytest.mark.django_db
def test_spellings_of_one_word_are_one_tag() -> None:
    site_tree()
    page = StoryPageFactory(with_tags=["An toàn"])
    page.tags.add("an  toàn", "AN TOÀN ", unicodedata.normalize("NFD", "an toàn"), NFD, "Đồng Nai")
    page.tags.add(Tag.objects.get(key="an toàn"), " ")
    page.save()
    assert sorted(StoryPage.objects.get(pk=page.pk).tags.names()) == ["An toàn", "Đồng Nai"]
    assert set(Tag.objects.values_list("slug", flat=True)) == {"an-toan", "dong-nai"}


@pytest.mark.django_db
def test_other_diacritics_are_other_words() -> None:
    tags = [Tag.objects.create(name=name) for name in ("bán", "bạn", "ban", "★", "☆")]
    assert [tag.slug for tag in tags] == ["ban", "ban-2", "ban-3", "the", "the-2"]


@pytest.mark.django_db
def test_a_former_address_is_nobody_elses() -> None:
    tag = Tag.objects.create(name="cũ")
    tag.name = "mới"
    tag.save()
    assert Tag.objects.create(name="cu").slug == "cu-2"
    tag.name = "cũ"
    tag.save()
    assert tag.slug == "cu"
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["moi"]


@pytest.mark.django_db
def test_a_translation_begins_with_the_tags_of_its_source() -> None:
    tree: SiteTree = site_tree()
    for source_page in (tree.stories, StoryPageFactory(with_tags=["an toàn", "cao su"])):
        source, _created = TranslationSource.update_or_create_from_instance(source_page)
        Translation.objects.create(source=source, target_locale=tree.en).save_target(publish=True)
    assert sorted(StoryPage.objects.get(locale=tree.en).tags.names()) == ["an toàn", "cao su"]
    assert Tag.objects.count() == 2


@pytest.mark.django_db
def test_tags_of_before_are_taken_over_with_their_pages() -> None:
    """As the migration finds them: assignments and revisions hold the keys of taggit's rows."""
    site_tree()
    page = StoryPageFactory()
    draft = page.save_revision()
    theirs = [TheirTag.objects.create(name=name, slug=f"{name}-x") for name in ("an toàn", "AN TOÀN", NFD, "bạn")]
    first, again, place, friend = (tag.pk for tag in theirs)
    StoryTag.objects.bulk_create(StoryTag(tag_id=tag, content_object=page) for tag in (first, again, place))
    picture = ImageFactory()
    picture.tags.add("chỉ ở ảnh")
    draft.content["tagged_items"] = [{"pk": None, "tag": again}, {"pk": None, "tag": friend}]
    draft.save()

    migration = import_module("stories.migrations.0004_copy_tags")
    with connection.cursor() as cursor:
        migration.copy_tags(apps, SimpleNamespace(connection=connection, execute=cursor.execute))

    assert sorted(StoryPage.objects.get(pk=page.pk).tags.names()) == ["an toàn", "Đồng Nai"]
    assert set(Tag.objects.values_list("pk", "name", "slug")) == {
        (first, "an toàn", "an-toan"), (place, "Đồng Nai", "dong-nai"), (friend, "bạn", "ban"),
    }  # fmt: skip
    assert FormerSlug.objects.get(slug="AN TOÀN-x").tag_id == first
    assert sorted(tag.name for tag in Revision.objects.get(pk=draft.pk).as_object().tags.all()) == ["an toàn", "bạn"]
    assert list(picture.tags.names()) == ["chỉ ở ảnh"]
    assert Tag.objects.create(name="mới").pk > friend


@pytest.mark.django_db
def test_vietnamese_tags_are_marked_on_pages_in_other_languages(client: Client) -> None:
    tree: SiteTree = site_tree()
    tags = ["an toàn lao động", "safety at work"]
    for model, index, factory in (
        (StoryIndexPage, tree.stories, StoryPageFactory),
        (InitiativeIndexPage, tree.initiatives, InitiativePageFactory),
    ):
        own = model(title="All", slug=f"{index.slug}-en", locale=tree.en, translation_key=index.translation_key)
        tree.home_en.add_child(instance=own)
        foreign = factory(parent=own, locale=tree.en, title="Magnet gauge", with_tags=tags)
        home = factory(parent=index, with_tags=tags)
        for page in (foreign, home):
            chosen = f"{page.get_parent().url}?the=an-toan-lao-dong"
            assert languages_of_tags(client, page.url) == {tags[0]: "vi", tags[1]: page.locale.language_code}
            assert languages_of_tags(client, chosen)[tags[0]] == "vi"
            assert languages_of_tags(client, chosen)[tags[1]] == page.locale.language_code
    for address in ("/en/search/?q=magnet", "/en/search/?q=magnet&the=an-toan-lao-dong", "/en/search/?q=xyzxyz"):
        assert languages_of_tags(client, address)[tags[0]] == "vi", address


def languages_of_tags(client: Client, address: str) -> dict[str, str]:
    """The language in which each tag's name is read out."""
    page: Any = BeautifulSoup(client.get(address).content, "html.parser")
    found: dict[str, str] = {}
    for text in page.select_one("main").find_all(string=["an toàn lao động", "safety at work"]):
        language = text.find_parent(lang=True)["lang"]
        assert found.setdefault(str(text), language) == language, address
    return found
