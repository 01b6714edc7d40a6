"""An editor who may edit and not publish: no screen of the translations publishes for them, or past a lock."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.models import StandardPage
from tests.factories import SiteTree
from tests.publishing.translating.conftest import english

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(tree: SiteTree) -> Client:
    """Who may edit every page and have it translated, and publish none."""
    group = Group.objects.create(name="Người viết")
    group.permissions.add(
        Permission.objects.get(codename="access_admin"), Permission.objects.get(codename="submit_translation")
    )
    may_change = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=Page.get_first_root_node(), permission=may_change)
    user: Any = get_user_model().objects.create_user("viet", "viet@congdoan.example", "mat-khau")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def translation(about: StandardPage) -> Translation:
    """The English version of a page whose original was changed since."""
    about.refresh_from_db()
    about.title, about.lead = "Giới thiệu mới", "Chữ mới."
    about.save_revision().publish()
    return Translation.objects.get(source__object_id=about.translation_key)


def lock(page: Page) -> None:
    """Lock it, by nobody in particular: so it is locked for everybody."""
    page.locked = True
    page.save(update_fields=["locked"])


def sync_address(translation: Translation) -> str:
    return reverse("wagtail_localize:update_translations", args=[translation.source_id])


def sync(client: Client, translation: Translation, on_commit: Any) -> str:
    """Take the new texts over with “publish immediately”; returns what the admin says after it."""
    with on_commit(execute=True):
        answer = client.post(sync_address(translation), {"publish_translations": "on"}, follow=True)
    assert answer.status_code == 200
    return str(answer.content.decode())


def edit_address(translation: Translation) -> str:
    return reverse("wagtailadmin_pages:edit", args=[translation.get_target_instance().pk])


def segment_address(translation: Translation, text: str) -> str:
    segment = StringSegment.objects.get(source=translation.source, string__data=text)
    return reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])


REFUSED = "Bạn không được xuất bản các bản này"
LOCKED = "Không thể lưu trang vì trang đang bị khóa."


def test_who_may_not_publish_takes_texts_over_and_publishes_nothing(
    writer: Client, translation: Translation, django_capture_on_commit_callbacks: Any
) -> None:
    english(translation.get_target_instance()).specific.unpublish()
    screen = writer.get(sync_address(translation)).content.decode()
    assert REFUSED in screen
    assert 'type="checkbox" name="publish_translations"' not in screen
    assert f"{REFUSED}, hoặc các bản này đang bị khóa: tiếng Anh" in sync(
        writer, translation, django_capture_on_commit_callbacks
    )
    page = translation.get_target_instance()
    assert (page.live, page.title) == (False, "Giới thiệu")
    assert StringSegment.objects.filter(source=translation.source, string__data="Chữ mới.").exists()


def test_a_locked_version_is_published_for_nobody_by_taking_texts_over(
    desk: Client, translation: Translation, django_capture_on_commit_callbacks: Any
) -> None:
    page = translation.get_target_instance()
    page.unpublish()
    lock(page)
    assert REFUSED in sync(desk, translation, django_capture_on_commit_callbacks)
    assert not translation.get_target_instance().live


def test_who_may_publish_publishes_by_taking_texts_over(
    desk: Client, translation: Translation, django_capture_on_commit_callbacks: Any
) -> None:
    assert 'type="checkbox" name="publish_translations"' in desk.get(sync_address(translation)).content.decode()
    assert REFUSED not in sync(desk, translation, django_capture_on_commit_callbacks)
    assert translation.get_target_instance().title == "Giới thiệu mới"


@pytest.mark.parametrize("who", ["writer", "desk"])
def test_only_who_may_publish_makes_an_alias_of_what_is_not_locked(
    request: pytest.FixtureRequest, translation: Translation, who: str
) -> None:
    client: Client = request.getfixturevalue(who)
    page = translation.get_target_instance()
    address = reverse("wagtail_localize:convert_to_alias", args=[page.pk])
    if who == "desk":
        lock(page)
    for answer in (client.get(address, follow=True), client.post(address, follow=True)):
        assert "thành trang bí danh" in answer.content.decode()
        assert "Chưa có gì thay đổi" in answer.content.decode()
    page.refresh_from_db()
    assert page.alias_of_id is None
    assert Translation.objects.filter(pk=translation.pk).exists()
    if who == "desk":
        Page.objects.filter(pk=page.pk).update(locked=False)
        assert page.live
        said = client.post(address, follow=True).content.decode()
        page.refresh_from_db()
        assert page.alias_of_id is not None
        assert not page.live
        assert "Bạn đọc không còn thấy" in said


def test_passages_of_a_locked_version_stay(desk: Client, writer: Client, translation: Translation) -> None:
    translation.source.update_from_db()
    address = segment_address(translation, "Chữ mới.")
    form = "application/x-www-form-urlencoded"
    assert writer.put(address, "value=New.", form).status_code == 201
    lock(translation.get_target_instance())
    for client in (desk, writer):
        assert client.put(address, "value=Changed.", form).status_code == 403
        assert client.delete(address).status_code == 403
    assert StringTranslation.objects.get(translation_of__data="Chữ mới.").data == "New."


def test_a_locked_version_takes_no_po_file(desk: Client, translation: Translation) -> None:
    translation.source.update_from_db()
    file = translation.export_po()
    for entry in file:
        entry.msgstr = "From a file."
    lock(translation.get_target_instance())
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    answer = desk.post(address, {"file": SimpleUploadedFile("a.po", str(file).encode())}, follow=True)
    assert LOCKED in answer.content.decode()
    assert not StringTranslation.objects.filter(data="From a file.").exists()


def test_a_locked_version_is_neither_published_nor_let_go_on_its_screen(
    desk: Client, translation: Translation, django_capture_on_commit_callbacks: Any
) -> None:
    translation.source.update_from_db()
    lock(translation.get_target_instance())
    with django_capture_on_commit_callbacks(execute=True):
        answer = desk.post(edit_address(translation), {"action": "publish"}, follow=True)
    assert LOCKED in answer.content.decode()
    assert translation.get_target_instance().title == "Giới thiệu"
    stop = reverse("wagtail_localize:stop_translation", args=[translation.pk])
    assert LOCKED in desk.post(stop, follow=True).content.decode()
    translation.refresh_from_db()
    assert translation.enabled
    Translation.objects.update(enabled=False)
    answer = desk.post(edit_address(translation), {"localize-restart-translation": "1"}, follow=True)
    assert LOCKED in answer.content.decode()
    translation.refresh_from_db()
    assert not translation.enabled
