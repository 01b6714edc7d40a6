"""The lower part of a poster: title, quote and person, figures, award, small print, each knowing its height."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from PIL.Image import Image

from sharing.print import pictures
from sharing.print.content import Figure, Person, Poster
from sharing.print.inks import Ink
from sharing.print.setting import Set, Sizes, Style
from sharing.print.sheet import Sheet
from sharing.quotation import quoted
from vietnamese.text import glue

MARGIN: Final = 15.0
INNER: Final = 180.0
BAR: Final = 7.0
"""Room for the bar beside a quote."""
MOST_FIGURES: Final = 3
GUTTER: Final = 8.0


@dataclass(frozen=True)
class Part:
    """Something of a known height, drawn with its upper left corner at (x, y); `gap` is the space above it."""

    gap: float
    height: float
    draw: Callable[[float, float], object]


def stacked(parts: list[Part]) -> float:
    """The height of all of them, one below the other."""
    return sum(part.gap + part.height for part in parts)


def parts_of(sheet: Sheet, content: Poster, ink: Ink, scale: float, *, pictured: bool) -> list[Part]:
    """Those that the poster has, from top to bottom, with text of `scale`; beside a picture the title too."""
    make = _Maker(sheet, ink, scale)
    parts = [
        make.title(content.title) if pictured else None,
        make.quote(content.quote) if content.quote else make.text(content.text),
        make.person(content.person),
        make.figures(content.figures[:MOST_FIGURES]),
        make.award(content.award),
        make.notes((*content.notes, content.credit if pictured else "")),
    ]
    return [part for part in parts if part is not None]


@dataclass(frozen=True)
class _Maker:
    sheet: Sheet
    ink: Ink
    scale: float

    def fitted(self, text: str, style: Style, width: float, sizes: Sizes) -> Set:
        return self.sheet.fitted(text, style, width, [(size * self.scale, lines) for size, lines in sizes])

    def whole(self, text: Set, gap: float) -> Part | None:
        return Part(gap, text.height, lambda x, y: self.sheet.put(text, x, y)) if text.lines else None

    def title(self, title: str) -> Part | None:
        sizes = ((17, 2), (15, 3), (13, 3), (11.5, 4), (10, 5), (8.5, 6), (7.5, 7))
        return self.whole(self.fitted(glue(title), Style("heavy", self.ink.text), INNER, sizes), 6)

    def text(self, text: str) -> Part | None:
        sizes = ((6.4, 4), (5.8, 5), (5.2, 7))
        return self.whole(self.fitted(text, Style("regular", self.ink.text, 1.42), INNER, sizes), 5)

    def quote(self, quote: str) -> Part | None:
        sizes = ((7.6, 3), (6.8, 4), (6, 6), (5.4, 7), (4.8, 9))
        text = self.fitted(quoted(quote, self.sheet.language), Style("strong", self.ink.text, 1.38), INNER - BAR, sizes)

        def draw(x: float, y: float) -> None:
            self.sheet.box(x, y + 1, 1.6, text.height - 2, self.ink.brand)
            self.sheet.put(text, x + BAR, y)

        return Part(6, text.height, draw) if text.lines else None

    def person(self, person: Person | None) -> Part | None:
        if person is None:
            return None
        size = 25 * self.scale
        portrait = pictures.opened(person.portrait) if person.portrait is not None else None
        indent = size + 6 if portrait is not None else 0.0
        name = self.fitted(person.name, Style("heavy", self.ink.text), INNER - indent, ((7, 1), (6, 2), (5, 3)))
        plain = Style("regular", self.ink.text, 1.36)
        lines = [self.fitted(line, plain, INNER - indent, ((4.9, 2), (4.4, 3))) for line in person.lines]
        height = name.height + sum(line.height for line in lines)

        def draw(x: float, y: float) -> None:
            tall = max(height, size if portrait is not None else 0)
            if portrait is not None and person.portrait is not None:
                self.portrait(portrait, person, x, y + (tall - size) / 2, size)
            at = self.sheet.put(name, x + indent, y + (tall - height) / 2)
            for line in lines:
                at = self.sheet.put(line, x + indent, at)

        return Part(6, max(height, size if portrait is not None else 0), draw)

    def portrait(self, picture: Image, person: Person, x: float, y: float, size: float) -> None:
        round_portrait(self.sheet, picture, person, (x, y, size), ring=self.ink.brand, grey=self.ink.grey)

    def figures(self, figures: tuple[Figure, ...]) -> Part | None:
        if not figures:
            return None
        width = (INNER - GUTTER * (len(figures) - 1)) / len(figures)
        values = Style("heavy", self.ink.brand, 1.2)
        sizes: Sizes = ((15, 1), (13, 1), (11, 1), (9.5, 1), (8.2, 1), (6.8, 1), (6.5, 2), (5.6, 3))
        size = min(self.fitted(figure.value, values, width, sizes).size for figure in figures) / self.scale
        shown = [self.fitted(figure.value, values, width, ((size, 3),)) for figure in figures]
        plain = Style("regular", self.ink.text, 1.36)
        labels = [self.fitted(figure.label, plain, width, ((4.7, 3), (4.2, 4), (3.7, 6))) for figure in figures]
        high = max(value.height for value in shown)

        def draw(x: float, y: float) -> None:
            for number, (value, label) in enumerate(zip(shown, labels, strict=True)):
                left = x + number * (width + GUTTER)
                self.sheet.box(left, y, width, 0.9, self.ink.text)
                self.sheet.put(value, left, y + 2.5)
                self.sheet.put(label, left, y + 2.5 + high + 0.5)

        return Part(8, 3 + high + max(label.height for label in labels), draw)

    def award(self, award: str) -> Part | None:
        text = self.fitted(award, Style("strong", self.ink.text, 1.36), INNER - 9, ((5, 2), (4.4, 3)))

        def draw(x: float, y: float) -> None:
            middle = y + text.size * text.style.leading / 2
            self.sheet.rings([(x + 2.6, middle)], 2, self.ink.brand, 1.1)
            self.sheet.put(text, x + 9, y)

        return Part(6, text.height, draw) if text.lines else None

    def notes(self, notes: tuple[str, ...]) -> Part | None:
        style = Style("regular", self.ink.soft, 1.36)
        text = " · ".join(note for note in notes if note)
        return self.whole(self.fitted(text, style, INNER, ((3.3, 2), (2.9, 3))), 4)


def round_portrait(
    sheet: Sheet, picture: Image, person: Person, place: tuple[float, float, float], *, ring: str, grey: bool
) -> None:
    """The portrait in a ring, in the square (x, y, size)."""
    x, y, size = place
    focus = person.portrait.focus if person.portrait is not None else (0.5, 0.5)
    width = size * 0.045
    with sheet.clipped(x, y, size, size, round_=True):
        sheet.photo(picture, focus, (x, y, size, size), person.name, grey=grey)
    sheet.rings([(x + size / 2, y + size / 2)], size / 2 - width / 2, ring, width)
