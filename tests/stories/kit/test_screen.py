"""The editors' screen: captions kept and put back, nothing lost, nothing shown to whom it does not concern."""

import io
from collections.abc import Iterator
from typing import Any
from zipfile import ZipFile

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import GroupPagePermission, Page

from sharing.kit.captions import CHANNELS
from stories.kit.models import Caption
from stories.models import InitiativePage
from tests.factories import SiteTree, StandardPageFactory, StoryPageFactory
from tests.sharing.print.material import text_of
from tests.stories.kit.conftest import consent_of

pytestmark = pytest.mark.django_db


def editor_of(page: Page, name: str = "ha") -> Client:
    """Somebody who may edit below `page` and nothing else."""
    group = Group.objects.create(name=f"editors {name}")
    GroupPagePermission.objects.create(group=group, page=page, permission_type="change")
    from django.contrib.auth.models import Permission

    group.permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    user = get_user_model().objects.create_user(name, f"{name}@tuhao.example", "x")
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def editor(initiative: InitiativePage) -> Iterator[Client]:
    yield editor_of(SiteTree.current().initiatives)


def screen(client: Client, page: Any) -> BeautifulSoup:
    return BeautifulSoup(client.get(reverse("share_kit", args=[page.pk])).content, "html.parser")


def form_of(client: Client, page: Any) -> dict[str, str]:
    """What a browser would send of the untouched screen."""
    html = screen(client, page)
    boxes = {str(box["name"]): box.get_text().removeprefix("\n") for box in html.select("textarea")}
    return boxes | {str(field["name"]): str(field["value"]) for field in html.select("input[name^=seen-]")}


def send(client: Client, page: Any, form: dict[str, str], **changes: str) -> Any:
    sent = form | {name.replace("__", "-"): text for name, text in changes.items()}
    return client.post(
        reverse("share_kit", args=[page.pk]), {name: text.replace("\n", "\r\n") for name, text in sent.items()}
    )


def test_it_shows_every_caption_with_its_count_and_every_file(editor: Client, initiative: InitiativePage) -> None:
    html = screen(editor, initiative)

    assert [str(box["name"]) for box in html.select("textarea")] == [f"caption-{name}" for name in CHANNELS]
    x = html.select_one("#count-x")
    assert x is not None and "trên tối đa 280 ký tự" in " ".join(x.get_text().split())
    addresses = [str(link["href"]) for link in html.select(".kit a")]
    for name in ("bo-chia-se.zip", "ap-phich-a4.pdf", "ap-phich-a3.pdf", "thiep-cam-on-1-dieu-lam.pdf"):
        assert reverse("share_kit_file", args=[initiative.pk, name]) in addresses
    copied = [str(button["data-copy"]) for button in html.select("[data-copy]")]
    assert any(address.endswith(f"/tai-ve/{initiative.pk}/ap-phich-a4.pdf") for address in copied)
    assert html.select("script[src*=kit]") and not html.select(".kit script")


def test_saving_the_untouched_screen_keeps_the_drafts_live(editor: Client, initiative: InitiativePage) -> None:
    response = send(editor, initiative, form_of(editor, initiative))

    assert response.status_code == 302
    assert not Caption.objects.exists()


def test_an_edited_caption_stays_while_the_page_changes_until_it_is_put_back(
    editor: Client, initiative: InitiativePage
) -> None:
    send(editor, initiative, form_of(editor, initiative), caption__zalo="Anh em Tổ 7 ơi!\nXem này 👩‍🏭")

    row = Caption.objects.get()
    assert (row.network, row.text, row.reserved) == ("zalo", "Anh em Tổ 7 ơi!\nXem này 👩‍🏭", False)
    assert row.changed_by is not None and row.changed_by.get_username() == "ha"
    initiative.title = "Tên mới"
    initiative.save_revision().publish()
    form = form_of(editor, initiative)
    assert form["caption-zalo"] == "Anh em Tổ 7 ơi!\nXem này 👩‍🏭"
    assert form["caption-facebook"].startswith("Tên mới")

    send(editor, initiative, form, reset__zalo="1")

    assert not Caption.objects.exists()
    assert form_of(editor, initiative)["caption-zalo"].startswith("Tên mới")


