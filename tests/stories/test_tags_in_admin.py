"""Editors rename and delete tags in the admin, and its history tells who did."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from taggit.models import Tag
from wagtail.models import ModelLogEntry

pytestmark = pytest.mark.django_db


def test_a_tag_is_listed_renamed_and_its_history_kept(client: Client) -> None:
    client.force_login(User.objects.create_superuser("quantri", "quantri@example.org", "x"))
    tag = Tag.objects.create(name="an toàn", slug="an-toan")
    assert "an toàn" in client.get("/admin/snippets/taggit/tag/").content.decode()
    response = client.post(
        f"/admin/snippets/taggit/tag/edit/{tag.pk}/", {"name": "an toàn lao động", "slug": "an-toan"}
    )
    assert response.status_code == 302
    tag.refresh_from_db()
    assert tag.name == "an toàn lao động"
    assert ModelLogEntry.objects.filter(action="wagtail.edit", object_id=str(tag.pk)).exists()


def test_a_visitor_gets_the_login(client: Client) -> None:
    assert client.get("/admin/snippets/taggit/tag/").status_code == 302
