"""A new page whose form saves itself while its editor presses the button."""

from collections.abc import Callable
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.test.utils.form_data import inline_formset, nested_form_data, querydict_from_html

from publishing.creating import CreateOnceView
from stories.models import InitiativeIndexPage, InitiativePage
from tests.factories import site_tree

pytestmark = pytest.mark.django_db
AUTOSAVE = {"accept": "application/json"}
Form = Callable[..., QueryDict]


@pytest.fixture
def index() -> InitiativeIndexPage:
    found: InitiativeIndexPage = site_tree().initiatives
    return found


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("to", "to@example.org", "mat-khau-dai"))
    return client


@pytest.fixture
def address(index: InitiativeIndexPage) -> str:
    return reverse("wagtailadmin_pages:add", args=["stories", "initiativepage", index.pk])


@pytest.fixture
def form(editor: Client, address: str) -> Form:
    """What the form of one screen sends, with this typed into it; it has one author."""
    blank = querydict_from_html(editor.get(address).content.decode(), form_id="page-edit-form")
    people = [{"name": "Nguyễn Thị Hà", "birth_year": "", "job": "công nhân", "workplace": "Nhà máy"}]

    def filled(**typed: Any) -> QueryDict:
        data = blank.copy()
        fields = {"title": "Cữ nam châm", "slug": "cu-nam-cham", "authors": inline_formset(people)}
        data.update(nested_form_data(fields | typed))
        return data

    return filled


def the_only_draft(index: InitiativeIndexPage) -> InitiativePage:
    page = Page.objects.child_of(index).get()
    draft: InitiativePage = Page.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert [author.name for author in draft.authors.all()] == ["Nguyễn Thị Hà"]
    return draft


def test_a_save_after_the_autosave_goes_on_with_its_page(
    index: InitiativeIndexPage, editor: Client, address: str, form: Form
) -> None:
    assert editor.post(address, form(summary="Câu đầu"), headers=AUTOSAVE).json()["success"]
    answer = editor.post(address, form(summary="Câu sau"))
    draft = the_only_draft(index)
    assert (answer.status_code, answer.headers["Location"]) == (
        302,
        reverse("wagtailadmin_pages:edit", args=[draft.pk]),
    )
    assert draft.summary == "Câu sau"


def test_publishing_after_the_autosave_publishes_its_page(
    index: InitiativeIndexPage, editor: Client, address: str, form: Form
) -> None:
    editor.post(address, form(), headers=AUTOSAVE)
    data = form(summary="Câu sau")
    data["action-publish"] = "1"
    assert editor.post(address, data).status_code == 302
    page = InitiativePage.objects.child_of(index).get()
    assert (page.live, page.summary) == (True, "Câu sau")
    assert page.authors.count() == 1


@pytest.mark.parametrize("slug_looks_free", [False, True])
def test_requests_that_overlap_make_one_page(
    index: InitiativeIndexPage, editor: Client, address: str, form: Form, slug_looks_free: bool
) -> None:
    """The first request ends after the second one looked for its page, or even after its form was found good."""
    editor.post(address, form(), headers=AUTOSAVE)
    looked = CreateOnceView._made
    answers = iter([lambda view: None])
    slugs = {"return_value": True} if slug_looks_free else {"side_effect": Page._slug_is_available}
    with (
        mock.patch.object(CreateOnceView, "_made", lambda view: next(answers, looked)(view)),
        mock.patch.object(Page, "_slug_is_available", **slugs),
    ):
        assert editor.post(address, form(summary="Câu sau")).status_code == 302
    assert the_only_draft(index).summary == "Câu sau"


def test_a_late_autosave_gives_way(index: InitiativeIndexPage, editor: Client, address: str, form: Form) -> None:
    editor.post(address, form(summary="Câu sau"))
    answer = editor.post(address, form(summary="Câu đầu"), headers=AUTOSAVE)
    assert answer.json()["error_code"] == "invalid_revision"
    assert "Trang này đã được lưu" in answer.json()["error_message"]
    assert the_only_draft(index).summary == "Câu sau"


def test_the_key_of_somebody_elses_form_makes_a_page_of_its_own(
    index: InitiativeIndexPage, editor: Client, address: str, form: Form
) -> None:
    editor.post(address, form())
    made = the_only_draft(index)
    other = Client()
    other.force_login(get_user_model().objects.create_superuser("khac", "khac@example.org", "mat-khau-dai"))
    assert other.post(address, form(slug="khac")).status_code == 302
    assert Page.objects.child_of(index).count() == 2
    assert Page.objects.get(slug="khac").translation_key != made.translation_key
    assert other.post(address, form()).status_code == 200  # the address is in use: said beside the field


def test_two_new_pages_with_one_address_are_two_forms(editor: Client, address: str, form: Form) -> None:
    editor.post(address, form())
    again = querydict_from_html(editor.get(address).content.decode(), form_id="page-edit-form")
    again.update(nested_form_data({"title": "Khác", "slug": "cu-nam-cham", "authors": inline_formset([])}))
    assert editor.post(address, again).status_code == 200
