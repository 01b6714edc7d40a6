"""What cards are drawn of in these tests."""

import random
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from sharing.cards.content import CardContent, Figures, Kind, Person, Photo, Signature

TITLE = "Máng che mưa ghép từ bạt cũ giữ nhịp cạo mủ"
LONG = (
    "Quy trình nhận diện, phân loại và xử lý sự cố mất điện trên lưới trung áp khu vực miền núi giúp công nhân ngành"
    " điện rút ngắn thời gian khắc phục từ bốn giờ xuống còn bốn mươi phút mà vẫn an toàn"
)
SIGNATURE = Signature("1 triệu sáng kiến", "sangkien.example")
FIGURES = Figures(
    value="141.846",
    label="mục tiêu 300.000 sáng kiến",
    as_of="Tính đến 14:05 ngày 10/5/2022",
    state="Số đang cập nhật",
    moment=datetime(2022, 5, 10, 7, 5, tzinfo=UTC),
    percent="47,3%",
    share=0.473,
)


FORMATS = {"jpg": "JPEG", "png": "PNG", "tiff": "TIFF"}


def stored(image: Image.Image, name: str = "anh.jpg", **options: Any) -> Photo:
    """`image` as a file of the test's media folder."""
    buffer = BytesIO()
    image.save(buffer, FORMATS[name.rpartition(".")[2]], **options)
    kept = default_storage.save(name, ContentFile(buffer.getvalue()))
    return Photo(kept, image.size)


def noise(size: tuple[int, int]) -> Image.Image:
    """The picture that compresses worst."""
    return Image.frombytes("RGB", size, random.Random(4).randbytes(size[0] * size[1] * 3))


def halves(size: tuple[int, int]) -> Image.Image:
    """Blue on its left half, green on its right."""
    image = Image.new("RGB", size, "#0000FF")
    image.paste("#00FF00", (size[0] // 2, 0, size[0], size[1]))
    return image


def contents(photo: Photo, portrait: Photo) -> dict[Kind, CardContent]:
    """One card of each kind."""
    person = Person("Trần Văn Bảy", "Công nhân cạo mủ", "Công đoàn Cao su Việt Nam", portrait)
    common: dict[str, Any] = {"title": TITLE, "kicker": "Sáng kiến tiêu biểu", "signature": SIGNATURE}
    return {
        Kind.TEXT: CardContent(Kind.TEXT, **common, lines=("11 ngày nhanh hơn",), figure="418 triệu đồng/năm"),
        Kind.PHOTO: CardContent(Kind.PHOTO, **common, photo=photo, figure="418 triệu đồng/năm", figure_note="ước tính"),
        Kind.NUMBER: CardContent(Kind.NUMBER, **common, figures=FIGURES),
        Kind.PERSON: CardContent(Kind.PERSON, **common, photo=photo, person=person),
    }
