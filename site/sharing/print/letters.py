"""The site's letters for print: where their files are, and which characters they have."""

from functools import cache
from pathlib import Path
from typing import Final

import fontpkg_be_vietnam_pro
from fontTools.ttLib import TTFont

from vietnamese.text import nfc

_FILES: Final = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
FACES: Final = {
    "regular": _FILES / "BeVietnamPro-Regular.ttf",
    "strong": _FILES / "BeVietnamPro-SemiBold.ttf",
    "heavy": _FILES / "BeVietnamPro-ExtraBold.ttf",
}
NO_BREAK_SPACE: Final = "\u00a0"


def drawable(text: str) -> str:
    """`text` in NFC, with white space as single spaces and without what the letters cannot draw (emoji, controls)."""
    known = _known()
    kept = "".join(" " if sign.isspace() and sign != NO_BREAK_SPACE else sign for sign in nfc(text))
    return " ".join(part for part in "".join(sign for sign in kept if ord(sign) in known).split(" ") if part)


@cache
def _known() -> frozenset[int]:
    with TTFont(FACES["regular"]) as font:
        return frozenset(font.getBestCmap()) - frozenset(range(32))


def quoted(text: str) -> str:
    """`text` between Vietnamese quotation marks, whatever marks its writer put around it."""
    bare = text.strip().strip('“”"«»„').strip()
    return f"“{bare}”" if bare else ""
