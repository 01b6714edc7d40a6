"""Pictures and documents that really exist in the test's media folder, and people's consents."""

from datetime import date
from typing import ClassVar

import factory
import wagtail_factories
from wagtail.documents import get_document_model

from publishing.consent import People, Rights, Use
from publishing.models import Consent, EditorialImage


class ImageFactory(wagtail_factories.ImageFactory):
    """A plain picture of nobody, our own, large enough for every size that pages use."""

    class Meta:
        model = EditorialImage

    title = factory.Sequence(lambda number: f"Hình {number}")
    description = "Công nhân bên máy may"
    credit = "Ảnh: Nguyễn Văn A"
    people = People.NO
    rights = Rights.OWN
    file = factory.django.ImageField(width=120, height=80, color="#9E181C", format="PNG")


class DocumentFactory(wagtail_factories.DocumentFactory):
    """A small PDF by name; nobody reads its bytes."""

    class Meta:
        model = get_document_model()

    title = "Mẫu mô tả sáng kiến"
    file: ClassVar = factory.django.FileField(filename="mau-mo-ta.pdf", data=b"%PDF-1.4 " + b"x" * 2048)


class ConsentFactory(factory.django.DjangoModelFactory):
    """Somebody who agreed to everything, in both languages, with a signed paper."""

    class Meta:
        model = Consent

    name = factory.Sequence(lambda number: f"Trần Văn Bảy {number}")
    workplace = "Nông trường Suối Đá"
    contact = "0900 000 000"
    languages: ClassVar = ["vi", "en"]
    given_on = date(2022, 1, 8)
    evidence_note = "Văn phòng công đoàn, tập 3"

    @classmethod
    def _adjust_kwargs(cls, **kwargs: object) -> dict[str, object]:
        return {**{f"for_{use}": True for use in Use}, **kwargs}
