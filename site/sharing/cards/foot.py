"""The foot of every card: who speaks, and from where."""

from dataclasses import dataclass
from typing import Final

from sharing.cards.canvas import CREAM, GOLD, WHITE, Canvas
from sharing.cards.content import Signature
from sharing.cards.lines import one_line

LEAST: Final = 20
"""Pixels of the organisation's name at least; the address is left out where both are too long for one line."""


@dataclass(frozen=True)
class Foot:
    """The line of the organisation and the address: text size, mark's size, distance from the card's bottom."""

    text: int
    mark: int
    bottom: int


def draw_foot(canvas: Canvas, foot: Foot, span: tuple[int, int], signature: Signature) -> float:
    """Mark, organisation and address along `span` (left, width); returns the y above which the words must end."""
    left, width = span
    regular, bold = canvas.faces.regular, canvas.faces.bold
    top = canvas.image.height - foot.bottom - foot.mark
    baseline = round(top + foot.mark / 2 + foot.text * 0.36)
    canvas.mark(left, top, foot.mark, GOLD, WHITE)
    start = left + foot.mark + 16
    address = one_line(signature.address, regular, width * 0.5, (foot.text, 16))
    room: float = width - foot.mark - 16
    if bold.width(bold.printable(signature.organisation)) * LEAST <= room - 24 - address.width:
        canvas.text(left + width - address.width, baseline, address.lines[0], regular, address.size, CREAM)
        room -= 24 + address.width
    name = one_line(signature.organisation, bold, room, (foot.text, LEAST))
    canvas.text(start, baseline, name.lines[0], bold, name.size, WHITE)
    return top - 24
