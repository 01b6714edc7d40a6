"""Content for sheets, and readers that tell what a printed page really says."""

import io
from collections.abc import Iterable
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from sharing.print.content import Brand, Code, Figure, Person, Picture, Poster, ThankYou

ADDRESS = "https://sangkien.example/s/3f?utm_source=qr&utm_medium=print"
BRAND = Brand("1 triệu sáng kiến", "Tự hào trí tuệ lao động Việt Nam", "Tổng Liên đoàn Lao động Việt Nam")
CODE = Code(ADDRESS, "Quét mã để đọc cả câu chuyện", "sangkien.example/s/3f")


def photo(size: tuple[int, int] = (1800, 1200), color: str = "#2F6F5E", kind: str = "JPEG") -> Picture:
    """A plain photograph."""
    file = io.BytesIO()
    Image.new("RGB", size, color).save(file, kind)
    data = file.getvalue()
    return Picture(f"{size} {color} {kind}", lambda: data)


def lost() -> bytes:
    """A file that is not there."""
    raise FileNotFoundError("lost.jpg")


PERSON = Person("Điểu Lâm", ("Công nhân khai thác mủ", "Tổ 7, Nông trường Suối Đá"), photo((500, 500), "#C58F6A"))
POSTER = Poster(
    language="vi",
    kicker="Sáng kiến tiêu biểu",
    title="Xe hai bánh chở mủ, đôi vai thợ cạo được nghỉ",
    brand=BRAND,
    code=CODE,
    picture=photo(),
    person=PERSON,
    quote="Cây cao su nuôi mình mười lăm năm.",
    figures=(Figure("418 triệu đồng", "mỗi năm"), Figure("11 ngày", "cạo thêm trong mùa mưa")),
    award="Bằng Lao động sáng tạo",
    unit="Công đoàn Cao su Việt Nam",
    notes=("Ước tính, theo báo cáo của đơn vị",),
    credit="Ảnh: Nguyễn Văn A",
)
THANKS = ThankYou(
    language="vi",
    heading="Trân trọng cảm ơn",
    person=PERSON,
    reason="đã nghĩ ra và làm nên sáng kiến",
    title="Xe hai bánh chở mủ",
    signature=("Thay mặt Ban Chấp hành", "Công đoàn Cao su Việt Nam"),
    place_and_date="…………, ngày …… tháng …… năm ………",
    brand=BRAND,
    code=CODE,
)


def text_of(pdf: bytes) -> str:
    """All that can be copied from the file, on one line."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def raster(pdf: bytes, dpi: int = 150) -> Image.Image:
    """Its only page as an office scanner sees it."""
    with pypdfium2.PdfDocument(pdf) as document:
        picture: Image.Image = document[0].render(scale=dpi / 72).to_pil().convert("RGB")
        return picture


def scanned(picture: Image.Image) -> list[str]:
    """What the QR codes in it say."""
    return [code.text for code in zxingcpp.read_barcodes(picture)]


@dataclass(frozen=True)
class Box:
    """Where a letter stands, in points from the lower left corner."""

    letter: str
    left: float
    bottom: float
    right: float
    top: float

    def covers(self, other: "Box") -> bool:
        """Whether more than a touch of both is in one place."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.top, other.top) - max(self.bottom, other.bottom)
        return wide > 0.35 * min(self.right - self.left, other.right - other.left) and high > 0.35 * min(
            self.top - self.bottom, other.top - other.bottom
        )


def letters(pdf: bytes) -> tuple[tuple[float, float], list[Box]]:
    """The page's size in points, and every letter that has ink."""
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        text = page.get_textpage()
        whole = text.get_text_range()
        boxes = [Box(whole[i], *text.get_charbox(i)) for i in range(text.count_chars()) if i < len(whole)]
        return page.get_size(), [box for box in boxes if box.letter.strip() and box.right > box.left]


def collisions(boxes: Iterable[Box]) -> list[tuple[Box, Box]]:
    """Letters that stand on one another."""
    ordered = sorted(boxes, key=lambda box: box.left)
    found = []
    for number, box in enumerate(ordered):
        for other in ordered[number + 1 :]:
            if other.left >= box.right:
                break
            if box.covers(other):
                found.append((box, other))
    return found
