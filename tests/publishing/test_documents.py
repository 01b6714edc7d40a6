"""Documents: title and file name are stored composed, however the editor's machine spells them."""

import unicodedata
from io import BytesIO
from zipfile import ZipFile, ZipInfo

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents import get_document_model

pytestmark = pytest.mark.django_db

NFD_TITLE = unicodedata.normalize("NFD", "Mẫu đơn Đồng Nai")
NFD_NAME = unicodedata.normalize("NFD", "Mẫu-đơn.pdf")


def test_an_uploaded_document_is_stored_composed(client: Client) -> None:
    client.force_login(get_user_model().objects.create_superuser("bientap", "bientap@example.org", "mat-khau-dai"))
    file = SimpleUploadedFile(NFD_NAME, b"%PDF-1.4 x", "application/pdf")
    assert client.post(reverse("wagtaildocs:add"), {"title": NFD_TITLE, "file": file}).status_code == 302
    document = get_document_model().objects.get()
    assert document.title == "Mẫu đơn Đồng Nai"
    assert document.filename == "Mẫu-đơn.pdf"
    document.title = NFD_TITLE
    document.save()
    document.refresh_from_db()
    assert (document.title, document.filename) == ("Mẫu đơn Đồng Nai", "Mẫu-đơn.pdf")


def packed(name: str) -> bytes:
    """An archive of that one file; always the same bytes, since they are part of the tests' names."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        archive.writestr(ZipInfo(name), "x")
    return file.getvalue()


def said_of(client: Client, name: str, content: bytes) -> str:
    """What the screen says is wrong with the file; nothing where it was taken."""
    client.force_login(get_user_model().objects.create_superuser("bientap", "bientap@example.org", "mat-khau-dai"))
    file = SimpleUploadedFile(name, content)
    answer = client.post(reverse("wagtaildocs:add"), {"title": "Tệp", "file": file})
    found = BeautifulSoup(answer.content, "html.parser").select(".error-message")
    return " ".join(" ".join(message.get_text(" ").split()) for message in found)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mau.pdf", b"%PDF-1.7 x"),
        ("mau.PDF", b"\n%PDF-1.4 x"),
        ("bang.csv", "Đơn vị,Số\nĐồng Nai,12".encode()),
        ("mau.docx", packed("word/document.xml")),
        ("mau.xlsx", packed("xl/workbook.xml")),
        ("mau.pptx", packed("ppt/presentation.xml")),
        ("mau.odt", packed("content.xml")),
        ("anh.zip", packed("anh.jpg")),
    ],
)
def test_a_file_that_is_what_its_name_says_is_taken(client: Client, name: str, content: bytes) -> None:
    assert said_of(client, name, content) == ""
    assert get_document_model().objects.count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("mau.pdf", b"This is text.", "Tên tệp có đuôi .pdf nhưng nội dung không phải PDF, hoặc tệp đã hỏng. Hãy mở"),
        ("mau.docx", b"%PDF-1.7 x", "nội dung không phải DOCX"),
        ("mau.docx", packed("xl/workbook.xml"), "nội dung không phải DOCX"),
        ("mau.xlsx", packed("xl/workbook.xml")[:-30], "nội dung không phải XLSX"),
        ("bang.csv", b"PK\x03\x04", "nội dung không phải CSV"),
        ("thu.exe", b"MZ", "Không nhận loại tệp này. Hãy lưu thành một trong các loại: CSV, DOCX"),
        ("rong.pdf", b"", "Tệp này trống. Hãy mở tệp trên máy"),
    ],
)
def test_another_content_is_refused_with_the_way_out(client: Client, name: str, content: bytes, said: str) -> None:
    words = said_of(client, name, content)
    assert said in words
    assert words.count("Hãy") == 1  # one message, not one after the other
    assert not get_document_model().objects.exists()
