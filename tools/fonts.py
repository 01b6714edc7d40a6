"""Make the site's web fonts from the font package: `python -m tools.fonts`.

Into site/static/fonts/ (not in the repository): Be Vietnam Pro 400, 600, 800 cut down to what Vietnamese,
English and the design need, the figures Sang Kien So 600, 800, and the licence text. Prints the sizes.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import fontpkg_be_vietnam_pro
from fontTools import subset
from fontTools.ttLib import TTFont

from tools.console import run, say
from tools.digits import derive

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "site" / "static" / "fonts"
PACKAGE = Path(fontpkg_be_vietnam_pro.__file__).parent

TEXT_FACES = {400: "Regular", 600: "SemiBold", 800: "ExtraBold"}
FIGURE_FACES = {600: "SemiBold", 800: "ExtraBold"}
BUDGET = 44 * 1024
"""Bytes that all faces together may weigh (the design measured 42 KB)."""

CHARACTERS = (
    "0020-007E 00A0-00FF 0102-0103 0110-0111 0128-0129 0168-0169 01A0-01A1 01AF-01B0 1EA0-1EF9"
    " 20AB 2013-2014 2018-201D 2022 2026 2190-2193 2212 25B2 25BC"
)
"""Code points of the text faces, as ranges in hexadecimal."""
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga"]


def code_points() -> list[int]:
    """CHARACTERS spelled out."""
    spans = (part.partition("-") for part in CHARACTERS.split())
    return [code for low, _, high in spans for code in range(int(low, 16), int(high or low, 16) + 1)]


def source(style: str) -> TTFont:
    """One face of the font package, opened. It keeps its date, so that the same font makes the same file."""
    return TTFont(PACKAGE / "files" / f"BeVietnamPro-{style}.ttf", recalcTimestamp=False)


def cut(font: TTFont) -> None:
    """Keep the site's characters and features of a text face, in place."""
    options = subset.Options(layout_features=FEATURES, hinting=False, notdef_outline=True)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=code_points())
    subsetter.subset(font)


def save(font: TTFont, name: str) -> None:
    """Write a face as WOFF2, whole or not at all."""
    half = FONTS / f"{name}.half"
    font.flavor = "woff2"
    font.save(half)
    half.replace(FONTS / name)


def make() -> dict[str, int]:
    """Make every file; returns name -> bytes. The licence comes last: where it lies, the set is whole."""
    FONTS.mkdir(parents=True, exist_ok=True)
    faces = {}
    for weight, style in TEXT_FACES.items():
        faces[f"be-vietnam-pro-{weight}.woff2"] = font = source(style)
        cut(font)
    for weight, style in FIGURE_FACES.items():
        faces[f"sang-kien-so-{weight}.woff2"] = font = source(style)
        derive(font)
    for name, font in faces.items():
        save(font, name)
    shutil.copyfile(PACKAGE / "LICENSE", FONTS / "OFL.txt")
    return {name: (FONTS / name).stat().st_size for name in faces}


def main() -> int:
    """Make the fonts and print their sizes; exit code 1 when they outgrow the page's weight budget."""
    sizes = make()
    for name, size in sizes.items():
        say(f"{name}: {size / 1024:.1f} KB")
    total = sum(sizes.values())
    say(f"{total / 1024:.1f} KB")
    return 0 if total <= BUDGET else 1


if __name__ == "__main__":
    sys.exit(run(main))
