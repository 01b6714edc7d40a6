"""The site's letters for print: where their files are, and which characters they have."""

from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont

from sharing.typefaces import LATIN, Weight, east_asian, is_east_asian, whole_dashes
from vietnamese.text import nfc

COMPANIONS: Final[dict[str, Weight]] = {"regular": "regular", "strong": "bold", "heavy": "bold"}
"""The weight of the East Asian letters that stand beside those of each face."""
NO_BREAK_SPACE: Final = "\u00a0"


def drawable(text: str) -> str:
    """`text` in NFC, with white space as single spaces and without what the letters cannot draw (emoji, controls)."""
    text = whole_dashes(nfc(text))
    kept = "".join(" " if sign.isspace() and sign != NO_BREAK_SPACE else sign for sign in text)
    return " ".join(part for part in "".join(filter(_is_drawable, kept)).split(" ") if part)


def _is_drawable(sign: str) -> bool:
    file = east_asian("ja", "regular") if is_east_asian(sign) else LATIN["regular"]
    return ord(sign) in _known(file)


def runs(text: str) -> list[tuple[str, bool]]:
    """Drawable text in runs of one typeface each; true where that is the East Asian one."""
    return [("".join(run), east) for east, run in groupby(text, is_east_asian)]


@cache
def _known(file: Path) -> frozenset[int]:
    with TTFont(file, lazy=True) as font:
        return frozenset(font.getBestCmap()) - frozenset(range(32))
