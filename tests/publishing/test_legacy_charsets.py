"""Text in an old charset: kept in drafts with a warning, refused when published, unless an editor keeps it as typed."""

import json
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    querydict_from_html,
    rich_text,
    streamfield,
)

from home.demo.accounts import ensure_roles
from stories.models import InitiativePage, StoryPage
from tests.factories import InitiativePageFactory, SiteTree, StoryPageFactory, site_tree

pytestmark = pytest.mark.django_db

TCVN3 = "®oµn viªn c«ng ®oµn"
VNI = "Toång Bieân taäp baùo Lao Ñoäng"
MEANING = "đoàn viên công đoàn"
WARNING = "Chữ viết bằng bảng mã cũ"


@pytest.fixture
def tree() -> SiteTree:
    tree = site_tree()
    ensure_roles()
    return tree


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(get_user_model().objects.create_superuser("bientap", "bientap@example.org", "mat-khau-dai"))
    return client


def address_of(page: Page) -> str:
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def typed(editor: Client, page: Page, action: str = "", **changes: Any) -> QueryDict:
    """What the edit form would send with these changes and this button."""
    html = editor.get(address_of(page)).content.decode()
    data: QueryDict = querydict_from_html(html, form_id="page-edit-form")
    if isinstance(page, StoryPage):
        changes.setdefault("body", streamfield([("paragraph", rich_text("<p>Chữ đầu tiên.</p>"))]))
    data.update(nested_form_data(changes))
    data.pop("keep_as_typed", None)
    if changes.get("keep_as_typed"):
        data["keep_as_typed"] = "on"
    if action:
        data[f"action-{action}"] = "1"
    return data


def send(editor: Client, page: Page, action: str = "", **changes: Any) -> str:
    """Send the form; returns the screen, or an empty text where the admin led on."""
    response = editor.post(address_of(page), typed(editor, page, action, **changes))
    return response.content.decode() if response.status_code == 200 else ""


def latest(page: Page) -> Any:
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


@pytest.mark.parametrize("live", [True, False], ids=["published before", "never published"])
def test_a_draft_keeps_what_was_typed_and_the_screen_warns(tree: SiteTree, editor: Client, live: bool) -> None:
    page = StoryPageFactory(live=live)
    body = streamfield([("paragraph", rich_text(f"<p>{VNI}</p>"))])
    assert send(editor, page, title=TCVN3, body=body) == ""
    draft = latest(page)
    assert draft.title == TCVN3
    assert VNI in draft.body.get_prep_value()[0]["value"]
    warning = BeautifulSoup(editor.get(address_of(page)).content, "html.parser").select_one(".help-warning")
    assert warning is not None
    said = " ".join(warning.get_text(" ").split())
    for expected in (WARNING, "Tiêu đề (TCVN3 (ABC))", TCVN3, MEANING, "(VNI)", "Tổng Biên tập báo Lao Động"):
        assert expected in said
    assert "Giữ nguyên văn" in said


def test_a_page_without_such_text_has_no_warning(tree: SiteTree, editor: Client) -> None:
    html = editor.get(address_of(StoryPageFactory(title="Đoàn viên"))).content.decode()
    assert WARNING not in html
    assert "keep_as_typed" not in html


GOOD = "Thời gian còn 12 phút, còn lại là việc của tổ."


