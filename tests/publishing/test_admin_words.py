"""What the admin tells an editor: requested changes, where to begin, comparisons and counts in words."""

from datetime import timedelta
from typing import Any
from unittest import mock
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Locale, Page, Workflow, WorkflowTask
from wagtail.test.utils.form_data import nested_form_data, querydict_from_html, rich_text, streamfield

from stories.models import StoryPage
from tests.factories import CampaignPageFactory, ImageFactory, StoryPageFactory, UnitFactory, site_tree

pytestmark = pytest.mark.django_db


def person(name: str) -> User:
    user = get_user_model().objects.create_superuser(name, f"{name}@example.org", "mat-khau-dai")
    assert isinstance(user, User)
    return user


def screen(user: User, address: str) -> str:
    client = Client()
    client.force_login(user)
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return " ".join(soup.get_text(" ").split())


@pytest.fixture
def returned() -> Page:
    """A story by `nguoiviet` that `truongban` sent back."""
    site_tree()
    writer, approver = person("nguoiviet"), person("truongban")
    page = StoryPageFactory(title="Bài bị trả lại", owner=writer, live=False)
    task = GroupApprovalTask.objects.create(name="Trưởng ban duyệt")
    workflow = Workflow.objects.create(name="Duyệt bài")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=1)
    page.save_revision(user=writer)
    state = workflow.start(page, writer)
    state.current_task_state.reject(user=approver, comment="Thiếu tên người chụp ảnh.")
    found: Page = Page.objects.get(pk=page.pk)
    return found


def test_the_writer_reads_what_is_to_be_changed_on_the_page(returned: Page) -> None:
    assert returned.owner is not None
    words = screen(returned.owner, reverse("wagtailadmin_pages:edit", args=[returned.pk]))
    assert "truongban yêu cầu sửa lúc" in words
    assert "Thiếu tên người chụp ảnh." in words


def test_the_writer_reads_it_on_the_first_screen(returned: Page) -> None:
    assert returned.owner is not None
    words = screen(returned.owner, reverse("wagtailadmin_home"))
    assert "Cần sửa: Bài bị trả lại" in words
    assert "Thiếu tên người chụp ảnh." in words
    assert "Cần sửa:" not in screen(person("nguoikhac"), reverse("wagtailadmin_home"))


@pytest.mark.parametrize(
    ("action", "said", "link"),
    [
        ("reject", "Đã trả lại “Bài chờ duyệt” để sửa.", "Sửa"),
        ("approve", "Đã xuất bản “Bài chờ duyệt”.", "Xem trên trang"),
    ],
)
@pytest.mark.parametrize("on_its_screen", [True, False], ids=["on the page's screen", "from the list"])
def test_the_approver_reads_what_became_of_the_page(
    returned: Page, action: str, said: str, link: str, on_its_screen: bool
) -> None:
    chief = get_user_model().objects.get(username="truongban")
    page = StoryPageFactory(title="Bài chờ duyệt", owner=chief, live=False)
    page.save_revision(user=chief)
    state = Workflow.objects.get(name="Duyệt bài").start(page, chief)
    client = Client()
    client.force_login(chief)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if on_its_screen:
        data = querydict_from_html(client.get(edit).content.decode(), form_id="page-edit-form")
        data.update(nested_form_data({"body": streamfield([("paragraph", rich_text("<p>Chữ.</p>"))])}))
        data.update({"action-workflow-action": "true", "workflow-action-name": action})
        answer = client.post(edit, data, follow=True)
    else:
        where = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, action, state.current_task_state.pk])
        answer = client.post(where, {"comment": "Thiếu ảnh."}, follow=True)
    told = BeautifulSoup(answer.content, "html.parser").select_one(".messages .success")
    assert told is not None
    assert said in " ".join(told.get_text(" ").split())
    assert link in [" ".join(a.get_text().split()) for a in told.select("a")]


def approve(chief: User, page: Page) -> str:
    """What the approver is told who approves from the list."""
    task = Page.objects.get(pk=page.pk).current_workflow_task_state
    client = Client()
    client.force_login(chief)
    where = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk])
    told = BeautifulSoup(client.post(where, {"comment": ""}, follow=True).content, "html.parser").select(".messages li")
    return " ".join(" ".join(message.get_text(" ").split()) for message in told)


def test_after_an_approval_comes_the_next_step_and_only_the_last_one_publishes(returned: Page) -> None:
    chief = get_user_model().objects.get(username="truongban")
    workflow = Workflow.objects.get(name="Duyệt bài")
    second = GroupApprovalTask.objects.create(name="Lãnh đạo duyệt")
    WorkflowTask.objects.create(workflow=workflow, task=second, sort_order=2)
    page = StoryPageFactory(title="Bài hai bước", live=False)
    page.save_revision(user=returned.owner)
    workflow.start(page, returned.owner)
    assert "Đã duyệt “Bài hai bước”, bài chuyển sang bước tiếp theo." in approve(chief, page)
    page = StoryPage.objects.get(pk=page.pk)
    assert not page.live
    assert page.current_workflow_task == second
    assert "Bài hai bước" in screen(chief, reverse("wagtailadmin_home"))
    assert "Đã xuất bản “Bài hai bước”." in approve(chief, page)
    assert StoryPage.objects.get(pk=page.pk).live


