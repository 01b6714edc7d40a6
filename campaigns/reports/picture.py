"""The chart as a picture for the Word file, and the measures that all drawings of it share."""

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import fontpkg_be_vietnam_pro
from PIL import Image, ImageDraw, ImageFont

from campaigns.reports.paper import Bar, Chart

FONTS = Path(fontpkg_be_vietnam_pro.__file__).parent / "files"
REGULAR, STRONG = FONTS / "BeVietnamPro-Regular.ttf", FONTS / "BeVietnamPro-SemiBold.ttf"
WIDTH, HEIGHT = 640, 220
TOP, BOTTOM, NAMES = 28, 184, 206
"""Where the highest column ends, where all begin, and the line on which the days' names stand."""
WIDE = 0.62
"""How much of a day's place its column takes."""
ACCENT, PALER, INK, LINE, PAPER = "#9E181C", "#D9A3A5", "#1F1A17", "#B9AFA6", "#FFFFFF"
SCALE = 3


@dataclass(frozen=True)
class Column:
    """A day's column: `x`, `y` are its upper left corner, `middle` its centre line."""

    bar: Bar
    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        """The centre line."""
        return round(self.x + self.width / 2, 1)

    @property
    def value_y(self) -> float:
        """The line of its number, above it."""
        return round(self.y - 6, 1)


def columns(chart: Chart) -> list[Column]:
    """Every day's column in a picture of WIDTH × HEIGHT."""
    place = WIDTH / len(chart.bars)
    found = []
    for index, bar in enumerate(chart.bars):
        height = round((BOTTOM - TOP) * bar.share, 1)
        x = round(place * (index + (1 - WIDE) / 2), 1)
        found.append(Column(bar, x, round(BOTTOM - height, 1), round(place * WIDE, 1), height))
    return found


def draw(chart: Chart) -> bytes:
    """The picture as PNG, fine enough for print."""
    picture = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), PAPER)
    pen = ImageDraw.Draw(picture)
    for column in columns(chart):
        box = (column.x, column.y, column.x + column.width, BOTTOM)
        if column.height:
            pen.rectangle([round(edge * SCALE) for edge in box], fill=PALER if column.bar.paler else ACCENT)
        where = column.middle * SCALE
        pen.text((where, column.value_y * SCALE), column.bar.value, fill=INK, font=_font(STRONG, 14), anchor="ms")
        pen.text((where, NAMES * SCALE), column.bar.name, fill=INK, font=_font(REGULAR, 13), anchor="ms")
    pen.line([0, BOTTOM * SCALE, WIDTH * SCALE, BOTTOM * SCALE], fill=LINE, width=SCALE)
    file = io.BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size * SCALE)
