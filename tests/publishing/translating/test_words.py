"""Wagtail-localize's screens in Vietnamese, where its own catalogue does not reach."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.models import StandardPage
from tests.factories import SiteTree
from tests.publishing.translating.conftest import english

pytestmark = pytest.mark.django_db


def test_a_passage_was_translated_on_a_day_in_vietnam(desk: Client, about: StandardPage) -> None:
    translation = Translation.objects.get(source__object_id=about.translation_key)
    segment = StringSegment.objects.get(source=translation.source, context__path="title")
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    assert desk.put(address, "value=About", "application/x-www-form-urlencoded").status_code == 201
    StringTranslation.objects.update(updated_at=datetime(2025, 3, 2, 18, 30, tzinfo=UTC))
    screen = desk.get(reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])).content.decode()
    assert "3/3/2025" in screen
    assert "March" not in screen


def test_the_report_of_translations_counts_and_filters_in_vietnamese(desk: Client, about: StandardPage) -> None:
    soup: Any = BeautifulSoup(desk.get(reverse("wagtail_localize:translations_report")).content, "html.parser")
    words = " ".join(soup.select_one("main").get_text(" ").split())
    for word in ("translation", "locale"):
        assert word not in words.lower()
    for vietnamese in ("1 bản dịch", "Ngôn ngữ bản gốc", "Ngôn ngữ bản dịch"):
        assert vietnamese in words


@pytest.mark.parametrize(("page_permission", "told"), [(None, False), ("change_page", True)])
def test_who_may_not_edit_a_version_reads_nothing_of_it(
    tree: SiteTree, about: StandardPage, page_permission: str | None, told: bool
) -> None:
    group = Group.objects.create(name="Tiếng Anh")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    if page_permission:
        may = Permission.objects.get(codename=page_permission)
        GroupPagePermission.objects.create(group=group, page=tree.home_en, permission=may)
    user: Any = get_user_model().objects.create_user("ai", "ai@congdoan.example", "mat-khau")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    english(about).specific.unpublish()
    report = reverse("wagtail_localize:translations_report")
    for address in (report, reverse("wagtail_localize:translations_report_results")):
        assert (about.title in client.get(address).content.decode()) is told
    menu = client.get("/admin/").content.decode()
    assert [place in menu for place in (report, reverse("translations_behind"))] == [told, told]
