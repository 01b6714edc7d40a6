"""A page is translated beside its original in the admin, or in a PO file that goes out and comes back."""

import polib
import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries
from wagtail_localize.models import StringSegment, StringTranslation, Translation

from home.models import StandardPage
from tests.publishing.translating.conftest import english
from vietnamese.slugs import slugify

pytestmark = pytest.mark.django_db


@pytest.fixture
def translation(about: StandardPage) -> Translation:
    """The English translation of a page with a lead and a paragraph."""
    about.lead = "Ai làm website này."
    about.body = [{"type": "paragraph", "value": "<p>Tổng Liên đoàn.</p>", "id": "doan-1"}]
    about.save_revision().publish()
    translation = Translation.objects.get(source__object_id=about.translation_key)
    translation.source.update_from_db()
    return translation


def send(desk: Client, translation: Translation, content: bytes) -> str:
    """Upload a file as an editor does; returns what the admin says after it."""
    file = SimpleUploadedFile("ban-dich.po", content, content_type="text/x-gettext-translation")
    address = reverse("wagtail_localize:upload_pofile", args=[translation.pk])
    back = translation.get_target_instance_edit_url()
    answer = desk.post(f"{address}?next={back}", {"file": file, "next": back}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def exported(desk: Client, translation: Translation) -> polib.POFile:
    """The file that an editor downloads."""
    answer = desk.get(reverse("wagtail_localize:download_pofile", args=[translation.pk]))
    called = slugify(translation.source.object_repr)
    assert answer["Content-Disposition"] == f"attachment; filename={called}-en.po"
    return polib.pofile(answer.content.decode())


def test_the_screen_shows_each_passage_beside_its_translation(desk: Client, translation: Translation) -> None:
    page = english(translation.source.get_source_instance())
    screen = desk.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "js-translation-editor" in screen
    assert "Ai l\\u00e0m website n\\u00e0y." in screen or "Ai làm website này." in screen


def test_a_passage_is_translated_on_the_screen_and_published(desk: Client, translation: Translation) -> None:
    segment = StringSegment.objects.get(source=translation.source, string__data="Ai làm website này.")
    address = reverse("wagtail_localize:edit_string_translation", args=[translation.pk, segment.pk])
    answer = desk.put(address, "value=Who+makes+this+site.", content_type="application/x-www-form-urlencoded")
    assert answer.status_code in (200, 201)
    translation.save_target(publish=True)
    page = english(translation.source.get_source_instance()).specific
    assert page.lead == "Who makes this site."
    assert desk.get(page.url).status_code == 200


def test_a_po_file_goes_out_and_comes_back_translated(desk: Client, translation: Translation) -> None:
    file = exported(desk, translation)
    texts = {"Ai làm website này.": "Who makes this site.", "Tổng Liên đoàn.": "The confederation."}
    assert set(texts) <= {entry.msgid for entry in file}
    for entry in file:
        entry.msgstr = texts.get(entry.msgid, "")
    assert "Số đoạn đã nhận: 2." in send(desk, translation, str(file).encode())
    translation.save_target(publish=True)
    page = english(translation.source.get_source_instance()).specific
    assert page.lead == "Who makes this site."
    assert "The confederation." in str(page.body)
    assert {entry.msgid: entry.msgstr for entry in exported(desk, translation)}["Tổng Liên đoàn."] == texts[
        "Tổng Liên đoàn."
    ]


def test_passages_that_do_not_fit_their_original_are_named(desk: Client, translation: Translation) -> None:
    file = exported(desk, translation)
    for entry in file:
        entry.msgstr = "Website<script>alert(1)</script>" if entry.msgid == "Ai làm website này." else "Translated."
    said = send(desk, translation, str(file).encode())
    assert f"Số đoạn đã nhận: {len(file)}." in said
    assert "bản dịch không khớp, bạn đọc vẫn thấy bản gốc: 1 (“Ai làm website này.”)." in said
    assert "alert(1)" not in str(translation.source.get_source_instance().lead)
    for entry in file:
        entry.msgstr = "Translated."
    assert "bản dịch không khớp" not in send(desk, translation, str(file).encode())


def test_a_passage_that_has_changed_since_is_left_out(desk: Client, translation: Translation) -> None:
    file = exported(desk, translation)
    for entry in file:
        entry.msgstr = "Too late."
    source = translation.source.get_source_instance()
    source.lead = "Chữ khác."
    source.save_revision().publish()
    translation.source.update_from_db()
    said = send(desk, translation, str(file).encode())
    assert "không thấy ở trang này: 1 (“Ai làm website này.”)." in said
    now = {entry.msgid: entry.msgstr for entry in exported(desk, translation) if not entry.obsolete}
    assert now["Chữ khác."] == ""
    assert now["Tổng Liên đoàn."] == "Too late."


@pytest.mark.parametrize(
    "content", [b"", b"khong phai PO", b'msgid ""\nmsgstr ""\n\nmsgid "a"\nmsgstr "b"\n', bytes(range(256))]
)
def test_what_is_no_file_of_this_screen_is_refused(desk: Client, translation: Translation, content: bytes) -> None:
    assert "Chọn tệp PO đã tải về từ màn hình này" in send(desk, translation, content)


@pytest.mark.parametrize(
    "spoiled",
    [
        (b"X-WagtailLocalize-TranslationID: ", b"X-Other: X-WagtailLocalize-TranslationID "),
        (b"charset=utf-8", b"charset=utf-16"),
        (b"charset=utf-8", b"charset=undefined"),
        (b'msgstr ""\n\n', b'msgstr "a\0b"\n\n'),
    ],
)
def test_a_file_of_this_screen_that_was_spoiled_is_refused(
    desk: Client, translation: Translation, spoiled: tuple[bytes, bytes]
) -> None:
    content = str(exported(desk, translation)).encode()
    assert spoiled[0] in content
    assert "Chọn tệp PO đã tải về từ màn hình này" in send(desk, translation, content.replace(*spoiled))


def test_a_file_of_another_page_is_refused(desk: Client, translation: Translation, help_page: StandardPage) -> None:
    other = Translation.objects.get(source__object_id=help_page.translation_key)
    said = send(desk, translation, str(exported(desk, other)).encode())
    assert "Không thể nhập tệp PO được tạo cho bản dịch khác." in said


def filled(desk: Client, translation: Translation) -> polib.POFile:
    """The file with every passage translated."""
    file = exported(desk, translation)
    for entry in file:
        entry.msgstr = "Translated."
    return file


@pytest.mark.parametrize("spoil", ["letters", "charset", "contexts"])
def test_a_file_of_which_nothing_is_found_is_no_success(desk: Client, translation: Translation, spoil: str) -> None:
    file = filled(desk, translation)
    file[:] = [entry for entry in file if not entry.msgid.isascii()]  # an address can be read in any letters
    for entry in file:
        if spoil == "letters":
            entry.msgid = entry.msgid.encode().decode("cp1252", "replace")
        elif spoil == "contexts":
            entry.msgctxt = ""
    content = str(file).encode()
    if spoil == "charset":
        content = content.replace(b"charset=utf-8", b"charset=latin-1")
    said = send(desk, translation, content)
    assert "Chưa nhận được gì" in said
    assert "Số đoạn đã nhận" not in said
    assert not StringTranslation.objects.filter(context__object_id=translation.source.object_id).exists()


def test_a_file_in_which_nothing_is_translated_says_so(desk: Client, translation: Translation) -> None:
    said = send(desk, translation, str(exported(desk, translation)).encode())
    assert "Trong tệp này chưa có đoạn nào được dịch." in said


def test_foreign_entries_are_counted_without_asking_the_database_about_each(
    desk: Client, translation: Translation, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    file = filled(desk, translation)
    known = len(file)
    file.extend(polib.POEntry(msgid=f"Lạ {n}", msgctxt="lead", msgstr="Strange") for n in range(2_000))
    with django_assert_max_num_queries(300):
        said = send(desk, translation, str(file).encode())
    assert f"Số đoạn đã nhận: {known}; không thấy ở trang này: 2000 (“Lạ 0”, “Lạ 1”, “Lạ 2”, …)." in said


def test_a_file_that_is_too_large_is_not_read(desk: Client, translation: Translation) -> None:
    content = str(filled(desk, translation)).encode() + b"# " + b"x" * 1024 * 1024
    assert "Tệp này lớn hơn 1 MB" in send(desk, translation, content)
    assert not StringTranslation.objects.filter(context__object_id=translation.source.object_id).exists()


def test_who_may_not_edit_the_page_uploads_nothing(desk: Client, translation: Translation) -> None:
    file = SimpleUploadedFile("ban-dich.po", str(filled(desk, translation)).encode())
    stranger = Client()
    user = get_user_model().objects.create_user("khach", "khach@congdoan.example", "mat-khau")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    stranger.force_login(user)
    stranger.post(reverse("wagtail_localize:upload_pofile", args=[translation.pk]), {"file": file})
    assert not StringTranslation.objects.filter(context__object_id=translation.source.object_id).exists()