def test_emptying_a_caption_is_putting_it_back(editor: Client, initiative: InitiativePage) -> None:
    Caption.objects.create(page=initiative, network="zalo", text="Cũ")

    send(editor, initiative, form_of(editor, initiative), caption__zalo=" \n ")

    assert not Caption.objects.exists()


def test_decomposed_text_and_control_characters_are_tidied(editor: Client, initiative: InitiativePage) -> None:
    send(editor, initiative, form_of(editor, initiative), caption__zalo="Tu\u031b\u0323 ha\u0300o\x00\x07 quá")

    assert Caption.objects.get().text == "Tự hào quá"


def test_what_is_too_long_is_kept_in_its_box_and_nothing_is_saved(editor: Client, initiative: InitiativePage) -> None:
    form = form_of(editor, initiative)

    response = send(editor, initiative, form, caption__x="ế" * 150, caption__zalo="Được")

    html = BeautifulSoup(response.content, "html.parser")
    wrong = html.select_one(".kit-caption--wrong")
    assert response.status_code == 200 and wrong is not None
    assert "X sẽ cắt mất 20 ký tự cuối" in wrong.get_text()
    assert [box.get_text().strip() for box in html.select("#caption-x, #caption-zalo")] == ["Được", "ế" * 150]
    assert not Caption.objects.exists()


def test_of_two_editors_the_second_is_told_and_loses_nothing(editor: Client, initiative: InitiativePage) -> None:
    form = form_of(editor, initiative)
    other = editor_of(SiteTree.current().initiatives, "binh")
    send(other, initiative, form_of(other, initiative), caption__zalo="Lời của Bình")

    response = send(editor, initiative, form, caption__zalo="Lời của Hà")

    html = BeautifulSoup(response.content, "html.parser")
    assert "Lời của Hà" in html.select_one("#caption-zalo").get_text()  # type: ignore[union-attr]
    assert html.select_one(".kit-theirs").get_text() == "Lời của Bình"  # type: ignore[union-attr]
    assert Caption.objects.get().text == "Lời của Bình"
    again = {str(f["name"]): str(f["value"]) for f in html.select("input[name^=seen-]")}
    send(editor, initiative, form | again, caption__zalo="Lời của Hà")
    assert Caption.objects.get().text == "Lời của Hà"


def test_a_change_is_in_the_pages_history(editor: Client, initiative: InitiativePage) -> None:
    send(editor, initiative, form_of(editor, initiative), caption__zalo="Mới")

    history = editor.get(reverse("wagtailadmin_pages:history", args=[initiative.pk])).content.decode()
    assert "Đã sửa lời đăng kèm của bộ chia sẻ" in history


def test_markup_is_shown_as_text(editor: Client, initiative: InitiativePage) -> None:
    send(editor, initiative, form_of(editor, initiative), caption__zalo="</textarea><script>alert(1)</script>")

    html = editor.get(reverse("share_kit", args=[initiative.pk])).content.decode()
    assert "<script>alert(1)" not in html
    assert form_of(editor, initiative)["caption-zalo"] == "</textarea><script>alert(1)</script>"


def test_it_says_what_was_left_out_and_why(editor: Client, initiative: InitiativePage) -> None:
    consent = consent_of(initiative)
    consent.withdrawn = ["kit"]
    consent.save()

    warning = screen(editor, initiative).select_one(".help-warning")

    assert warning is not None and "Điểu Lâm" in warning.get_text()


