"""A translated title or lead that no page can hold."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.models import StandardPage
from stories.models import StoryPage
from tests.publishing.translating.conftest import english

pytestmark = pytest.mark.django_db

LONG = "About us. " * 30


@pytest.mark.parametrize("live", [True, False])
def test_a_title_that_is_too_long_is_said_beside_it_and_kept(
    desk: Client, about: StandardPage, live: bool, django_capture_on_commit_callbacks: Any
) -> None:
    page, translation = english(about), Translation.objects.get(source__object_id=about.translation_key)
    if not live:
        page.specific.unpublish()
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    segment = StringSegment.objects.get(source=translation.source, context__path="title")

    def type_and_publish(title: str) -> str:
        address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
        form = "application/x-www-form-urlencoded"
        assert desk.put(address, f"value={title}", form).status_code in (200, 201)
        with django_capture_on_commit_callbacks(execute=True):
            answer = desk.post(edit, {"action": "publish"}, follow=True)
        assert answer.status_code == 200
        return str(answer.content.decode())

    type_and_publish(LONG)
    typed = StringTranslation.objects.get(context=segment.context)
    assert typed.data == LONG
    assert "255" in typed.get_error()
    page.refresh_from_db()
    assert (page.live, page.title) == (live, "Giới thiệu")
    assert len(page.draft_title) == 255
    type_and_publish("About us")
    assert Page.objects.get(pk=page.pk, live=True).title == "About us"


def test_a_lead_that_is_too_long_is_said_beside_it_and_kept(
    desk: Client, story: StoryPage, django_capture_on_commit_callbacks: Any
) -> None:
    page, translation = english(story), Translation.objects.get(source__object_id=story.translation_key)
    segment = StringSegment.objects.get(source=translation.source, context__path="lead")
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    desk.put(address, f"value={'A long lead. ' * 40}", "application/x-www-form-urlencoded")
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {"action": "publish"}, follow=True)
    typed = StringTranslation.objects.get(context=segment.context)
    assert len(typed.data) > 400
    assert "400" in typed.get_error()
    assert StoryPage.objects.get(pk=page.pk).lead == story.lead


def test_taking_texts_over_tells_whose_title_was_refused(
    desk: Client, about: StandardPage, django_capture_on_commit_callbacks: Any
) -> None:
    translation = Translation.objects.get(source__object_id=about.translation_key)
    segment = StringSegment.objects.get(source=translation.source, context__path="title")
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    desk.put(address, f"value={LONG}", "application/x-www-form-urlencoded")
    sync = reverse("wagtail_localize:update_translations", args=[translation.source_id])
    with django_capture_on_commit_callbacks(execute=True):
        said = desk.post(sync, {"publish_translations": "on"}, follow=True).content.decode()
    assert "Chưa xuất bản được" in said and "tiếng Anh" in said
    assert Page.objects.get(pk=english(about).pk).title == "Giới thiệu"
    assert "255" in StringTranslation.objects.get(context=segment.context).get_error()
