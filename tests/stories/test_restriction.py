"""Restricted publicity holds in every language, and money is always an estimate."""

import logging
from pathlib import Path

import pytest
from django.test import Client
from wagtail.models import Locale

from stories.models import InitiativePage
from tests.factories import ImageFactory, InitiativePageFactory, StoryPageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def english() -> InitiativePage:
    """The published English page of a Vietnamese initiative."""
    page = InitiativePageFactory()
    locale, _created = Locale.objects.get_or_create(language_code="en")
    translation: InitiativePage = page.copy_for_translation(locale, copy_parents=True)
    translation.save_revision().publish()
    return translation


def vietnamese(english: InitiativePage) -> InitiativePage:
    page: InitiativePage = InitiativePage.objects.get(
        translation_key=english.translation_key, locale__language_code="vi"
    )
    return page


def test_restricting_the_vietnamese_page_closes_the_others(english: InitiativePage) -> None:
    page = vietnamese(english)
    page.restricted = True
    page.save_revision().publish()
    english.refresh_from_db()
    assert english.restricted
    page = vietnamese(english)
    page.restricted = False
    page.save_revision().publish()
    english.refresh_from_db()
    assert not english.restricted


def test_publishing_a_translation_cannot_open_it(english: InitiativePage) -> None:
    page = vietnamese(english)
    page.restricted = True
    page.save_revision().publish()
    draft = InitiativePage.objects.get(pk=english.pk)
    draft.restricted = False
    draft.save_revision().publish()
    english.refresh_from_db()
    assert english.restricted


def test_a_draft_decides_nothing(english: InitiativePage) -> None:
    page = vietnamese(english)
    page.restricted = True
    page.save_revision()
    english.refresh_from_db()
    assert not english.restricted


@pytest.mark.parametrize("note", ["", "Đã kiểm toán", "Ước tính, theo báo cáo của đơn vị tháng 4/2022"])
def test_money_is_always_an_estimate(client: Client, note: str) -> None:
    page = InitiativePageFactory(benefit_vnd=418_000_000, benefit_note=note)
    text = client.get(page.url).content.decode()
    assert text.count("Ước tính, theo báo cáo của đơn vị") >= 1
    assert note in text


def test_a_lost_picture_file_costs_the_picture_and_not_the_page(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    image = ImageFactory()
    page = StoryPageFactory(image=image)
    Path(image.file.path).unlink()
    with caplog.at_level(logging.ERROR):
        assert client.get(page.url).status_code == 200
    assert "is lost" in caplog.text


@pytest.mark.parametrize("address", ["/sang-kien/?the=%00", "/cau-chuyen/?the=%00a&p=1", "/" + "a/" * 2000])
def test_odd_addresses_are_no_error(client: Client, address: str) -> None:
    InitiativePageFactory()
    StoryPageFactory()
    assert client.get(address).status_code in (200, 404)
