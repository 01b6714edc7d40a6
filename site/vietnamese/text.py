"""One spelling per word (NFC), and typographic glue for headlines."""

import re
import unicodedata
from typing import Final

NO_BREAK_SPACE: Final = "\u00a0"

_COMPOUNDS: Final = "Việt Nam|trí tuệ|lao động|tự hào|sáng kiến|sáng tạo"
_MAGNITUDES: Final = "trăm|nghìn|ngàn|triệu|tỷ|tỉ|thousand|million|billion"
_UNITS: Final = (
    "giây|phút|giờ|ngày|tuần|tháng|quý|năm|đồng|VND|USD|người|lượt|lần|bậc|điểm|đơn vị|tỉnh|lớp|mùa"
    "|kg|g|tấn|tạ|mm|cm|m|km|m2|m²|m3|m³|ha|lít|kW|kWh|MW|MWh|%|°C"
    "|seconds?|minutes?|hours?|days?|weeks?|months?|years?|people|units?|places?"
)
_COMPOUND: Final = re.compile(rf"(?<!\w)({_COMPOUNDS})(?!\w)", re.IGNORECASE)
_QUANTITY: Final = re.compile(
    rf"(?<!\w)(\d[\d.,]*)((?: (?:{_MAGNITUDES})(?!\w))?(?: (?:{_UNITS})(?!\w))?)", re.IGNORECASE
)


def nfc(text: str) -> str:
    """Return text in the one normal form that the site stores and compares (Unicode NFC).

    Windows' own Vietnamese keyboard types decomposed letters, which look the same and compare as different.
    """
    return unicodedata.normalize("NFC", text)


def glue(text: str) -> str:
    """Keep what belongs together on one line of a headline, with no-break spaces.

    Glues compounds of the programme's own names ("Việt Nam", "trí tuệ", "lao động", …) and a number with its
    magnitude and unit ("40 ngày", "418 triệu đồng"). Takes plain text, not HTML, and returns it in NFC.
    """
    text = _COMPOUND.sub(_glued, nfc(text))
    return _QUANTITY.sub(_glued, text)


def _glued(match: re.Match[str]) -> str:
    return match[0].replace(" ", NO_BREAK_SPACE)
