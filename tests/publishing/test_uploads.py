"""Hostile and mistaken uploads: each is refused with a message, and nothing is stored."""

import struct
import zlib
from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from pytest_django import Settings

from publishing.models import EditorialImage

pytestmark = pytest.mark.django_db

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script><rect width="9" height="9"/></svg>'


def picture(width: int = 40, height: int = 30, kind: str = "PNG") -> bytes:
    file = BytesIO()
    Image.new("RGB", (width, height), "#9E181C").save(file, kind)
    return file.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A valid PNG of one colour: a few kilobytes that unfold to width × height pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = zlib.compress((b"\0" + b"\0" * (width // 8)) * height, 9)
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("bientap", "bientap@example.org", "không-quan-trọng"))
    return client


def upload(editor: Client, name: str, content: bytes, kind: str = "image/png") -> str:
    response = editor.post(
        reverse("wagtailimages:add"), {"title": "Thử", "file": SimpleUploadedFile(name, content, kind)}
    )
    return response.content.decode() if response.status_code == 200 else f"→ {response.status_code}"


def messages_in(page: str) -> str:
    """What stands beside the fields as wrong."""
    found = BeautifulSoup(page, "html.parser").select(".error-message")
    return " ".join(" ".join(message.get_text(" ").split()) for message in found)


def test_a_picture_is_taken(editor: Client) -> None:
    assert upload(editor, "may.png", picture()) == "→ 302"
    image = EditorialImage.objects.get()
    assert (image.width, image.height) == (40, 30)


NO_PICTURE = "Đây không phải ảnh mà trang web đọc được, hoặc ảnh đã hỏng. Hãy mở ảnh trên máy"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("thu.png", b"this is no picture", NO_PICTURE),
        ("rong.png", b"", "Tệp này trống. Hãy mở tệp trên máy"),
        ("thu.svg", SVG, NO_PICTURE),
        ("svg-tra-hinh.png", SVG, "Tên ảnh có đuôi .png nhưng bên trong là tệp svg. Hãy xuất lại ảnh"),
        ("tra-hinh.jpg", picture(), "Tên ảnh có đuôi .jpeg nhưng bên trong là tệp png. Hãy xuất lại ảnh"),
        ("cat-ngang.png", picture(400, 300)[:90], NO_PICTURE),
        ("bom.png", bomb(10_000, 10_000), "Ảnh này quá lớn: tối đa 60 triệu điểm ảnh"),
        ("trang.html", b"<script>alert(1)</script>", NO_PICTURE),
    ],
    ids=lambda value: value if isinstance(value, str) and "." in value[-6:] else "",
)
def test_what_is_no_good_picture_is_refused_in_words(editor: Client, name: str, content: bytes, said: str) -> None:
    page = upload(editor, name, content)
    assert said in messages_in(page)
    assert not EditorialImage.objects.exists()


def test_a_refused_file_leaves_no_title_for_the_next_one(editor: Client) -> None:
    for title, kept in (("anh chup 01", ""), ("Tổ may số 7", "Tổ may số 7")):
        file = SimpleUploadedFile("anh-chup_01.png", b"this is no picture", "image/png")
        page = editor.post(reverse("wagtailimages:add"), {"title": title, "file": file}).content
        field = BeautifulSoup(page, "html.parser").select_one("#id_title")
        assert field is not None
        assert field.get("value", "") == kept


def test_a_hundred_megapixels_hide_in_a_small_file() -> None:
    assert len(bomb(10_000, 10_000)) < 200_000


def test_fifty_megabytes_are_refused(editor: Client) -> None:
    page = upload(editor, "nang.png", picture() + b"\0" * 50_000_000)
    assert "chỉ nhận tối đa 15,0 MB. Hãy lưu ảnh nhỏ hơn" in messages_in(page).replace("\xa0", " ")
    assert not EditorialImage.objects.exists()


def test_the_limits_are_those_of_the_decision_record(settings: Settings) -> None:
    assert "svg" not in settings.WAGTAILIMAGES_EXTENSIONS
    assert settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS < 100_000_000


def test_a_visitor_cannot_upload(client: Client) -> None:
    response = client.post(reverse("wagtailimages:add"), {"title": "x", "file": SimpleUploadedFile("x.png", picture())})
    assert response.status_code == 302
    assert "/admin/login/" in response.headers["Location"]
    assert not EditorialImage.objects.exists()