def test_the_warning_shows_the_passage_and_where_it_stands(tree: SiteTree, editor: Client) -> None:
    page = StoryPageFactory(live=False)
    paragraphs = rich_text(f"<p>{GOOD * 3}</p><p>{VNI}</p><p>{GOOD}</p>")
    blocks = [
        ("paragraph", rich_text(f"<p>{GOOD}</p>")),
        ("paragraph", paragraphs),
        ("quote", {"text": TCVN3, "name": "An"}),
    ]
    screen = BeautifulSoup(send(editor, page, "publish", body=streamfield(blocks)), "html.parser")
    warning = screen.select_one(".help-warning")
    assert warning is not None
    said = [" ".join(line.get_text().split()) for line in warning.select("dt, dd")]
    assert said[:3] == [
        "Nội dung › 2. Chữ (VNI)",
        f"Đang viết: “{VNI}”",
        "Có lẽ là: “Tổng Biên tập báo Lao Động”",
    ]
    assert said[3].startswith("Nội dung › 3. Trích lời › ")
    body = screen.select_one("#body[data-w-block-arguments-value]")
    assert body is not None
    _value, errors = json.loads(str(body["data-w-block-arguments-value"]))
    assert set(errors["blockErrors"]) == {"1", "2"}
    assert "“Tổng Biên tập báo Lao Động”" in errors["blockErrors"]["1"]["messages"][0]
    assert MEANING in errors["blockErrors"]["2"]["blockErrors"]["text"]["messages"][0]


@pytest.mark.parametrize("action", ["publish", "submit"])
def test_it_is_not_published_nor_sent_to_approval(tree: SiteTree, editor: Client, action: str) -> None:
    page = StoryPageFactory(live=False)
    html = send(editor, page, action, title=TCVN3, lead=VNI)
    assert WARNING in html
    assert html.count(MEANING) >= 2  # above the form and beside the field
    assert f'value="{TCVN3}"' in html  # nothing typed is lost
    assert VNI in html
    page.refresh_from_db()
    assert not page.live
    assert page.current_workflow_state is None


def test_it_is_not_scheduled(tree: SiteTree, editor: Client) -> None:
    page = StoryPageFactory(live=False)
    later = (timezone.localtime() + timedelta(hours=1)).strftime("%d/%m/%Y %H:%M")
    assert WARNING in send(editor, page, "publish", title=TCVN3, go_live_at=later)
    assert not StoryPage.objects.get(pk=page.pk).approved_schedule
    assert send(editor, page, "publish", title=TCVN3, go_live_at=later, keep_as_typed=True) == ""
    assert StoryPage.objects.get(pk=page.pk).approved_schedule


def test_kept_as_typed_it_is_published_and_asked_for_no_more(tree: SiteTree, editor: Client) -> None:
    page = StoryPageFactory(live=False)
    assert send(editor, page, "publish", title=TCVN3, keep_as_typed=True) == ""
    page = StoryPage.objects.get(pk=page.pk)
    assert page.live
    assert page.kept_as_typed == [TCVN3]
    assert send(editor, page, "publish", title=TCVN3, lead="Câu khác.") == ""
    assert WARNING not in editor.get(address_of(page)).content.decode()
    assert WARNING in send(editor, page, "publish", title=TCVN3, lead=VNI)  # another text is another question


def test_a_preview_shows_it(tree: SiteTree, editor: Client) -> None:
    page = StoryPageFactory(live=False)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert editor.post(address, typed(editor, page, title=TCVN3)).json()["is_valid"]
    assert TCVN3 in editor.get(address).content.decode().replace("\xa0", " ")


def test_authors_of_an_initiative_are_treated_the_same(tree: SiteTree, editor: Client) -> None:
    page = InitiativePageFactory(live=False)
    author = page.authors.get()
    authors = inline_formset([{"id": author.pk, "name": "Trần Văn Bảy", "job": TCVN3, "workplace": "x"}], initial=1)
    assert send(editor, page, authors=authors) == ""
    assert latest(page).authors.get().job == TCVN3
    html = send(editor, page, "publish", authors=authors)
    assert WARNING in html
    assert html.count(MEANING) >= 2
    assert send(editor, page, "publish", authors=authors, keep_as_typed=True) == ""
    assert InitiativePage.objects.get(pk=page.pk).live


def test_a_script_cannot_publish_it_either(tree: SiteTree) -> None:
    page = StoryPageFactory(live=False)
    page.title = TCVN3
    revision = page.save_revision(clean=False)
    with pytest.raises(ValidationError) as caught:
        revision.publish()
    assert MEANING in caught.value.message_dict["title"][0]
