"""The type of cards: faces from the font packages with their own measures, so that lines break the same everywhere.

Widths and kerning are read from the font, in thousandths of its size: Pillow's own are rounded to whole pixels, and the
layout engine that knows kerning depends on a library of the system.
"""

import io
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from threading import RLock
from typing import Any, Final, Self

from django.conf import settings
from fontTools.ttLib import TTFont
from PIL import ImageFont

from sharing.typefaces import LATIN, Weight, east_asian, is_east_asian, whole_dashes
from vietnamese.text import NO_BREAK_SPACE, nfc

ELLIPSIS: Final = "…"
_GAPS: Final = re.compile(r"[^\S\u00a0]+")
_READING: Final = RLock()
"""One thread at a time reads a font: fontTools takes its tables apart when they are first asked for."""


@dataclass(frozen=True)
class _Measures:
    """What the font tells of its characters, in thousandths of the size: how wide they are, and how near some stand.

    The tables of pairs, which tell the latter by the names of `glyphs`, are read when they are first asked for.
    """

    advances: dict[int, int]
    glyphs: dict[int, str]
    pairs: list[Any]

    @classmethod
    def of(cls, font: TTFont, *, is_kerned: bool) -> Self:
        """Read what stays readable when the font is closed; names only where pairs need them, for they are many."""
        glyphs, widths = font.getBestCmap(), font["hmtx"]
        pairs = list(_kerning_tables(font)) if is_kerned else []
        known: dict[int, int] = {}
        advances = {code: known.setdefault(width := widths[name][0], width) for code, name in glyphs.items()}
        return cls(advances, glyphs if pairs else {}, pairs)

    def kerning(self, left: str, right: str) -> int:
        """How much nearer (below 0) they stand than they are wide."""
        first, second = self.glyphs.get(ord(left)), self.glyphs.get(ord(right))
        for part in self.pairs:
            if first not in part.Coverage.glyphs:
                continue
            if part.Format == 1:
                records = part.PairSet[part.Coverage.glyphs.index(first)].PairValueRecord
                found = next((record.Value1 for record in records if record.SecondGlyph == second), None)
                if found is None:
                    continue
            else:
                row = part.Class1Record[part.ClassDef1.classDefs.get(first, 0)]
                found = row.Class2Record[part.ClassDef2.classDefs.get(second, 0)].Value1
            return getattr(found, "XAdvance", 0) or 0
        return 0


def _kerning_tables(font: TTFont) -> Iterator[Any]:
    if "GPOS" not in font:
        return
    table = font["GPOS"].table
    wanted = {at for record in table.FeatureList.FeatureRecord if record.FeatureTag == "kern"
              for at in record.Feature.LookupListIndex}  # fmt: skip
    for at in sorted(wanted):
        for part in table.LookupList.Lookup[at].SubTable:
            yield getattr(part, "ExtSubTable", part)


@dataclass(frozen=True)
class Face:
    """One weight of a typeface, with the space between letters that the design gives it (in ems).

    What it has no shape for is drawn by its `companion`, if that has one. A large one has the letters of East Asia and
    is opened for these alone.
    """

    file: Path
    spacing: float = 0.0
    companion: "Face | None" = None
    is_large: bool = False
    _kerned: dict[tuple[str, str], float] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _source(self) -> Path | io.BytesIO:
        """What Pillow and fontTools both read: the file, or what is packed in it."""
        if self.file.suffix != ".woff2":
            return self.file
        unpacked = TTFont(self.file)
        unpacked.flavor = None
        buffer = io.BytesIO()
        unpacked.save(buffer)
        return buffer

    def _opened(self) -> Any:
        return io.BytesIO(self._source.getvalue()) if isinstance(self._source, io.BytesIO) else self._source

    @cached_property
    def _measures(self) -> "_Measures":
        with TTFont(self._opened(), lazy=True) as font:
            return _Measures.of(font, is_kerned=not self.is_large)

    def drawing(self, character: str) -> "Face | None":
        """The face that draws it, this one or a companion; None where none can."""
        with _READING:
            if (not self.is_large or is_east_asian(character)) and ord(character) in self._measures.advances:
                return self
        return self.companion.drawing(character) if self.companion is not None else None

    def advance(self, character: str) -> float:
        """How far `character` moves the pen, in ems, with the space after it. It must be `printable`."""
        face = self._that_draws(character)
        with _READING:
            return face._measures.advances[ord(character)] / 1000 + self.spacing

    def kerning(self, left: str, right: str) -> float:
        """How much nearer (below 0) `right` stands to `left`, in ems."""
        face, pair = self._that_draws(left), (left, right)
        if face is not self._that_draws(right):
            return 0.0
        with _READING:
            if pair not in face._kerned:
                face._kerned[pair] = face._measures.kerning(left, right) / 1000
            return face._kerned[pair]

    def _that_draws(self, character: str) -> "Face":
        if (face := self.drawing(character)) is None:
            raise ValueError(f"no face draws {character!r}")
        return face

    def at(self, size: int, character: str) -> ImageFont.FreeTypeFont:
        """The face that draws `character`, at `size` pixels, laid out by Pillow itself."""
        return _sized(self._that_draws(character), size)

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

    def printable(self, text: str) -> str:
        """`text` in NFC with single spaces, without what cannot be drawn: emoji, other scripts, loose marks."""
        spaced = _GAPS.sub(" ", whole_dashes(nfc(text)))
        drawn = "".join(character for character in spaced if _is_drawn(self, character))
        return re.sub(" +", " ", drawn).strip(f" {NO_BREAK_SPACE}")


@lru_cache(maxsize=4096)
def _width(face: Face, text: str) -> float:
    return face.places(text)[-1] - face.spacing if text else 0.0


@cache
def _sized(face: Face, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(face._opened(), size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4096)
def _is_drawn(face: Face, character: str) -> bool:
    hidden = unicodedata.category(character) in {"Mn", "Me", "Cf", "Cc"}
    return not hidden and face.drawing(character) is not None


_COMPANIONS: Final[tuple[Weight, ...]] = ("regular", "bold")


@cache
def _companion(file: Path) -> Face:
    """One for all languages that have the same: what is read of such a face takes half a second."""
    return Face(file, is_large=True)


@dataclass(frozen=True)
class Faces:
    """What cards in one language are set in."""

    regular: Face
    semibold: Face
    bold: Face
    heading: Face
    number: Face

    @classmethod
    @cache
    def of(cls, language: str) -> Self:
        """Those of `language` (Django's code), which decides how Chinese characters are written."""
        text, strong = (_companion(east_asian(language, weight)) for weight in _COMPANIONS)
        bold = Face(LATIN["heavy"], companion=strong)
        return cls(
            regular=Face(LATIN["regular"], companion=text),
            semibold=Face(LATIN["strong"], companion=strong),
            bold=bold,
            heading=Face(LATIN["heavy"], spacing=-0.02, companion=strong),
            number=Face(settings.SITE / "static" / "fonts" / "sang-kien-so-800.woff2", spacing=-0.035, companion=bold),
        )
