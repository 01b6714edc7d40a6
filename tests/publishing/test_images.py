"""Pictures as editors find them."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation

from publishing.models import EditorialImage
from publishing.templatetags.publishing_tags import photo
from tests.factories import ImageFactory


@pytest.mark.django_db
def test_a_files_name_is_no_text_alternative() -> None:
    assert EditorialImage(title="IMG_0042").default_alt_text == ""
    assert EditorialImage(title="IMG_0042", description="Hai thợ mỏ").default_alt_text == "Hai thợ mỏ"


def test_the_texts_of_a_picture_whose_file_is_lost_can_still_be_changed(admin_client: Client) -> None:
    picture = ImageFactory()
    Path(picture.file.path).unlink()
    data = {"title": "Khác", "collection": picture.collection_id, "people": "", "rights": "own"}
    answer = admin_client.post(reverse("wagtailimages:edit", args=[picture.pk]), data)
    assert answer.status_code == 302
    assert EditorialImage.objects.get(pk=picture.pk).title == "Khác"


@pytest.mark.django_db
def test_pictures_come_little_larger_than_a_phone_shows_them() -> None:
    """A story's first picture fills 360 px of a phone, the face beside a name 40 to 44; both in two dots for each."""
    wide, face = (photo(ImageFactory(file__width=1500, file__height=1000), role, alt="") for role in ("wide", "face"))
    assert widths(wide) == [640, 800, 1280]
    assert widths(face) == [88, 176] and 'sizes="2.75rem"' in face


def widths(html: str) -> list[int]:
    """The widths that an `<img>` offers, in dots."""
    return [int(width) for width in re.findall(r" (\d+)w", html)]


def test_an_alternative_in_another_language_than_the_page_is_marked(db: None) -> None:
    image = ImageFactory(description="Người thợ")
    with translation.override("zh-hans"):
        assert 'alt="A worker" lang="en"' in photo(image, "card", alt="A worker", language="en")
        assert 'alt="Người thợ" lang="vi"' in photo(image, "card", alt="Người thợ", language="en")
        assert "lang=" not in photo(image, "card", alt="工人", language="zh-hans")
        assert "lang=" not in photo(image, "card", alt="", language="en")
