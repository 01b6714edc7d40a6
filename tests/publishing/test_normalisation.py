"""Text as it is stored: NFC always, legacy charsets refused with the likely correction."""

import unicodedata

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Cluster, Unit
from publishing.normalisation import nfc_deep, strings_in
from stories.models import StoryPage

NFD = unicodedata.normalize("NFD", "Đồng Nai thi đua")


def test_nested_values_come_out_composed() -> None:
    raw = [{"type": "quote", "value": {"text": NFD, "items": [NFD, 3, None]}, "id": "1"}]
    assert all(unicodedata.is_normalized("NFC", text) for text in strings_in(nfc_deep(raw)))
    assert nfc_deep(raw)[0]["value"]["items"][1:] == [3, None]


@pytest.mark.django_db
def test_a_decomposed_unit_is_stored_composed() -> None:
    cluster = Cluster.objects.create(code="x", name=NFD)
    unit = Unit.objects.create(code="75", name=NFD, short_name=NFD, kind="province", cluster=cluster)
    unit.refresh_from_db()
    cluster.refresh_from_db()
    assert unit.name == unit.short_name == cluster.name == "Đồng Nai thi đua"


@pytest.mark.django_db
@pytest.mark.parametrize("text", ["®oµn viªn c«ng ®oµn", "Toång Bieân taäp baùo Lao Ñoäng"])
def test_a_legacy_charset_is_refused_and_the_correction_shown(text: str) -> None:
    unit = Unit(code="75", name=text, short_name="x", kind="province")
    with pytest.raises(ValidationError) as caught:
        unit.full_clean()
    message = caught.value.message_dict["name"][0]
    assert text[:8] in message
    assert "đoàn viên" in message.lower() or "tổng biên tập" in message.lower()


@pytest.mark.django_db
def test_a_slug_is_ascii_and_keeps_d() -> None:
    page = StoryPage(title=NFD, path="00019999", depth=2, lead="x")
    page.full_clean(exclude=["locale", "translation_key", "content_type"])
    assert page.slug == "dong-nai-thi-dua"
    assert page.title == "Đồng Nai thi đua"


@pytest.mark.django_db
def test_a_title_of_500_letters_is_refused_in_words() -> None:
    page = StoryPage(title="Sáng kiến " * 50, slug="x", path="00019999", depth=2, lead="x")
    with pytest.raises(ValidationError) as caught:
        page.full_clean(exclude=["locale", "translation_key", "content_type"])
    assert "255" in " ".join(caught.value.message_dict["title"])
