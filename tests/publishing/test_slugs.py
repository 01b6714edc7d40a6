"""An address that nobody typed: right for Vietnamese, ASCII, unique, for every page type and whatever the title."""

import unicodedata
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html

from campaigns.models import CampaignPage
from home.models import StandardPage
from publishing.specifics import page_types
from stories.models import StoryPage
from tests.factories import CampaignFactory, SiteTree, site_tree

pytestmark = pytest.mark.django_db

TITLES = {
    "Đồng Nai thi đua": "dong-nai-thi-dua",
    unicodedata.normalize("NFD", "Đặng Thùy Trâm"): "dang-thuy-tram",
    "★ ★ ★": "trang",
    "👷🔧": "trang",
    "劳动的智慧": "laodongdezhihui",
    "Sáng kiến " * 20: "sang-kien-sang-kien-sang-kien-sang-kien-sang-kien-sang-kien-sang-kien-sang-kien",
}
REQUIRED = {"lead", "headline", "submit_heading", "submit_label"}


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("bientap", "bientap@example.org", "mat-khau-dai"))
    return client


@pytest.mark.parametrize("live", [True, False], ids=["live", "draft"])
def test_a_script_need_not_name_the_address(tree: SiteTree, live: bool) -> None:
    root = tree.home.get_parent()
    assert len(page_types()) == 8
    for model in page_types().values():
        fields = {field.name for field in model._meta.fields}
        for title, slug in TITLES.items():
            values: dict[str, Any] = dict.fromkeys(REQUIRED & fields, "x")
            made = []
            for _twice in range(2):
                if model is CampaignPage:
                    values["campaign"] = CampaignFactory()
                page = root.add_child(instance=model(title=title, live=live, **values))
                made.append(page.slug)
                page.delete()
                root.refresh_from_db()
            assert made == [slug, slug], model.__name__


def test_two_pages_of_one_title_have_two_addresses(tree: SiteTree) -> None:
    made = [tree.home.add_child(instance=StandardPage(title="Đồng Nai", live=False)).slug for _twice in range(2)]
    assert made == ["dong-nai", "dong-nai-2"]


@pytest.mark.parametrize("action", ["", "action-publish"], ids=["draft", "published"])
@pytest.mark.parametrize(
    ("title", "typed", "slug"),
    [
        ("Đồng Nai thi đua", "", "dong-nai-thi-dua"),
        ("Đồng Nai thi đua", "Đồng Nai thi đua", "dong-nai-thi-dua"),
        ("👷", "", "trang"),
        ("Đồng Nai thi đua", "tên-khác_1", "ten-khac-1"),
        ("Đồng Nai thi đua", "Ten_khac", "Ten_khac"),
    ],
)
def test_what_was_pasted_and_saved_at_once_gets_its_address(
    tree: SiteTree, editor: Client, title: str, typed: str, slug: str, action: str
) -> None:
    address = reverse("wagtailadmin_pages:add", args=["home", "standardpage", tree.home.pk])
    for _twice in range(1 if typed else 2):
        data = querydict_from_html(editor.get(address).content.decode(), form_id="page-edit-form")
        data.update(nested_form_data({"title": title, "slug": typed, "body-count": 0}))
        if action:
            data[action] = "1"
        assert editor.post(address, data).status_code == 302
    made = list(StandardPage.objects.order_by("pk").values_list("slug", flat=True))
    assert made == ([slug] if typed else [slug, f"{slug}-2"])


def test_an_address_that_was_emptied_is_made_again(tree: SiteTree, editor: Client) -> None:
    page = tree.stories.add_child(instance=StoryPage(title="Đồng Nai", slug="cu", lead="x", live=False))
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = querydict_from_html(editor.get(address).content.decode(), form_id="page-edit-form")
    data.update(nested_form_data({"slug": "", "body-count": 0}))
    assert editor.post(address, data).status_code == 302
    page.refresh_from_db()
    assert page.slug == "dong-nai"
