"""Editors list, find, rename, merge and delete tags in the admin, each as far as their role goes."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry
from wagtail.test.utils.form_data import querydict_from_html

from home.demo.accounts import CHIEFS, EDITORS, ensure_roles
from stories.models import StoryPage, Tag
from tests.factories import InitiativePageFactory, SiteTree, StoryPageFactory, site_tree

pytestmark = pytest.mark.django_db

LIST = "/admin/snippets/stories/tag/"
MERGE = "/admin/bulk/stories/tag/merge/"


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


@pytest.fixture
def chief(client: Client, tree: SiteTree) -> Client:
    user = User.objects.create_user("truongban", "truongban@example.org", "x")
    user.groups.add(ensure_roles()[CHIEFS])
    client.force_login(user)
    return client


def rows(html: str) -> list[str]:
    """The listing's lines, as read."""
    lines = BeautifulSoup(html, "html.parser").select("table.listing tbody tr")
    return [" ".join(line.get_text(" ").split()) for line in lines]


def test_tags_are_listed_with_their_use_and_found_without_marks(chief: Client) -> None:
    StoryPageFactory(with_tags=["An toàn lao động", "cao su"])
    InitiativePageFactory(with_tags=["An toàn lao động"])
    Tag.objects.create(name="Đông Nam Bộ")
    listed = rows(chief.get(LIST).content.decode())
    assert [line for line in listed if "An toàn lao động" in line and "1 1 an-toan-lao-dong" in line]
    assert [line for line in listed if "Đông Nam Bộ" in line and "0 0 dong-nam-bo" in line]
    for query in ("an toan", "AN TOÀN", "an toàn"):
        found = rows(chief.get(LIST, {"q": query}).content.decode())
        assert len(found) == 1, query
        assert "An toàn lao động" in found[0]
    assert len(rows(chief.get(LIST, {"q": "dong nam"}).content.decode())) == 1


def test_a_renamed_tag_changes_its_address_and_the_old_one_leads_there(chief: Client) -> None:
    page = StoryPageFactory(with_tags=["an toàn"])
    tag = Tag.objects.get()
    assert chief.post(f"{LIST}edit/{tag.pk}/", {"name": "  an toàn   lao động "}).status_code == 302
    tag.refresh_from_db()
    assert (tag.name, tag.slug) == ("an toàn lao động", "an-toan-lao-dong")
    assert ModelLogEntry.objects.filter(action="wagtail.edit", object_id=str(tag.pk)).exists()
    for slug in ("an-toan", "an-toan-lao-dong"):
        shown = chief.get("/cau-chuyen/", {"the": slug}).context["filters"].tag
        assert (shown.value, shown.label) == ("an-toan-lao-dong", "an toàn lao động")
    assert page.url in chief.get("/tim-kiem/", {"q": "an toàn lao động"}).content.decode()


def test_another_spelling_of_a_tag_that_is_there_is_refused_in_words(chief: Client) -> None:
    Tag.objects.create(name="an toàn")
    html = chief.post(f"{LIST}add/", {"name": "AN TOÀN"}).content.decode()
    assert "Đã có thẻ này." in html
    assert Tag.objects.count() == 1


def test_two_tags_are_merged_after_showing_the_pages(chief: Client) -> None:
    both = StoryPageFactory(title="Có cả hai", with_tags=["an toàn", "ATLĐ"])
    one = StoryPageFactory(title="Có một", with_tags=["ATLĐ", "cao su"])
    initiative = InitiativePageFactory(title="Lan can", with_tags=["ATLĐ"])
    stays, goes = Tag.objects.get(name="an toàn"), Tag.objects.get(name="ATLĐ")
    draft = one.save_revision()
    address = f"{MERGE}?id={stays.pk}&id={goes.pk}&next={LIST}"
    html = chief.get(address).content.decode()
    assert all(title in html for title in ("Có cả hai", "Có một", "Lan can"))
    assert chief.post(address, {}).status_code == 200  # nothing is chosen
    assert Tag.objects.filter(pk=goes.pk).exists()
    response = chief.post(address, {"into": stays.pk}, follow=True)
    assert "2 thẻ đã gộp làm một; 3 trang đã đổi." in response.content.decode()
    assert not Tag.objects.filter(pk=goes.pk).exists()
    assert both.tagged_items.filter(tag=stays).count() == 1
    assert sorted(one.__class__.objects.get(pk=one.pk).tags.names()) == ["an toàn", "cao su"]
    assert list(initiative.__class__.objects.get(pk=initiative.pk).tags.names()) == ["an toàn"]
    draft.refresh_from_db()
    assert sorted(tag.name for tag in draft.as_object().tags.all()) == ["an toàn", "cao su"]
    entry = ModelLogEntry.objects.get(action="stories.merge_tags")
    assert entry.user is not None
    assert entry.object_id == str(stays.pk)
    assert entry.data["merged"] == ["ATLĐ"]
    assert "“Có một”" in entry.message
    assert "Đã gộp" in chief.get(reverse("wagtailadmin_reports:site_history")).content.decode()
    assert chief.get("/cau-chuyen/", {"the": "atld"}).context["filters"].tag.value == "an-toan"
    assert one.url in chief.get("/tim-kiem/", {"q": "an toàn"}).content.decode()


def test_one_tag_alone_cannot_be_merged(chief: Client) -> None:
    tag = Tag.objects.create(name="an toàn")
    html = chief.get(f"{MERGE}?id={tag.pk}").content.decode()
    assert "đánh dấu từ hai thẻ trở lên" in html


def test_an_editor_neither_sees_nor_merges_tags(client: Client, tree: SiteTree) -> None:
    user = User.objects.create_user("bientap", "bientap@example.org", "x")
    user.groups.add(ensure_roles()[EDITORS])
    client.force_login(user)
    tags = [Tag.objects.create(name=name) for name in ("an toàn", "ATLĐ")]
    assert client.get(LIST).status_code == 302
    address = f"{MERGE}?id={tags[0].pk}&id={tags[1].pk}"
    client.post(address, {"into": tags[0].pk})
    assert Tag.objects.count() == 2


def test_a_visitor_gets_the_login(client: Client) -> None:
    assert client.get(LIST).status_code == 302
    assert client.get(MERGE).status_code == 302


def test_the_page_editor_completes_and_keeps_our_tags(chief: Client, tree: SiteTree) -> None:
    Tag.objects.create(name="An toàn")
    page = StoryPageFactory(live=False)
    html = chief.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    address = reverse("wagtailadmin_tag_model_autocomplete", args=["stories", "tag"])
    assert address in html
    assert chief.get(address, {"term": "An t"}).json() == ["An toàn"]
    data = querydict_from_html(html, form_id="page-edit-form")
    data.update({"tags": '"an  toàn", Cao su', "body-count": "0"})
    assert chief.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code == 302
    assert sorted(StoryPage.objects.get(pk=page.pk).get_latest_revision_as_object().tags.names()) == [
        "An toàn",
        "Cao su",
    ]
