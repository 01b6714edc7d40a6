"""What an original takes with it, and what its screens say before."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from home.models import StandardPage
from tests.factories import SiteTree
from tests.publishing.translating.conftest import english, intact

pytestmark = pytest.mark.django_db


def exists(page: Page) -> bool:
    return Page.objects.filter(pk=page.pk).exists()


def test_deleting_an_original_says_and_deletes_its_versions(desk: Client, about: StandardPage) -> None:
    address, version = reverse("wagtailadmin_pages:delete", args=[about.pk]), english(about)
    assert "1 bản dịch" in desk.get(address).content.decode()
    desk.post(address)
    assert not exists(about)
    assert not exists(version)
    assert intact()


def test_deleting_a_version_leaves_the_original(desk: Client, about: StandardPage) -> None:
    version = english(about)
    desk.post(reverse("wagtailadmin_pages:delete", args=[version.pk]))
    assert exists(about)
    assert not exists(version)


def test_unpublishing_an_original_takes_its_versions_down(desk: Client, about: StandardPage) -> None:
    address = reverse("wagtailadmin_pages:unpublish", args=[about.pk])
    assert "bản dịch" in desk.get(address).content.decode()
    desk.post(address)
    about.refresh_from_db()
    assert not about.live
    assert not english(about).live


def test_who_may_not_delete_a_version_may_not_delete_the_original(tree: SiteTree, about: StandardPage) -> None:
    group = Group.objects.create(name="Chỉ tiếng Việt")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for codename in ("change_page", "publish_page"):
        GroupPagePermission.objects.create(
            group=group, page=tree.home, permission=Permission.objects.get(codename=codename)
        )
    user = get_user_model().objects.create_user("viet", "viet@congdoan.example", "mat-khau")
    user.groups.add(group)
    client, version = Client(), english(about)
    client.force_login(user)
    for action in ("delete", "unpublish"):
        answer = client.post(reverse(f"wagtailadmin_pages:{action}", args=[about.pk]), follow=True)
        assert "tiếng Anh" in answer.content.decode()
    about.refresh_from_db()
    assert about.live
    assert exists(version)


@pytest.mark.parametrize("action", ["delete", "unpublish"])
def test_several_at_once_are_refused_while_versions_would_stay(
    desk: Client, about: StandardPage, help_page: StandardPage, action: str
) -> None:
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", action])
    answer = desk.post(f"{address}?id={about.pk}&id={help_page.pk}&next=/admin/", follow=True)
    assert "Chưa có gì thay đổi" in answer.content.decode()
    for page in (about, help_page):
        assert Page.objects.get(pk=page.pk).live
        assert english(page).live


def test_several_versions_can_be_deleted_at_once(desk: Client, about: StandardPage, help_page: StandardPage) -> None:
    versions = [english(about), english(help_page)]
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
    desk.post(f"{address}?id={versions[0].pk}&id={versions[1].pk}&next=/admin/")
    assert not any(map(exists, versions))
    assert exists(about)
