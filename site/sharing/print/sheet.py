"""A sheet of paper to draw on: text, rules, pictures, the mark and the code, measured in units of an A4's millimetre.

An A3 sheet is the same drawing on larger paper: its unit is √2 mm. What is drawn is the same bytes each time: no file
tells when it was made.
"""

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from typing import Final

from fpdf import FPDF
from fpdf.drawing import PaintedPath
from fpdf.enums import PathPaintRule
from PIL import Image

from sharing import qr
from sharing.print.content import Drawing
from sharing.print.letters import COMPANIONS, drawable, runs
from sharing.print.pictures import cut
from sharing.print.setting import Set, Sizes, Style, fit
from sharing.typefaces import LATIN, east_asian

Place = tuple[float, float]
Box = tuple[float, float, float, float]
"""x, y, width, height."""
POINTS_PER_MM: Final = 72 / 25.4
NO_DAY: Final = datetime(2022, 1, 1, tzinfo=UTC)
"""Stands in every file: its day would tell when a reserved initiative was published."""
RINGS: Final = ((24.0, 8.6), (37.34, 16.3), (37.34, 31.7), (24.0, 39.4), (10.66, 31.7), (10.66, 16.3))
RADIUS, STROKE = 5.3, 3.2
# fmt: off
ONE: Final = ((20.3, 19.3), (24, 16.9), (26.3, 16.9), (26.3, 28.2), (29.4, 28.2), (29.4, 31.1),
              (20.4, 31.1), (20.4, 28.2), (23.5, 28.2), (23.5, 21.0))
# fmt: on
"""The mark (`static/img/dau-hieu.svg`) in its box of 48 × 48."""
MARK_BOX: Final = 48
ASCENT: Final = 0.36
"""How far below the middle of its line a text's baseline stands, in ems."""


class Sheet(FPDF):
    """One page of `size_mm`, whose width is `width` units."""

    def __init__(self, size_mm: tuple[float, float], width: float, *, language: str, title: str) -> None:
        self.unit_mm = size_mm[0] / width
        super().__init__(unit=POINTS_PER_MM * self.unit_mm, format=(width, size_mm[1] / self.unit_mm))
        self.language = language
        for face, file in LATIN.items():
            self.add_font(face, "", file)
        self.set_margin(0)
        self.set_auto_page_break(auto=False)
        self.set_lang(language)
        self.set_title(drawable(title))
        self.set_creation_date(NO_DAY)
        self.add_page()

    def fitted(self, text: str, style: Style, width: float, sizes: Sizes) -> Set:
        """`text` sized and broken into lines of `width` (`setting.fit`)."""

        @cache
        def measure(part: str) -> float:
            return self._width(part, style, 100) * self.k / 100

        return fit(drawable(text), style, measure, width, sizes)

    def width_of(self, text: Set) -> float:
        """The width of its longest line."""
        return max((self._line_width(line, text) for line in text.lines), default=0)

    def put(self, text: Set, x: float, y: float, *, align: str = "left", width: float = 0) -> float:
        """Draw `text` from `y` down; return where it ends. `align` "right" and "center" are within `width`."""
        self.set_text_color(text.style.color)
        step = text.size * text.style.leading
        for number, line in enumerate(text.lines):
            free = width - self._line_width(line, text)
            start = x + {"left": 0.0, "center": free / 2, "right": free}[align]
            for run, east in runs(line):
                self._use(text.style, east, text.size * self.k)
                self.text(start, y + step * (number + 0.5) + text.size * ASCENT, run)
                start += float(self.get_string_width(run))
        return y + text.height

    def _line_width(self, line: str, text: Set) -> float:
        return self._width(line, text.style, text.size * self.k)

    def _width(self, line: str, style: Style, points: float) -> float:
        width = 0.0
        for run, east in runs(line):
            self._use(style, east, points)
            width += float(self.get_string_width(run))
        return width

    def _use(self, style: Style, east: bool, points: float) -> None:
        """Write in `style` from here on, or in the East Asian face beside it, which is large and seldom needed."""
        face = style.face
        if east:
            weight = COMPANIONS[face]
            face = f"east asian {weight}"
            if face not in self.fonts:
                self.add_font(face, "", east_asian(self.language, weight))
        self.set_font(face, size=points)

    def box(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """A filled rectangle."""
        self.set_fill_color(color)
        self.rect(x, y, width, height, style="F")

    def photo(self, picture: Image.Image, focus: Place, box: Box, alt: str, *, grey: bool = False) -> None:
        """`picture` filling `box`."""
        x, y, width, height = box
        bytes_ = cut(picture, focus, (width * self.unit_mm, height * self.unit_mm), grey=grey)
        self.image(io.BytesIO(bytes_), x, y, width, height, alt_text=drawable(alt) or None)

    def drawing(self, drawing: Drawing, x: float, y: float, width: float, height: float) -> None:
        """A scene of 3:2 filling the box, its middle in the middle."""
        wide = max(width, height * 1.5)
        high = wide / 1.5
        with self.clipped(x, y, width, height):
            self.image(io.BytesIO(drawing.read()), x - (wide - width) / 2, y - (high - height) / 2, wide, high)

    @contextmanager
    def clipped(self, x: float, y: float, width: float, height: float, *, round_: bool = False) -> Iterator[None]:
        """Draw nothing beyond a rectangle, or the ellipse in it; colours chosen inside end with it."""
        clip = self.elliptic_clip if round_ else self.rect_clip
        with self.local_context(), clip(x, y, width, height):
            yield

    def mark(self, x: float, y: float, size: float, ring: str, one: str) -> None:
        """The mark in a square of `size`."""
        scale = size / MARK_BOX
        middles = [(x + across * scale, y + down * scale) for across, down in RINGS]
        self.rings(middles, RADIUS * scale, ring, STROKE * scale)
        self.set_fill_color(one)
        self.polygon([(x + across * scale, y + down * scale) for across, down in ONE], style="F")

    def rings(self, middles: Iterable[Place], radius: float, color: str, stroke: float) -> None:
        """Rings around `middles`, as wide as `stroke`."""
        with self._path(color) as path:
            for x, y in middles:
                path.circle(x, y, radius + stroke / 2)
                path.circle(x, y, radius - stroke / 2)

    def code(self, url: str, x: float, y: float, size: float) -> None:
        """The QR code of `url` in a white square of `size`, its quiet zone included; a click on it leads there too."""
        self.box(x, y, size, size, qr.LIGHT)
        rows = [bytes(row) for row in qr.code(url).matrix_iter(border=qr.QUIET)]
        module = size / len(rows)
        with self._path(qr.DARK) as path:
            for number, row in enumerate(rows):
                for start, end in _runs(row):
                    path.rectangle(x + start * module, y + number * module, (end - start) * module, module)
        self.link(x, y, size, size, url)

    @contextmanager
    def _path(self, color: str) -> Iterator[PaintedPath]:
        """One shape of many parts (drawn apart, hair lines would stand between them); twice covered is a hole."""
        with self.new_path(paint_rule=PathPaintRule.FILL_EVENODD) as path:
            path.style.fill_color = color
            path.style.stroke_color = None
            yield path

    def bytes(self) -> bytes:
        """The file."""
        return bytes(self.output())


def _runs(row: bytes) -> Iterator[tuple[int, int]]:
    """Where dark modules stand side by side: from, to."""
    start = None
    for position, dark in enumerate((*row, 0)):
        if dark and start is None:
            start = position
        elif not dark and start is not None:
            yield start, position
            start = None
