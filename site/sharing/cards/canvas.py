"""What cards are drawn with: text with its own spacing, the mark of six rings, the field of rings."""

from functools import cache
from math import cos, pi, sin
from typing import Final

from PIL import Image, ImageDraw

from sharing.cards.faces import Face, Faces
from sharing.cards.lines import Block

BRAND: Final = "#9E181C"
DEEP: Final = "#87141A"
WHITE: Final = "#FFFFFF"
GOLD: Final = "#FFC845"
CREAM: Final = "#FFE3C2"
RING: Final = "#D9766F"

FINE: Final = 4
"""Shapes are drawn so many times larger and scaled down: Pillow draws hard edges."""
ASCENT: Final = 1.0
CONTENT: Final = 1.265
"""Height above the baseline and of the whole letter box, in ems (the font's own)."""
_ONE: Final = (
    (20.3, 19.3), (24, 16.9), (26.3, 16.9), (26.3, 28.2), (29.4, 28.2), (29.4, 31.1), (20.4, 31.1), (20.4, 28.2),
    (23.5, 28.2), (23.5, 21), (20.3, 22.3),
)  # fmt: skip
"""The footed “1” of the mark on its grid of 48 (static/img/dau-hieu.svg)."""


class Canvas:
    """A card in the making, and the type that it is set in."""

    def __init__(self, size: tuple[int, int], faces: Faces, colour: str = BRAND) -> None:
        self.faces = faces
        self.image = Image.new("RGB", size, colour)
        self._draw = ImageDraw.Draw(self.image)

    def text(self, x: float, baseline: float, text: str, face: Face, size: int, colour: str) -> float:
        """Write one line; returns where it ends."""
        *starts, end = face.places(text)
        for start, character in zip(starts, text, strict=True):
            if not character.isspace():
                self._draw.text((x + start * size, baseline), character, colour, face.at(size, character), "ls")
        return x + end * size

    def block(self, x: float, top: float, block: Block, colour: str) -> float:
        """Write lines below each other; returns the y below them."""
        step = block.size * block.leading
        first = top + ((block.leading - CONTENT) / 2 + ASCENT) * block.size
        for number, line in enumerate(block.lines):
            self.text(x, round(first + number * step), line, block.face, block.size, colour)
        return top + block.height

    def mark(self, x: int, y: int, size: int, rings: str, one: str) -> None:
        """Draw the programme's mark; it may reach over the edge."""
        self.image.paste(rings, (x, y), _mark(size, rings=True))
        self.image.paste(one, (x, y), _mark(size, rings=False))

    def photo(self, image: Image.Image, at: tuple[int, int], *, round_: bool = False) -> None:
        """Lay a picture on the card, as a circle if `round_`."""
        self.image.paste(image, at, _disc(image.width) if round_ else None)

    def field(self, box: tuple[float, float, float], across: int, down: int, share: float) -> float:
        """Draw rings into `box` (x, y, width), gold column by column up to `share`; returns the y below them."""
        x, y, width = box
        pitch = width / across
        total = across * down
        filled = min(total, int(share * total))
        for number in range(total):
            column, row = divmod(number, down)
            at = round(x + column * pitch), round(y + row * pitch)
            if number < filled:
                self.image.paste(GOLD, at, _dot(round(pitch), 0.8))
            elif number == filled:
                self.image.paste(GOLD, at, _ring(round(pitch), 0.66, 0.14))
            else:
                self.image.paste(RING, at, _ring(round(pitch), 0.62, 0.09))
        return y + down * pitch


def _shrunk(large: Image.Image, size: int) -> Image.Image:
    return large.resize((size, size), Image.Resampling.BOX)


def _circle(draw: ImageDraw.ImageDraw, centre: tuple[float, float], radius: float, line: float | None = None) -> None:
    """A disc, or a ring whose line is `line` wide, half of it to each side of `radius`."""
    x, y = centre
    outer = radius + line / 2 if line else radius
    draw.ellipse((x - outer, y - outer, x + outer, y + outer), fill=255)
    if line:
        inner = radius - line / 2
        draw.ellipse((x - inner, y - inner, x + inner, y + inner), fill=0)


@cache
def _mark(size: int, *, rings: bool) -> Image.Image:
    large = Image.new("L", (size * FINE, size * FINE))
    draw, unit = ImageDraw.Draw(large), size * FINE / 48
    if rings:
        for number in range(6):
            angle = number * pi / 3
            centre = (24 + 15.4 * sin(angle)) * unit, (24 - 15.4 * cos(angle)) * unit
            _circle(draw, centre, 5.3 * unit, 3.2 * unit)
    else:
        draw.polygon([(x * unit, y * unit) for x, y in _ONE], fill=255)
    return _shrunk(large, size)


@cache
def _dot(size: int, diameter: float) -> Image.Image:
    large = Image.new("L", (size * FINE, size * FINE))
    middle = size * FINE / 2
    _circle(ImageDraw.Draw(large), (middle, middle), diameter * middle)
    return _shrunk(large, size)


@cache
def _ring(size: int, diameter: float, line: float) -> Image.Image:
    large = Image.new("L", (size * FINE, size * FINE))
    middle = size * FINE / 2
    _circle(ImageDraw.Draw(large), (middle, middle), diameter * middle, line * size * FINE)
    return _shrunk(large, size)


def _disc(size: int) -> Image.Image:
    return _dot(size, 1.0)
