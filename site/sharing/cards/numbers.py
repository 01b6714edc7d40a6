"""The card of a live number: the number, how much of the goal it is, the field of rings, and when that was true."""

from dataclasses import dataclass
from typing import Final

from PIL import Image

from sharing.cards.canvas import CREAM, DEEP, GOLD, WHITE, Canvas
from sharing.cards.content import CardContent, Figures, Size
from sharing.cards.faces import Faces
from sharing.cards.foot import Foot, draw_foot
from sharing.cards.lines import Block, fit, one_line


@dataclass(frozen=True)
class Measures:
    """`box` is left, top, width; `rings` how many stand across and down; all else pixels in the order of reading."""

    box: tuple[int, int, int]
    kicker: int
    before_number: int
    number: int
    label: int
    before_field: int
    rings: tuple[int, int]
    before_time: int
    time: int
    foot: Foot


MEASURES: Final = {
    Size.WIDE: Measures((64, 48, 1072), 28, 4, 208, 36, 22, (60, 5), 10, 26, Foot(26, 48, 32)),
    Size.SQUARE: Measures((64, 64, 952), 40, 44, 222, 40, 40, (30, 10), 24, 32, Foot(28, 56, 48)),
    Size.TALL: Measures((72, 280, 936), 44, 56, 236, 46, 56, (20, 15), 32, 38, Foot(34, 64, 250)),
}
OVERHANG: Final = 0.065
"""Ems by which the number stands out to the left, so that its digits and the lines below begin at one edge."""
NUMBER_LEADING: Final = 1.0


def draw_number(content: CardContent, figures: Figures, size: Size) -> Image.Image:
    """The card with the number as large as it fits, beside a long name above it too."""
    measures = MEASURES[size]
    left, top, width = measures.box
    faces = Faces.of(content.language)
    canvas = Canvas(size.pixels, faces)
    if figures.share is None:
        canvas.mark(size.pixels[0] - 500, size.pixels[1] - 430, 620, DEEP, DEEP)
    end = draw_foot(canvas, measures.foot, (left, width), content.signature)
    kicker = fit(content.title, faces.semibold, (width, measures.kicker * 3), (measures.kicker, 22), 1.45)
    label, percent = _label(measures, figures, faces)
    when = f"{figures.as_of} · {figures.state}" if figures.state else figures.as_of
    time = one_line(when, faces.regular, width, (measures.time, 20), 1.5)
    across, down = measures.rings if figures.share is not None else (1, 0)
    field = measures.before_field + down * width / across if down else 0
    y = canvas.block(left, top, kicker, GOLD) + measures.before_number
    room = int(end - y - label.height - field - measures.before_time - time.height)
    number = one_line(figures.value, faces.number, width, (min(measures.number, room), 60), NUMBER_LEADING)
    y = canvas.block(left - OVERHANG * number.size, y, number, WHITE)
    if percent is not None:
        canvas.block(left, y, percent, GOLD)
    y = canvas.block(left + _indent(measures, percent), y, label, WHITE)
    if figures.share is not None:
        y = canvas.field((left, y + measures.before_field, width), across, down, figures.share)
    canvas.block(left, y + measures.before_time, time, CREAM)
    return canvas.image


def _label(measures: Measures, figures: Figures, faces: Faces) -> tuple[Block, Block | None]:
    """What the number counts, and the share of the goal that stands in gold before it."""
    _left, _top, width = measures.box
    percent = one_line(figures.percent, faces.bold, width, (measures.label, 24), 1.4) if figures.percent else None
    room = width - _indent(measures, percent)
    return one_line(figures.label, faces.semibold, room, (measures.label, 22), 1.4), percent


def _indent(measures: Measures, percent: Block | None) -> float:
    return percent.width + measures.label * 0.28 if percent is not None else 0