@pytest.mark.parametrize("name", ["", "ap-phich-a4.pdf", "bo-chia-se.zip", "thiep-cam-on-1-dieu-lam.pdf"])
def test_only_who_may_edit_the_page_gets_in(initiative: InitiativePage, name: str) -> None:
    address = f"/admin/bo-chia-se/{initiative.pk}/{name}"
    elsewhere = editor_of(SiteTree.current().stories, "khac")

    assert Client().get(address).status_code == 302  # to the log-in
    response = elsewhere.get(address)
    assert response.status_code in (302, 403) and response.headers.get("Content-Type") != "application/pdf"
    response = elsewhere.post(f"/admin/bo-chia-se/{initiative.pk}/", {"caption-zalo": "Phá"})
    assert response.status_code in (302, 403) and not Caption.objects.exists()


def test_a_forged_form_changes_nothing(initiative: InitiativePage, editor: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies

    response = strict.post(f"/admin/bo-chia-se/{initiative.pk}/", {"caption-zalo": "Phá"})

    assert response.status_code == 403 and not Caption.objects.exists()


def test_an_editor_sees_the_draft_and_the_public_does_not(editor: Client, initiative: InitiativePage) -> None:
    initiative.award = "Chưa công bố"
    initiative.save_revision()

    draft = editor.get(f"/admin/bo-chia-se/{initiative.pk}/ap-phich-a4.pdf")
    public = Client().get(f"/tai-ve/{initiative.pk}/ap-phich-a4.pdf", follow=True)

    assert "no-store" in draft["Cache-Control"]
    assert "Chưa công bố" in text_of(draft.content)
    assert "Chưa công bố" not in text_of(b"".join(public.streaming_content))  # type: ignore[attr-defined]


def test_a_page_that_was_never_public_can_be_looked_at(editor: Client, initiative: InitiativePage) -> None:
    initiative.unpublish()

    html = screen(editor, initiative)

    assert "chưa công khai" in html.select_one(".help-warning").get_text()  # type: ignore[union-attr]
    assert not html.select("[data-copy]")
    kit = editor.get(f"/admin/bo-chia-se/{initiative.pk}/bo-chia-se.zip")
    assert ZipFile(io.BytesIO(kit.content)).testzip() is None


def test_the_thank_you_card_is_for_editors_alone(editor: Client, initiative: InitiativePage) -> None:
    card = editor.get(f"/admin/bo-chia-se/{initiative.pk}/thiep-cam-on-1-dieu-lam.pdf")

    assert card["Content-Disposition"].startswith("inline")
    assert "Trân trọng cảm ơn" in text_of(card.content)
    assert editor.get(f"/admin/bo-chia-se/{initiative.pk}/thiep-cam-on-2-ai-do.pdf").status_code == 404


def test_its_button_stands_where_the_page_may_be_edited(editor: Client, initiative: InitiativePage) -> None:
    address = reverse("share_kit", args=[initiative.pk])
    listing = reverse("wagtailadmin_explore", args=[initiative.get_parent().pk])
    edit = reverse("wagtailadmin_pages:edit", args=[initiative.pk])

    assert address in editor.get(listing).content.decode()
    assert address in editor.get(edit).content.decode()
    assert address not in editor_of(SiteTree.current().stories, "khac").get(listing).content.decode()


def test_other_pages_have_no_kit(admin_client: Client) -> None:
    page = StandardPageFactory()

    assert admin_client.get(f"/admin/bo-chia-se/{page.pk}/").status_code == 404
    assert (
        reverse("share_kit", args=[page.pk])
        not in admin_client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    )


@pytest.mark.parametrize("restricted", [False, True])
def test_public_pages_offer_their_poster_and_kit(client: Client, initiative: InitiativePage, restricted: bool) -> None:
    initiative.restricted = restricted
    initiative.save()

    for page in (InitiativePage.objects.get(pk=initiative.pk), StoryPageFactory()):
        html = BeautifulSoup(client.get(page.url).content, "html.parser")
        assert [str(link["href"]) for link in html.select(".take a")] == [
            f"/tai-ve/{page.pk}/ap-phich-a4.pdf",
            f"/tai-ve/{page.pk}/bo-chia-se.zip",
        ]
