"""What an editor does with pages in the admin: block previews, page previews, history, comparison, scheduling."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from publishing.specifics import page_types
from stories.blocks import StoryBody
from stories.models import InitiativePage, StoryPage
from tests.factories import (
    CampaignPageFactory,
    ImageFactory,
    InitiativePageFactory,
    SiteTree,
    SnapshotFactory,
    StandardPageFactory,
    StoryPageFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db

BODY = [{"type": "paragraph", "value": "<p>Chữ đầu tiên.</p>", "id": "1"}]
MAKERS: dict[str, Callable[[SiteTree], Any]] = {
    "home": lambda tree: tree.home,
    "campaign index": lambda tree: tree.campaigns,
    "story index": lambda tree: tree.stories,
    "initiative index": lambda tree: tree.initiatives,
    "campaign": lambda tree: CampaignPageFactory(),
    "story": lambda tree: StoryPageFactory(body=BODY),
    "initiative": lambda tree: InitiativePageFactory(),
    "standard": lambda tree: StandardPageFactory(body=BODY),
}


@pytest.fixture
def tree() -> SiteTree:
    tree = site_tree()
    SnapshotFactory(campaign=CampaignPageFactory(title="Chiến dịch mẫu", slug="mau").campaign)
    return tree


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("bientap", "bientap@example.org", "mat-khau-dai"))
    return client


@pytest.fixture(params=sorted(MAKERS))
def page(request: pytest.FixtureRequest, tree: SiteTree) -> Any:
    return MAKERS[request.param](tree)


def form_of(editor: Client, page: Page, **changes: Any) -> QueryDict:
    """What the edit form would send; texts of blocks are drawn by a script, so they are given here."""
    html = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    data: QueryDict = querydict_from_html(html, form_id="page-edit-form")
    if any(field.name == "body" for field in page._meta.get_fields()):
        changes.setdefault("body", streamfield([("paragraph", rich_text("<p>Chữ đầu tiên.</p>"))]))
    data.update(nested_form_data(changes))
    return data


def test_all_page_types_are_tried() -> None:
    assert len(MAKERS) == len(page_types())


@pytest.mark.parametrize("kind", sorted(StoryBody().child_blocks))
def test_a_block_preview_has_the_sites_looks(kind: str, tree: SiteTree, editor: Client) -> None:
    body: Any = StoryPage._meta.get_field("body")
    block = body.stream_block.child_blocks[kind]
    response = editor.get(reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix})
    assert response.status_code == 200
    html = response.content.decode()
    assert "css/site.css" in html
    assert 'class="prose"' in html


def test_a_preview_shows_what_is_typed_and_not_yet_saved(page: Any, editor: Client) -> None:
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    name = "headline" if hasattr(page, "headline") else "title"
    response = editor.post(address, form_of(editor, page, **{name: "Chữ mới gõ"}))
    assert response.json() == {"is_valid": True, "is_available": True}
    shown = editor.get(address, {"mode": "", "in_preview_panel": "true"})
    assert shown.status_code == 200
    assert "Chữ mới gõ" in shown.content.decode()
    assert "public" not in shown.get("Cache-Control", "")
    page.refresh_from_db()
    assert getattr(page, name) != "Chữ mới gõ"


@pytest.mark.parametrize(
    ("model", "fields"),
    [
        (
            StoryPage,
            {"lead": "Câu dẫn", "kind": "story", "body": streamfield([("paragraph", rich_text("<p>Chữ</p>"))])},
        ),
        (InitiativePage, {"summary": "Tóm tắt", "kind": "technical", "field": "safety"}),
    ],
)
def test_a_page_that_was_never_saved_has_a_preview(
    tree: SiteTree, editor: Client, model: Any, fields: dict[str, Any]
) -> None:
    parent = tree.stories if model is StoryPage else tree.initiatives
    where = [model._meta.app_label, model._meta.model_name, parent.pk]
    html = editor.get(reverse("wagtailadmin_pages:add", args=where)).content.decode()
    data = querydict_from_html(html, form_id="page-edit-form")
    data.update(nested_form_data({"title": "Bài chưa lưu", "slug": "bai-chua-luu", **fields}))
    address = reverse("wagtailadmin_pages:preview_on_add", args=where)
    assert editor.post(address, data).json() == {"is_valid": True, "is_available": True}
    assert "Bài chưa lưu" in editor.get(address).content.decode().replace("\xa0", " ")


def test_history_and_comparison_work(page: Any, editor: Client) -> None:
    page = page.specific
    page.save_revision()
    page.search_description = "Mô tả đã đổi"
    if hasattr(page, "body"):
        page.body = [{"type": "paragraph", "value": "<p>Chữ thứ hai.</p>", "id": "1"}]
    page.save_revision()
    assert editor.get(reverse("wagtailadmin_pages:history", args=[page.pk])).status_code == 200
    compared = editor.get(reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]))
    assert compared.status_code == 200
    assert "Mô tả đã đổi" in compared.content.decode()
    revision = page.revisions.order_by("pk").first()
    assert editor.get(reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk])).status_code == 200
    assert editor.get(reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk])).status_code == 200


def test_a_revision_whose_picture_was_deleted_still_compares_and_previews(tree: SiteTree, editor: Client) -> None:
    image = ImageFactory()
    picture = {"image": image.pk, "alt_text": "x", "decorative": False}
    page = StoryPageFactory(
        image=image, body=[{"type": "figure", "value": {"image": picture, "size": "text"}, "id": "1"}]
    )
    first = page.save_revision()
    image.delete()
    page = StoryPage.objects.get(pk=page.pk)
    page.save_revision()
    for name, arguments in (
        ("revisions_compare", [page.pk, "earliest", "latest"]),
        ("revisions_view", [page.pk, first.pk]),
        ("edit", [page.pk]),
    ):
        assert editor.get(reverse(f"wagtailadmin_pages:{name}", args=arguments)).status_code == 200


def test_publishing_can_be_put_off_and_ended(tree: SiteTree, editor: Client) -> None:
    page = StoryPageFactory(live=False, title="Bài hẹn giờ")
    later = timezone.localtime() + timedelta(hours=1)
    data = form_of(editor, page, go_live_at=later.strftime("%d/%m/%Y %H:%M"))
    data["action-publish"] = "1"
    assert editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code == 302
    page = StoryPage.objects.get(pk=page.pk)
    assert not page.live
    assert page.approved_schedule
    with mock.patch("django.utils.timezone.now", return_value=later + timedelta(minutes=1)):
        call_command("publish_scheduled")
    page = StoryPage.objects.get(pk=page.pk)
    assert page.live
    assert editor.get(page.url).status_code == 200
    page.expire_at = timezone.now() - timedelta(minutes=1)
    page.save()
    call_command("publish_scheduled")
    assert not StoryPage.objects.get(pk=page.pk).live


def test_a_time_that_is_past_is_refused_with_the_way_out(tree: SiteTree, editor: Client) -> None:
    page = StoryPageFactory(live=False)
    data = form_of(editor, page, go_live_at="01/01/2020 10:00")
    data["action-publish"] = "1"
    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data)
    assert "Giờ này đã qua." in answer.content.decode()
    assert not StoryPage.objects.get(pk=page.pk).live


def test_a_page_that_went_out_by_its_time_can_be_saved_again(tree: SiteTree, editor: Client) -> None:
    page = StoryPageFactory(go_live_at=timezone.now() - timedelta(days=3), body=BODY)
    page.save_revision().publish()
    data = form_of(editor, page, lead="Câu đã sửa")
    data["action-publish"] = "1"
    assert editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code == 302
    assert StoryPage.objects.get(pk=page.pk).lead == "Câu đã sửa"


def test_two_editors_on_one_page_are_told_of_each_other(tree: SiteTree, editor: Client) -> None:
    page = StoryPageFactory(body=BODY)
    data = form_of(editor, page, lead="Câu của người thứ nhất")
    other = Client()
    other.force_login(get_user_model().objects.create_superuser("truongban", "t@example.org", "mat-khau-dai"))
    other.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(other, page, lead="Câu của người thứ hai"))
    session = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "truongban" in session
    assert editor.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), data).status_code == 302
    drafts = [revision.as_object().lead for revision in page.revisions.order_by("pk")]
    assert drafts == ["Câu của người thứ hai", "Câu của người thứ nhất"]  # both are kept
