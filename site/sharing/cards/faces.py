"""The type of cards: faces from the font package with their own measures, so that lines break the same everywhere.

Widths and kerning are read from the font, in thousandths of its size: Pillow's own are rounded to whole pixels, and the
layout engine that knows kerning depends on a library of the system.
"""

import io
import re
import unicodedata
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from threading import RLock
from typing import Any, Final

import fontpkg_be_vietnam_pro
from django.conf import settings
from fontTools.ttLib import TTFont
from PIL import ImageFont

from vietnamese.text import NO_BREAK_SPACE, nfc

ELLIPSIS: Final = "…"
_PACKAGE: Final = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
_GAPS: Final = re.compile(r"[^\S\u00a0]+")
_READING: Final = RLock()
"""One thread at a time reads a font: fontTools takes its tables apart when they are first asked for."""


@dataclass(frozen=True)
class Face:
    """One weight of a typeface, with the space between letters that the design gives it (in ems)."""

    file: str
    spacing: float = 0.0
    _kerned: dict[tuple[str, str], float] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _data(self) -> bytes:
        if self.file.endswith(".ttf"):
            return (_PACKAGE / self.file).read_bytes()
        unpacked = TTFont(settings.SITE / "static" / "fonts" / self.file)  # the figures are made at set-up, as WOFF2
        unpacked.flavor = None
        buffer = io.BytesIO()
        unpacked.save(buffer)
        return buffer.getvalue()

    @cached_property
    def _tables(self) -> Any:
        return TTFont(io.BytesIO(self._data), lazy=True)

    @cached_property
    def _glyphs(self) -> dict[int, str]:
        found: dict[int, str] = self._tables.getBestCmap()
        return found

    @cached_property
    def _pairs(self) -> list[Any]:
        if "GPOS" not in self._tables:
            return []
        table = self._tables["GPOS"].table
        wanted = {at for record in table.FeatureList.FeatureRecord if record.FeatureTag == "kern"
                  for at in record.Feature.LookupListIndex}  # fmt: skip
        return [part for at in sorted(wanted) for part in table.LookupList.Lookup[at].SubTable]

    @cached_property
    def _advances(self) -> Any:
        return self._tables["hmtx"]

    def has(self, character: str) -> bool:
        """Whether the face can draw it."""
        with _READING:
            return ord(character) in self._glyphs

    def advance(self, character: str) -> float:
        """How far `character` moves the pen, in ems, with the space after it."""
        with _READING:
            return self._advances[self._glyphs[ord(character)]][0] / 1000 + self.spacing

    def kerning(self, left: str, right: str) -> float:
        """How much nearer (below 0) `right` stands to `left`, in ems."""
        pair = left, right
        with _READING:
            if pair not in self._kerned:
                self._kerned[pair] = self._kerning(self._glyphs[ord(left)], self._glyphs[ord(right)]) / 1000
            return self._kerned[pair]

    def _kerning(self, left: str, right: str) -> int:
        for part in self._pairs:
            if left not in part.Coverage.glyphs:
                continue
            if part.Format == 1:
                records = part.PairSet[part.Coverage.glyphs.index(left)].PairValueRecord
                found = next((record.Value1 for record in records if record.SecondGlyph == right), None)
                if found is None:
                    continue
            else:
                row = part.Class1Record[part.ClassDef1.classDefs.get(left, 0)]
                found = row.Class2Record[part.ClassDef2.classDefs.get(right, 0)].Value1
            return getattr(found, "XAdvance", 0) or 0
        return 0

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """The face at `size` pixels, laid out by Pillow itself."""
        return _sized(self, size)

    def places(self, text: str) -> list[float]:
        """Where each character of `text` starts, and at last where the text ends, in ems."""
        at, found, before = 0.0, [], ""
        for character in text:
            at += self.kerning(before, character) if before else 0
            found.append(at)
            at += self.advance(character)
            before = character
        return [*found, at]

    def width(self, text: str) -> float:
        """How wide `text` is, in ems, without the space after its last letter."""
        return _width(self, text)


@lru_cache(maxsize=4096)
def _width(face: Face, text: str) -> float:
    return face.places(text)[-1] - face.spacing if text else 0.0


@cache
def _sized(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(io.BytesIO(face._data), size, layout_engine=ImageFont.Layout.BASIC)


REGULAR: Final = Face("BeVietnamPro-Regular.ttf")
SEMIBOLD: Final = Face("BeVietnamPro-SemiBold.ttf")
BOLD: Final = Face("BeVietnamPro-ExtraBold.ttf")
HEADING: Final = Face("BeVietnamPro-ExtraBold.ttf", spacing=-0.02)
NUMBER: Final = Face("sang-kien-so-800.woff2", spacing=-0.035)


@cache
def _is_drawn(character: str) -> bool:
    hidden = unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}
    return not hidden and all(face.has(character) for face in (REGULAR, SEMIBOLD, BOLD))


def printable(text: str) -> str:
    """`text` in NFC with single spaces, without what the faces cannot draw: emoji, other scripts, loose marks."""
    spaced = _GAPS.sub(" ", nfc(text))
    drawn = "".join(character for character in spaced if _is_drawn(character))
    return re.sub(" +", " ", drawn).strip(f" {NO_BREAK_SPACE}")
