"""The drawings, after design/cards.html: fixed pixels, one table of measures for each kind of card."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PIL import Image

from sharing.cards.canvas import CREAM, DEEP, GOLD, WHITE, Canvas
from sharing.cards.content import CardContent, Kind, Person, Photo, Size
from sharing.cards.faces import Faces
from sharing.cards.foot import Foot, draw_foot
from sharing.cards.lines import Block, fit, one_line
from sharing.cards.numbers import draw_number
from sharing.cards.photos import cropped

HEADING_LEADING: Final = 1.28
TEXT_LEADING: Final = 1.45


@dataclass(frozen=True)
class Pane:
    """Where the words of a card stand (pixels): `box` is left, top, width; `heading` the largest and smallest size."""

    box: tuple[int, int, int]
    kicker: int
    heading: tuple[int, int]
    gap: int
    small: int
    foot: Foot
    photo: tuple[int, int, int, int] | None = None
    is_round: bool = False
    watermark: tuple[int, int, int] | None = None


TEXT: Final = {
    Size.WIDE: Pane((64, 64, 1000), 30, (72, 44), 20, 30, Foot(28, 56, 48), watermark=(700, 200, 620)),
    Size.SQUARE: Pane((64, 64, 952), 38, (88, 52), 28, 36, Foot(30, 60, 56), watermark=(420, 460, 860)),
    Size.TALL: Pane((72, 260, 936), 40, (104, 60), 32, 42, Foot(34, 64, 250), watermark=(240, 900, 1180)),
}
PHOTO: Final = {
    Size.WIDE: Pane((616, 56, 528), 30, (52, 32), 12, 26, Foot(24, 56, 44), photo=(0, 0, 560, 630)),
    Size.SQUARE: Pane((64, 588, 952), 34, (56, 36), 10, 28, Foot(28, 56, 48), photo=(0, 0, 1080, 540)),
    Size.TALL: Pane((72, 1016, 936), 36, (66, 42), 12, 32, Foot(32, 60, 250), photo=(0, 0, 1080, 960)),
}
PERSON: Final = {
    Size.WIDE: PHOTO[Size.WIDE],
    Size.SQUARE: Pane((64, 500, 952), 34, (64, 38), 10, 32, Foot(28, 56, 48), photo=(64, 64, 400, 400), is_round=True),
    Size.TALL: PHOTO[Size.TALL],
}


def draw(content: CardContent, size: Size) -> Image.Image:
    """The card. Raises PhotoLost where a picture's file is gone: `content.without_pictures()` is drawn then."""
    return _DRAWN[content.kind](content, size)


def _draw_text(content: CardContent, size: Size) -> Image.Image:
    pane = TEXT[size]
    canvas = Canvas(size.pixels, Faces.of(content.language))
    if pane.watermark is not None:
        x, y, across = pane.watermark
        canvas.mark(x, y, across, DEEP, DEEP)
    _fill(canvas, pane, content, size)
    return canvas.image


def _draw_photo(content: CardContent, size: Size) -> Image.Image:
    if content.photo is None:
        return _draw_text(content, size)
    pane = PHOTO[size]
    canvas = Canvas(size.pixels, Faces.of(content.language))
    _lay(canvas, pane, content.photo)
    _fill(canvas, pane, content, size)
    return canvas.image


def _draw_person(content: CardContent, size: Size) -> Image.Image:
    """A portrait fills the place of the photo; beside another photo it is the small round one."""
    person = content.person
    photo = content.photo if size is Size.TALL and content.photo else person.portrait if person else None
    if photo is None:
        return _draw_text(content, size)
    pane = PERSON[size]
    canvas = Canvas(size.pixels, Faces.of(content.language))
    _lay(canvas, pane, photo)
    _fill(canvas, pane, content, size, portrait=person.portrait if person and photo is content.photo else None)
    return canvas.image


def _lay(canvas: Canvas, pane: Pane, photo: Photo) -> None:
    if pane.photo is not None:
        left, top, width, height = pane.photo
        canvas.photo(cropped(photo, (width, height)), (left, top), round_=pane.is_round)


@dataclass(frozen=True)
class Part:
    """Something below the heading: its height with the space above it, and how it is drawn at an y."""

    height: float
    draw: Callable[[float], None]


