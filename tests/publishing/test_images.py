"""Pictures as editors find them."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from publishing.models import EditorialImage
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
