"""Make the site's web fonts from the font package: `python -m tools.fonts`.

Into site/static/fonts/ (not in the repository): Be Vietnam Pro 400, 600, 800 cut down to what Vietnamese,
English and the design need, the figures Sang Kien So 600, 800, and the licence text. Prints the sizes.

Into site/sharing/fonts/ (neither): Noto Sans CJK as simplified Chinese is written, for pictures and print. Its package
has the shapes of all countries, and chooses Japanese ones where nothing says otherwise; Pillow and fpdf2 cannot say.
"""

from __future__ import annotations

import shutil
import sys
from importlib.metadata import distribution
from pathlib import Path

import fontpkg_be_vietnam_pro
import noto_cjk_sans_jp_bold
import noto_cjk_sans_jp_regular
from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable

from tools.console import run, say
from tools.digits import derive

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "site" / "static" / "fonts"
PRINT_FONTS = ROOT / "site" / "sharing" / "fonts"
PACKAGE = Path(fontpkg_be_vietnam_pro.__file__).parent

TEXT_FACES = {400: "Regular", 600: "SemiBold", 800: "ExtraBold"}
FIGURE_FACES = {600: "SemiBold", 800: "ExtraBold"}
CHINESE_FACES = {"regular": noto_cjk_sans_jp_regular.FONT_PATH, "bold": noto_cjk_sans_jp_bold.FONT_PATH}
UNUSED_TABLES = ("GSUB", "GPOS", "GDEF", "BASE", "DSIG", "VORG", "vhea", "vmtx")
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


def save(font: TTFont, path: Path) -> None:
    """Write a face, whole or not at all."""
    half = path.with_name(f"{path.name}.half")
    font.save(half)
    half.replace(path)


def chinese(path: Path) -> TTFont:
    """A face of Noto Sans CJK with simplified Chinese shapes for the characters that are written otherwise in Japan.

    Raises SystemExit where the face does not tell them.
    """
    font = TTFont(path, lazy=True, recalcTimestamp=False, recalcBBoxes=False)
    shapes = localized(font, "hani", "ZHS ")
    if not shapes:
        raise SystemExit(f"{path.name}: no simplified Chinese shapes")
    characters = CmapSubtable.newSubtable(12)
    characters.platformID, characters.platEncID, characters.language = 3, 10, 0
    characters.cmap = {code: shapes.get(glyph, glyph) for code, glyph in font.getBestCmap().items()}
    font["cmap"].tables = [characters]
    for table in UNUSED_TABLES:
        del font[table]
    return font


def localized(font: TTFont, script: str, language: str) -> dict[str, str]:
    """Which glyph stands for which in a language, by the font's own table (OpenType's feature `locl`)."""
    table = font["GSUB"].table
    languages = [
        record.LangSys
        for scripts in table.ScriptList.ScriptRecord
        if scripts.ScriptTag == script
        for record in scripts.Script.LangSysRecord
        if record.LangSysTag == language
    ]
    features = [table.FeatureList.FeatureRecord[number] for known in languages for number in known.FeatureIndex]
    shapes: dict[str, str] = {}
    for feature in features:
        if feature.FeatureTag == "locl":
            for number in feature.Feature.LookupListIndex:
                for part in table.LookupList.Lookup[number].SubTable:
                    shapes |= getattr(part, "ExtSubTable", part).mapping
    return shapes


def make() -> dict[str, int]:
    """Make every file; returns name -> bytes of the web fonts. Their licence comes last: where it lies, all is made."""
    FONTS.mkdir(parents=True, exist_ok=True)
    PRINT_FONTS.mkdir(parents=True, exist_ok=True)
    for name, path in CHINESE_FACES.items():
        save(chinese(Path(str(path))), PRINT_FONTS / f"noto-sans-cjk-sc-{name}.otf")
    licence = distribution("noto-cjk-sans-jp-bold").read_text("licenses/LICENSE") or ""
    (PRINT_FONTS / "OFL.txt").write_text(licence, encoding="utf-8")
    faces = {}
    for weight, style in TEXT_FACES.items():
        faces[f"be-vietnam-pro-{weight}.woff2"] = font = source(style)
        cut(font)
    for weight, style in FIGURE_FACES.items():
        faces[f"sang-kien-so-{weight}.woff2"] = font = source(style)
        derive(font)
    for name, font in faces.items():
        font.flavor = "woff2"
        save(font, FONTS / name)
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
