"""Pictures and documents that really exist in the test's media folder."""

from typing import ClassVar

import factory
import wagtail_factories
from wagtail.documents import get_document_model

from publishing.models import EditorialImage


class ImageFactory(wagtail_factories.ImageFactory):
    """A plain picture, large enough for every size that pages use."""

    class Meta:
        model = EditorialImage

    title = factory.Sequence(lambda number: f"Hình {number}")
    description = "Công nhân bên máy may"
    credit = "Ảnh: Nguyễn Văn A"
    file = factory.django.ImageField(width=120, height=80, color="#9E181C", format="PNG")


class DocumentFactory(wagtail_factories.DocumentFactory):
    """A small PDF by name; nobody reads its bytes."""

    class Meta:
        model = get_document_model()

    title = "Mẫu mô tả sáng kiến"
    file: ClassVar = factory.django.FileField(filename="mau-mo-ta.pdf", data=b"%PDF-1.4 " + b"x" * 2048)
