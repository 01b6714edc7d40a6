"""An initiative with everything that a poster can show, and people who agreed to it."""

import factory
import pytest

from publishing.consent import People, Rights
from publishing.models import Consent, EditorialImage, SiteSettings
from stories.models import InitiativeEffect, InitiativePage
from tests.factories import ConsentFactory, ImageFactory, InitiativePageFactory, SiteTree, UnitFactory

QUOTE = "Cây cao su nuôi mình mười lăm năm."


class PhotoFactory(ImageFactory):
    """A photograph that shows nobody and is our own."""

    people = People.NO
    rights = Rights.OWN
    file = factory.django.ImageField(width=1500, height=1000, color="#2F6F5E", format="JPEG")


def consent_of(page: InitiativePage) -> Consent:
    """What the initiative's author agreed to."""
    consent = page.authors.get().consent
    assert consent is not None
    return consent


@pytest.fixture
def photo(db: None) -> EditorialImage:
    image: EditorialImage = PhotoFactory(title="Lô cao su dốc")
    return image


@pytest.fixture
def initiative(photo: EditorialImage) -> InitiativePage:
    """Everything is filled in and everybody has consented."""
    settings = SiteSettings.for_site(SiteTree.current().site)
    settings.hashtags = "#TuHaoTriTueLaoDongVietNam #1TrieuSangKien"
    settings.save()
    page: InitiativePage = InitiativePageFactory(
        title="Xe hai bánh chở mủ",
        slug="xe-hai-banh-cho-mu",
        summary="Hai vành xe đạp cũ thay cho đôi quang gánh.",
        image=photo,
        image_alt="Người thợ cạo mủ giữa hai hàng cây",
        unit=UnitFactory(name="Công đoàn Cao su Việt Nam", short_name="Cao su"),
        benefit_vnd=418_000_000,
        quote=QUOTE,
        quote_name="Điểu Lâm",
        award="Bằng Lao động sáng tạo",
        people_and_effects__name="Điểu Lâm",
        people_and_effects__portrait=PhotoFactory(title="Chân dung anh Lâm"),
        people_and_effects__consent=ConsentFactory(name="Điểu Lâm"),
    )
    page.effects.add(InitiativeEffect(locale=page.locale, value="0 ca", label="đau lưng"))
    page.save()
    return InitiativePage.objects.get(pk=page.pk)
