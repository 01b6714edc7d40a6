"""Derive the tabular figures "Sang Kien So" from Be Vietnam Pro (SIL OFL 1.1).

Be Vietnam Pro has no `tnum` feature: its "1" is 446 units wide and its "4" 723, so `tabular-nums` does
nothing and a live counter jitters. The face made here has every digit CELL units wide, and a "1" with a foot.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fontTools import subset
from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FAMILY = "Sang Kien So"
DIGITS = "0123456789"
KEEP = DIGITS + ".,%+-/: \u00a0\u2212\u2013"
CELL = 690
"""Width of each digit, in units of the font (1000 to the em)."""
FOOT_LEFT, FOOT_RIGHT = 248, 222
"""How far the foot of "1" reaches from the middle of its stem, in units."""
FOOT_HEIGHT, STEM_WIDTH = 0.92, 1.28
"""Height of the foot against the hyphen's, and width of the stem against the foot's height."""


def derive(font: TTFont) -> None:
    """Turn an opened Be Vietnam Pro into Sang Kien So, in place."""
    options = subset.Options(layout_features=[], hinting=False, name_IDs=["*"], notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=KEEP)
    subsetter.subset(font)
    for tag in ("GSUB", "GPOS", "GDEF", "kern"):
        if tag in font:
            del font[tag]
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    hyphen = _bounds(glyphs, names[ord("-")])
    foot_height = round((hyphen[3] - hyphen[1]) * FOOT_HEIGHT)
    outlines = {names[ord(digit)]: _fitted(glyphs, names[ord(digit)]) for digit in DIGITS}
    _add_foot(outlines[names[ord("1")]], glyphs, names[ord("1")], foot_height)
    for name, pen in outlines.items():
        glyph = pen.glyph()
        font["glyf"][name] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][name] = (CELL, getattr(glyph, "xMin", 0))
    _rename(font)


def _bounds(glyphs: Mapping[str, Any], name: str) -> tuple[float, float, float, float]:
    """(xMin, yMin, xMax, yMax) of a glyph that has an outline."""
    pen = BoundsPen(glyphs)
    glyphs[name].draw(pen)
    x_min, y_min, x_max, y_max = pen.bounds
    return x_min, y_min, x_max, y_max


def _fitted(glyphs: Mapping[str, Any], name: str) -> TTGlyphPen:
    """A digit's outline centred in its cell, narrowed if it is wider."""
    width = glyphs[name].width
    scale = min(1.0, CELL / width)
    outline = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(outline)
    pen = TTGlyphPen(None)
    outline.replay(TransformPen(pen, Transform(scale, 0, 0, 1, (CELL - width * scale) / 2, 0)))
    return pen


def _add_foot(pen: TTGlyphPen, glyphs: Mapping[str, Any], name: str, height: int) -> None:
    """Add the bar under "1" that fills its cell."""
    stem_right = _bounds(glyphs, name)[2] + (CELL - glyphs[name].width) / 2
    middle = stem_right - height * STEM_WIDTH / 2
    left, right = round(middle - FOOT_LEFT), round(middle + FOOT_RIGHT)
    pen.moveTo((left, 0))
    pen.lineTo((left, height))
    pen.lineTo((right, height))
    pen.lineTo((right, 0))
    pen.closePath()


def _rename(font: TTFont) -> None:
    """Give the derived face its own family name, as the licence's reserved-name clause would ask."""
    style = font["name"].getDebugName(17) or font["name"].getDebugName(2)
    basic = style in ("Regular", "Bold")
    names = {
        1: FAMILY if basic else f"{FAMILY} {style}",
        2: style if basic else "Regular",
        3: f"{FAMILY.replace(' ', '')}-{style};derived",
        4: f"{FAMILY} {style}",
        6: f"{FAMILY.replace(' ', '')}-{style}",
        16: FAMILY,
        17: style,
    }
    for record in font["name"].names:
        record.string = names.get(record.nameID, record.string)