def _fill(canvas: Canvas, pane: Pane, content: CardContent, size: Size, portrait: Photo | None = None) -> None:
    """The words: kicker, heading as large as what stands below it allows, and the foot."""
    left, top, width = pane.box
    end = draw_foot(canvas, pane.foot, (left, width if pane.photo else size.pixels[0] - 2 * left), content.signature)
    y: float = top
    if content.kicker:
        y = (
            canvas.block(left, y, one_line(content.kicker, canvas.faces.semibold, width, (pane.kicker, 22)), GOLD)
            + pane.gap
        )
    small = pane.heading[1]
    least = fit(
        content.title, canvas.faces.heading, (width, 2 * small * HEADING_LEADING), (small, small), HEADING_LEADING
    ).height
    parts = _below(canvas, pane, content, portrait)
    kept = 0 if content.person is None else 1  # nobody's words or face without the name
    if kept and end - y - parts[0].height < least:
        parts = _below(canvas, pane, content, portrait, is_brief=True)
    while len(parts) > kept and end - y - sum(part.height for part in parts) < least:
        parts.pop()
    room = end - y - sum(part.height for part in parts)
    y = canvas.block(
        left, y, fit(content.title, canvas.faces.heading, (width, room), pane.heading, HEADING_LEADING), WHITE
    )
    for part in parts:
        part.draw(y)
        y += part.height


def _below(
    canvas: Canvas, pane: Pane, content: CardContent, portrait: Photo | None, *, is_brief: bool = False
) -> list[Part]:
    """What stands below the heading, the most important first. `is_brief`: of a person a line each of name and job."""
    left, _top, width = pane.box
    parts = []
    if content.person is not None:
        parts.append(_person(canvas, pane, content.person, portrait, is_brief=is_brief))
    if content.figure:
        value = one_line(content.figure, canvas.faces.heading, width, (round(pane.small * 1.7), 28), HEADING_LEADING)
        note = fit(content.figure_note, canvas.faces.regular, (width, pane.small * 3), (pane.small, 20), TEXT_LEADING)
        blocks = [(value, GOLD), *([(note, CREAM)] if content.figure_note else [])]
        parts.append(_stack(canvas, left, 24, blocks))
    for line in content.lines:
        block = fit(line, canvas.faces.regular, (width, pane.small * 3), (pane.small, pane.small - 4), 1.4)
        parts.append(_stack(canvas, left, 16, [(block, CREAM)]))
    return parts


def _stack(canvas: Canvas, left: float, gap: int, blocks: list[tuple[Block, str]]) -> Part:
    def drawn(y: float) -> None:
        y += gap
        for block, colour in blocks:
            y = canvas.block(left, y, block, colour)

    return Part(gap + sum(block.height for block, _colour in blocks), drawn)


def _person(canvas: Canvas, pane: Pane, person: Person, portrait: Photo | None, *, is_brief: bool) -> Part:
    """Name, job and unit beside the round portrait, where there is one; in brief name and job alone, a line each."""
    left, _top, width = pane.box
    across = pane.small * 15 // 4 if portrait is not None else 0
    indent = across + 28 if across else 0
    large = round(pane.small * 1.2)
    room = 1 if is_brief else pane.small * 3
    blocks = [(fit(person.name, canvas.faces.bold, (width - indent, room), (large, large - 4), 1.28), WHITE)]
    for line in filter(None, (person.job, "" if is_brief else person.unit)):
        blocks.append(
            (fit(line, canvas.faces.regular, (width - indent, room), (pane.small, pane.small - 6), 1.4), CREAM)
        )
    words = _stack(canvas, left + indent, 0, blocks)
    height = max(words.height, across)

    def drawn(y: float) -> None:
        if portrait is not None:
            canvas.photo(
                cropped(portrait, (across, across)), (left, round(y + 28 + (height - across) / 2)), round_=True
            )
        words.draw(y + 28 + (height - words.height) / 2)

    return Part(28 + height, drawn)


def _draw_numbers(content: CardContent, size: Size) -> Image.Image:
    if content.figures is None:
        return _draw_text(content, size)
    return draw_number(content, content.figures, size)


_DRAWN: Final[dict[Kind, Callable[[CardContent, Size], Image.Image]]] = {
    Kind.TEXT: _draw_text,
    Kind.PHOTO: _draw_photo,
    Kind.PERSON: _draw_person,
    Kind.NUMBER: _draw_numbers,
}
