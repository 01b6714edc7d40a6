"""Downloads from outside: what the public gets, what it never gets, and what happens on bad days."""

import errno
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from zipfile import ZipFile

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image
from pytest_django import Settings
from wagtail.models import PageViewRestriction

from publishing.models import EditorialImage
from sharing.kit import shelf
from stories.kit.models import Caption
from stories.kit.serving import PUBLIC
from stories.kit.tasks import make_files
from stories.models import InitiativePage
from tests.factories import StandardPageFactory, StoryPageFactory
from tests.sharing.print.material import raster, scanned, text_of
from tests.stories.kit.conftest import consent_of

pytestmark = pytest.mark.django_db
A4 = "ap-phich-a4.pdf"
KIT = "bo-chia-se.zip"


def fetched(client: Client, page: Any, name: str) -> Any:
    return client.get(f"/tai-ve/{page.pk}/{name}", follow=True)


def body_of(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def unpacked(data: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(data)) as archive:
        return {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}


def text(data: bytes) -> str:
    return data.decode("utf-8-sig").replace("\r\n", "\n").strip()


def test_the_poster_is_a_download_with_a_code_that_leads_to_the_page(
    client: Client, initiative: InitiativePage
) -> None:
    response = fetched(client, initiative, A4)
    pdf = body_of(response)

    assert response.status_code == 200 and response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="ap-phich-a4-xe-hai-banh-cho-mu.pdf"'
    assert response["X-Robots-Tag"] == "noindex"
    assert "public" in response["Cache-Control"] and response["ETag"]
    assert "Xe hai bánh chở mủ" in text_of(pdf).replace("\xa0", " ")
    (address,) = scanned(raster(pdf))
    assert re.search(r"/s/[0-9a-z]+\?utm_source=qr&utm_medium=print$", address)


def test_its_address_changes_with_the_page_and_the_old_one_leads_to_the_new(
    client: Client, initiative: InitiativePage
) -> None:
    old = client.get(f"/tai-ve/{initiative.pk}/{A4}")["Location"]
    assert body_of(client.get(old)).startswith(b"%PDF")
    assert client.get(f"/tai-ve/{initiative.pk}/{A4}")["Location"] == old

    initiative.award = "Giải Nhất"
    initiative.save()

    new = client.get(f"/tai-ve/{initiative.pk}/{A4}")["Location"]
    assert new != old
    again = client.get(old, follow=True)
    assert again.redirect_chain[-1] == (new, 302)
    assert "Giải Nhất" in text_of(body_of(again))
    assert len(list(shelf._folder(f"page-{initiative.pk}").iterdir())) == 1  # the old version is gone


def test_the_kit_has_everything_under_ascii_names(client: Client, initiative: InitiativePage) -> None:
    response = fetched(client, initiative, KIT)
    files = unpacked(body_of(response))

    assert response["Content-Disposition"] == 'attachment; filename="bo-chia-se-xe-hai-banh-cho-mu.zip"'
    assert all(name.isascii() and " " not in name for name in files)
    assert {"DOC-CAI-NAY.txt", "mo-ta-anh.txt", "ghi-cong.txt", "ma-qr/ma-qr.svg", "ma-qr/ma-qr.png"} <= files.keys()
    assert {"ap-phich/ap-phich-a4.pdf", "ap-phich/ap-phich-a3.pdf"} <= files.keys()
    assert "anh-goc/anh-1.jpg: Người thợ cạo mủ giữa hai hàng cây" in text(files["mo-ta-anh.txt"])
    assert "anh-goc/anh-1.jpg: Ảnh: Nguyễn Văn A" in text(files["ghi-cong.txt"])
    assert Image.open(io.BytesIO(files["anh-goc/anh-1.jpg"])).size == (1500, 1000)
    assert Image.open(io.BytesIO(files["anh-chia-se/nhan-vat-1-1080x1080.jpg"])).size == (1080, 1080)
    for width, height in ((1200, 630), (1080, 1080), (1080, 1920)):
        card = Image.open(io.BytesIO(files[f"anh-chia-se/the-{width}x{height}.jpg"]))
        assert card.size == (width, height) and card.format == "JPEG"
    png = Image.open(io.BytesIO(files["ma-qr/ma-qr.png"]))
    assert png.width >= 1200 and scanned(png.convert("RGB"))[0].endswith("utm_source=qr&utm_medium=kit")
    for network in ("facebook", "zalo", "x", "linkedin", "viber", "messenger", "email"):
        assert f"utm_source={network}&utm_medium=kit" in text(files[f"chu-kem/{network}.txt"])
    assert "#TuHaoTriTueLaoDongVietNam #1TrieuSangKien" in text(files["chu-kem/facebook.txt"])
    assert "• 418 triệu đồng lợi ích mỗi năm, ước tính" in text(files["chu-kem/zalo.txt"])


def test_a_long_address_makes_no_long_paths_which_windows_could_not_unpack(
    client: Client, initiative: InitiativePage
) -> None:
    initiative.slug = f"{'rat-dai-' * 14}het"
    initiative.save_revision().publish()
    response = fetched(client, initiative, KIT)
    name = response["Content-Disposition"].partition('filename="')[2].rstrip('"')
    assert name == f"bo-chia-se-{'rat-dai-' * 7}rat.zip"
    with ZipFile(io.BytesIO(body_of(response))) as archive:
        longest = max(len(path) for path in archive.namelist())
    assert len(name) + longest < 190  # beside C:/Users/…/Downloads


def test_the_kit_is_the_same_file_when_it_is_made_again(client: Client, initiative: InitiativePage) -> None:
    first = body_of(fetched(client, initiative, KIT))
    shelf.forget(f"page-{initiative.pk}")

    assert body_of(fetched(client, initiative, KIT)) == first


def test_an_editors_caption_goes_into_the_kit(client: Client, initiative: InitiativePage) -> None:
    before = client.get(f"/tai-ve/{initiative.pk}/{KIT}")["Location"]
    Caption.objects.create(page=initiative, network="zalo", text="Anh em Tổ 7 ơi!")

    response = fetched(client, initiative, KIT)

    assert response.redirect_chain[-1][0] != before
    assert text(unpacked(body_of(response))["chu-kem/zalo.txt"]) == "Anh em Tổ 7 ơi!"


def test_a_caption_from_before_a_restriction_does_not_tell_on(client: Client, initiative: InitiativePage) -> None:
    Caption.objects.create(page=initiative, network="zalo", text="Bí quyết: hai vành xe đạp")
    initiative.restricted = True
    initiative.save()

    files = unpacked(body_of(fetched(client, initiative, KIT)))

    everything = "\n".join(text(data) for name, data in files.items() if name.endswith(".txt"))
    everything += " ".join(text_of(data) for name, data in files.items() if name.endswith(".pdf"))
    assert "Xe hai bánh chở mủ" in everything and "Bằng Lao động sáng tạo" in everything
    for secret in ("vành xe", "Điểu Lâm", "Cao su", "Nông trường", "quang gánh", "Nguyễn Văn A"):
        assert secret not in everything
    assert not any(name.startswith("anh-goc") for name in files)


def test_a_caption_that_names_somebody_who_withdrew_is_not_used(client: Client, initiative: InitiativePage) -> None:
    Caption.objects.create(page=initiative, network="zalo", text="Cảm ơn anh Điểu Lâm!")
    consent = consent_of(initiative)
    consent.withdrawn = ["kit"]
    consent.save()

    files = unpacked(body_of(fetched(client, initiative, KIT)))

    assert "Điểu Lâm" not in text(files["chu-kem/zalo.txt"])


def test_a_photo_without_rights_is_in_no_file_of_the_kit(
    client: Client, initiative: InitiativePage, photo: EditorialImage
) -> None:
    photo.rights = ""
    photo.save()

    files = unpacked(body_of(fetched(client, initiative, KIT)))

    assert text(files["ghi-cong.txt"]).count("anh-goc/") == 1  # the portrait's
    green = (0x2F, 0x6F, 0x5E)
    page = raster(files["ap-phich/ap-phich-a4.pdf"], 40)
    card = Image.open(io.BytesIO(files["anh-chia-se/the-1200x630.jpg"])).convert("RGB")
    for picture, place in ((page, (page.width - 3, 3)), (card, (100, 100))):
        assert picture.getpixel(place) != pytest.approx(green, abs=12)


@pytest.mark.parametrize("name", PUBLIC)
@pytest.mark.parametrize("closed", ["draft", "private", "expired", "deleted", "other type"])
def test_what_is_not_public_has_no_files(client: Client, initiative: InitiativePage, name: str, closed: str) -> None:
    shown = client.get(f"/tai-ve/{initiative.pk}/{name}")["Location"]
    page: Any = initiative
    if closed == "draft":
        page.unpublish()
    elif closed == "private":
        PageViewRestriction.objects.create(page=page.get_parent(), restriction_type=PageViewRestriction.LOGIN)
    elif closed == "expired":
        page.expire_at, page.live, page.expired = timezone.now() - timedelta(1), False, True
        page.save()
    elif closed == "deleted":
        page.delete()
    else:
        page = StandardPageFactory()

    assert client.get(f"/tai-ve/{page.pk or shown.split('/')[2]}/{name}").status_code == 404
    if closed != "other type":
        assert client.get(shown).status_code == 404


@pytest.mark.parametrize(
    "path", ["khong-co.pdf", "thiep-cam-on-1-dieu-lam.pdf", "..%2f..%2fsecret.pdf", "bo-chia-se.zip.exe"]
)
def test_no_other_name_is_a_file(client: Client, initiative: InitiativePage, path: str) -> None:
    assert client.get(f"/tai-ve/{initiative.pk}/{path}").status_code == 404
    assert client.get(f"/tai-ve/{initiative.pk}/{'0' * 20}/{path}").status_code == 404


def test_it_takes_nothing(client: Client, initiative: InitiativePage) -> None:
    assert client.post(f"/tai-ve/{initiative.pk}/{A4}").status_code == 405


def test_a_full_disk_says_so_and_leaves_nothing(client: Client, initiative: InitiativePage, settings: Settings) -> None:
    client.raise_request_exception = False
    with patch("sharing.kit.zipping.ZipFile.writestr", side_effect=OSError(errno.ENOSPC, "No space left on device")):
        response = fetched(client, initiative, KIT)

    assert response.status_code == 503 and response["Retry-After"]
    assert "chưa tạo được tệp" in response.content.decode().lower()
    assert [path for path in Path(settings.PRIVATE_ROOT).rglob("*") if path.is_file()] == []
    assert body_of(fetched(client, initiative, KIT)).startswith(b"PK")


def test_a_published_page_has_its_files_made_and_a_closed_one_loses_them(initiative: InitiativePage) -> None:
    folder = shelf._folder(f"page-{initiative.pk}")

    make_files.call(initiative.pk)
    assert sorted(path.name.partition("-")[2] for path in folder.iterdir()) == [A4, KIT]

    initiative.live = False
    initiative.save()
    make_files.call(initiative.pk)
    assert not folder.exists()


def test_unpublishing_takes_the_files_away_at_once(
    initiative: InitiativePage, django_capture_on_commit_callbacks: Any
) -> None:
    make_files.call(initiative.pk)

    with django_capture_on_commit_callbacks(execute=True):
        initiative.unpublish()

    assert not shelf._folder(f"page-{initiative.pk}").exists()


def test_publishing_asks_for_the_files_where_a_worker_makes_them(
    initiative: InitiativePage, settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        initiative.save_revision().publish()
    assert not shelf._folder(f"page-{initiative.pk}").exists()  # at once: when somebody asks

    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    from django_tasks_db.models import DBTaskResult

    with django_capture_on_commit_callbacks(execute=True):
        initiative.save_revision().publish()
    assert DBTaskResult.objects.filter(task_path="stories.kit.tasks.make_files").count() == 1


def test_an_english_page_has_an_english_poster(client: Client) -> None:
    page = StoryPageFactory(title="Line 12")
    from wagtail.models import Locale

    english = page.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    english.save_revision().publish()

    pdf = body_of(fetched(client, english, A4))

    assert "Scan to read the whole story" in text_of(pdf)