def test_an_approved_page_with_a_time_goes_out_at_that_time(returned: Page) -> None:
    chief = get_user_model().objects.get(username="truongban")
    later = timezone.now() + timedelta(hours=1)
    page = StoryPageFactory(title="Bài hẹn giờ", live=False, go_live_at=later)
    page.save_revision(user=returned.owner)
    Workflow.objects.get(name="Duyệt bài").start(page, returned.owner)
    assert "Đã duyệt “Bài hẹn giờ”, bài sẽ được xuất bản vào giờ đã hẹn." in approve(chief, page)
    call_command("publish_scheduled")
    assert not StoryPage.objects.get(pk=page.pk).live
    with mock.patch("django.utils.timezone.now", return_value=later + timedelta(minutes=1)):
        call_command("publish_scheduled")
    assert StoryPage.objects.get(pk=page.pk).live
    assert Client().get(page.url).status_code == 200


def test_a_page_in_good_order_has_no_such_words() -> None:
    site_tree()
    page = StoryPageFactory()
    assert "yêu cầu sửa lúc" not in screen(person("to"), reverse("wagtailadmin_pages:edit", args=[page.pk]))


def test_the_first_screen_says_where_to_begin() -> None:
    site_tree()
    call_command("make_roles")
    words = screen(person("to"), reverse("wagtailadmin_home"))
    assert "Viết câu chuyện" in words
    assert "Viết sáng kiến" in words


def test_help_leads_nowhere_in_english() -> None:
    site_tree()
    client = Client()
    client.force_login(person("to"))
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "guide.wagtail.org" not in html
    assert reverse("editors_guide") in html


def test_the_guide_is_in_the_admin_with_its_pictures_and_links() -> None:
    site_tree()
    client = Client()
    assert client.get(reverse("editors_guide")).status_code == 302  # to the log-in
    client.force_login(person("to"))
    guide = BeautifulSoup(client.get(reverse("editors_guide")).content, "html.parser").select_one(".editors-guide")
    assert guide is not None
    ids = {tag["id"] for tag in guide.select("[id]")}
    inner = [str(link["href"])[1:] for link in guide.select("a[href^='#']")]
    assert inner
    assert {unquote(name) for name in inner} <= ids
    for image in guide.select("img"):
        assert client.get(f"{reverse('editors_guide')}{image['src']}").status_code == 200


def test_a_search_counts_pages_by_name() -> None:
    site_tree()
    StoryPageFactory(title="Cữ nam châm")
    words = screen(person("to"), reverse("wagtailadmin_pages:search") + "?q=nam")
    assert "None" not in words
    assert "1–1 trong 1 trang" in words


def test_a_comparison_speaks_in_words() -> None:
    tree = site_tree()
    campaign, unit, image = CampaignPageFactory().campaign, UnitFactory(), ImageFactory()

    def body(size: str, decorative: bool, scope: str) -> list[dict[str, Any]]:
        picture = {"image": image.pk, "alt_text": None, "decorative": decorative}
        counter = {"heading": "", "campaign": campaign.pk, "scope": scope, "unit": unit.pk if scope == "unit" else None}
        return [
            {"type": "figure", "value": {"image": picture, "caption": "", "credit": "", "size": size}, "id": "1"},
            {"type": "counter", "value": counter, "id": "2"},
        ]

    page = StoryPageFactory(parent=tree.stories, body=body("text", False, "campaign"))
    page.save_revision()
    page = StoryPage.objects.get(pk=page.pk)
    page.body = body("wide", True, "unit")
    page.save_revision()
    words = screen(person("to"), reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "earliest", "latest"]))
    assert "None" not in words
    assert "False" not in words and "True" not in words
    assert "Bằng cột chữ" in words
    assert "Một đơn vị" in words


def test_a_refused_publication_says_so_and_the_kept_draft_is_called_a_draft() -> None:
    site_tree()
    page, client = StoryPageFactory(), Client()
    client.force_login(person("to"))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = querydict_from_html(client.get(edit).content.decode(), form_id="page-edit-form")
    data.update(nested_form_data({"lead": "", "body": streamfield([]), "action-publish": "1"}))
    soup = BeautifulSoup(client.post(edit, data).content, "html.parser")
    told, indicator = soup.select_one(".messages .error"), soup.select_one(".w-autosave-indicator__state--saved")
    assert told is not None and indicator is not None
    assert "Chưa thực hiện được vì còn ô thiếu hoặc sai." in told.get_text()
    assert indicator.get_text(strip=True) == "Đã lưu bản nháp"


def test_sending_to_translation_says_what_will_happen_or_where_the_translation_is() -> None:
    site_tree()
    page, user = StoryPageFactory(title="Đôi vai"), person("to")
    english, _created = Locale.objects.get_or_create(language_code="en")
    address = reverse("wagtail_localize:submit_page_translation", args=[page.pk])
    assert "được tạo dưới dạng bản nháp" in screen(user, address)
    translation = page.copy_for_translation(english, copy_parents=True)
    translation.title = translation.draft_title = "Two shoulders"
    translation.save()
    words = screen(user, address)
    assert "Trang này đã có ở mọi ngôn ngữ" in words
    assert "Tiếng Anh: Two shoulders (bản nháp)" in words
    assert "Ngôn ngữ" not in words  # there is no form with nothing in it
