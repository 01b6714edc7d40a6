"""Two translators with one page open."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.models import StandardPage
from tests.publishing.translating.conftest import english

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague() -> Client:
    """Another editor with all rights."""
    client = Client()
    user = get_user_model().objects.create_superuser("lan", "lan@congdoan.example", "mat-khau", first_name="Lan")
    client.force_login(user)
    return client


def open_screen(client: Client, page: StandardPage) -> None:
    assert client.get(reverse("wagtailadmin_pages:edit", args=[english(page).pk])).status_code == 200


def address_of(page: StandardPage) -> str:
    """That of the title's passage."""
    translation = Translation.objects.get(source__object_id=page.translation_key)
    segment = StringSegment.objects.get(source=translation.source, string__data=page.title)
    return reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])


def save(client: Client, page: StandardPage, text: str) -> dict[str, Any]:
    """Save the title's passage as the screen's script does."""
    answer = client.put(address_of(page), encode_multipart(BOUNDARY, {"value": text}), content_type=MULTIPART_CONTENT)
    assert answer.status_code in (200, 201)
    found: dict[str, Any] = answer.json()
    return found


def stored() -> str:
    return StringTranslation.objects.get(context__path="title").data


def test_what_a_colleague_saved_meanwhile_is_told_and_kept(
    desk: Client, colleague: Client, about: StandardPage
) -> None:
    open_screen(desk, about)
    open_screen(colleague, about)
    assert not save(colleague, about, "About Lan")["error"]
    told = save(desk, about, "About me")
    assert stored() == "About Lan"
    assert told["data"] == "About me"  # what was typed is not lost
    assert "Lan" in told["error"] and "“About Lan”" in told["error"]


def test_who_has_been_told_may_save_again(desk: Client, colleague: Client, about: StandardPage) -> None:
    open_screen(desk, about)
    save(colleague, about, "About Lan")
    save(desk, about, "About me")
    assert not save(desk, about, "About both")["error"]
    assert stored() == "About both"


def test_ones_own_passages_and_what_was_seen_are_replaced_at_once(
    desk: Client, colleague: Client, about: StandardPage
) -> None:
    save(colleague, about, "About Lan")
    open_screen(desk, about)
    assert not save(desk, about, "About me")["error"]
    assert not save(desk, about, "About me again")["error"]
    assert stored() == "About me again"


def test_what_a_colleague_saved_meanwhile_is_not_taken_away(
    desk: Client, colleague: Client, about: StandardPage
) -> None:
    open_screen(desk, about)
    save(colleague, about, "About Lan")
    assert desk.delete(address_of(about)).status_code == 409
    assert stored() == "About Lan"
    open_screen(desk, about)
    assert desk.delete(address_of(about)).status_code == 200
    assert not StringTranslation.objects.filter(context__path="title").exists()


@pytest.mark.parametrize("sent", [{}, {"value": "About\0me"}])
def test_what_no_screen_sends_is_refused(desk: Client, about: StandardPage, sent: dict[str, str]) -> None:
    save(desk, about, "About me")
    body = encode_multipart(BOUNDARY, sent)
    assert desk.put(address_of(about), body, content_type=MULTIPART_CONTENT).status_code == 400
    assert stored() == "About me"


def test_nobody_is_told_a_passage_who_may_not_edit_it(desk: Client, colleague: Client, about: StandardPage) -> None:
    open_screen(desk, about)
    save(colleague, about, "About Lan")
    user = get_user_model().objects.get(username="bien-tap")
    user.is_superuser = False
    user.save()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    body = encode_multipart(BOUNDARY, {"value": "x"})
    answer = desk.put(address_of(about), body, content_type=MULTIPART_CONTENT)
    assert answer.status_code == 403
    assert "About Lan" not in answer.content.decode()
