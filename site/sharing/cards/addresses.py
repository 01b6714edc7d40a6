"""The addresses of cards: `/anh-chia-se/57/0f3c…-1200x630.jpg`, with a part and a time where there are such.

An address names what is on the card by its hash, so it can be told without drawing the card, and never changes what it
shows. That of a live number carries the ten minutes in which it was true (UTC): `…/0f3c…-202205100700-1200x630.jpg`.
"""

from dataclasses import dataclass
from typing import Final

from sharing.cards.content import CardContent, Size

ROOT: Final = "/anh-chia-se/"
PATTERN: Final = (
    r"^anh-chia-se/(?P<page>[1-9]\d{0,9})/(?:(?P<part>[a-z]+-\d{1,10})/)?"
    r"(?P<digest>[0-9a-f]{20})(?:-(?P<slot>\d{12}))?-(?P<size>1200x630|1080x1080|1080x1920)\.jpg$"
)


@dataclass(frozen=True)
class CardAddress:
    """Where the card of a page, or of a `part` of it, stands; what it says in words is its text alternative."""

    path: str
    size: Size
    alt: str

    @classmethod
    def of(cls, page: int, content: CardContent, size: Size = Size.WIDE, part: str = "") -> "CardAddress":
        """The address of the card with `content`; draws nothing and asks nothing."""
        folder = f"{ROOT}{page}/{part}/" if part else f"{ROOT}{page}/"
        return cls(f"{folder}{name(content, size)}.jpg", size, content.title)


def name(content: CardContent, size: Size) -> str:
    """The last part of the address, and the file's name, without the ending."""
    return "-".join(part for part in (content.digest, content.slot, size.value) if part)
