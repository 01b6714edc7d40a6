"""The thank-you card: A5, lying, for one named worker. The portrait stands where the mark has its "1"."""

from typing import Final

from sharing.print import pictures
from sharing.print.content import ThankYou
from sharing.print.inks import LACQUER, Ink
from sharing.print.parts import Part, round_portrait, stacked
from sharing.print.setting import Set, Sizes, Style
from sharing.print.sheet import MARK_BOX, RADIUS, Sheet
from sharing.quotation import quoted
from vietnamese.text import glue

A5: Final = (210.0, 148.0)
WIDTH: Final = 210.0
PANEL: Final = 78.0
LEFT: Final = PANEL + 12
INNER: Final = WIDTH - LEFT - 12
TOP: Final = 13.0
FOOT: Final = 44.0
"""The lower part, where the code stands and somebody signs."""
CODE: Final = 27.0
MARK: Final = 82.0
SCALES: Final = (1.0, 0.9, 0.8, 0.7, 0.6)


def thank_you(content: ThankYou, ink: Ink = LACQUER) -> bytes:
    """The PDF's bytes: one page of A5."""
    sheet = Sheet(A5, WIDTH, language=content.language, title=f"{content.heading}: {content.person.name}")
    _panel(sheet, content, ink)
    room = sheet.h - FOOT - TOP
    for scale in SCALES:
        parts = _words(sheet, content, ink, scale)
        if stacked(parts) <= room:
            break
    y = TOP + min(max(0.0, room - stacked(parts)) / 2, 8)
    for part in parts:
        y += part.gap
        part.draw(LEFT, y)
        y += part.height
    _foot(sheet, content, ink)
    return sheet.bytes()


def _panel(sheet: Sheet, content: ThankYou, ink: Ink) -> None:
    sheet.box(0, 0, PANEL, sheet.h, ink.panel)
    if ink.grey:
        sheet.box(PANEL - 0.6, TOP, 0.6, sheet.h - 2 * TOP, ink.text)
    x, y = (PANEL - MARK) / 2, (sheet.h - MARK) / 2 - 8
    person, portrait = content.person, None
    if person.portrait is not None:
        portrait = pictures.opened(person.portrait)
    with sheet.clipped(0, 0, PANEL, sheet.h):
        sheet.mark(x, y, MARK, ink.accent_on_panel, ink.on_panel if portrait is None else ink.panel)
    if portrait is not None:
        size = MARK * 2 * (15.4 - RADIUS - 1.9) / MARK_BOX
        place = (PANEL / 2 - size / 2, y + MARK / 2 - size / 2, size)
        round_portrait(sheet, portrait, person, place, ring=ink.on_panel, grey=ink.grey)
    lines = (
        (content.brand.programme, Style("heavy", ink.on_panel), ((6.5, 1), (5.4, 2), (4.4, 2))),
        (content.brand.banner, Style("strong", ink.accent_on_panel), ((4.4, 2), (3.8, 2))),
    )
    texts = [sheet.fitted(text, style, PANEL - 16, sizes) for text, style, sizes in lines]
    below = sheet.h - 12 - sum(text.height for text in texts)
    for text in texts:
        below = sheet.put(text, 8, below, align="center", width=PANEL - 16)


def _words(sheet: Sheet, content: ThankYou, ink: Ink, scale: float) -> list[Part]:
    def part(gap: float, text: str, style: Style, sizes: Sizes) -> Part:
        made: Set = sheet.fitted(text, style, INNER, [(size * scale, lines) for size, lines in sizes])
        return Part(gap if made.lines else 0, made.height, lambda x, y: sheet.put(made, x, y))

    plain = Style("regular", ink.text, 1.4)
    person = content.person
    return [
        part(0, content.heading, Style("strong", ink.brand), ((6.4, 1), (5.4, 2))),
        part(1, person.name, Style("heavy", ink.text, 1.24), ((13, 1), (11, 1), (10, 2), (8, 2), (6.5, 3))),
        *(part(0.5, line, plain, ((4.4, 2), (3.9, 3))) for line in person.lines),
        part(5, content.reason, plain, ((4.8, 3), (4.2, 4))),
        part(
            1.5,
            quoted(glue(content.title), content.language),
            Style("heavy", ink.brand),
            ((7.4, 2), (6.4, 3), (5.4, 4), (4.6, 5), (4, 7)),
        ),
    ]


def _foot(sheet: Sheet, content: ThankYou, ink: Ink) -> None:
    top = sheet.h - FOOT + 3
    code_y = sheet.h - 10 - CODE
    sheet.code(content.code.url, LEFT - 3, code_y, CODE)
    soft = Style("regular", ink.soft, 1.3)
    address = sheet.fitted(content.code.address, soft, INNER / 2 - 4, ((2.9, 1), (2.4, 2)))
    sheet.put(address, LEFT, sheet.h - 10)
    left, wide = LEFT + CODE + 4, INNER - CODE - 4
    y = sheet.put(
        sheet.fitted(content.place_and_date, soft, wide, ((4, 1), (3.4, 2))), left, top, align="center", width=wide
    )
    for line in content.signature:
        text = sheet.fitted(line, Style("strong", ink.text), wide, ((4.4, 2), (3.8, 2), (3.2, 2)))
        y = sheet.put(text, left, y + 0.5, align="center", width=wide)
    notes = " · ".join(note for note in content.notes if note)
    start = max(left, LEFT + sheet.width_of(address) + 4)
    room = LEFT + INNER - start
    small = sheet.fitted(notes, Style("regular", ink.soft), room, ((2.7, 1), (2.3, 2)))
    sheet.put(small, start, sheet.h - 6 - small.height, align="right", width=room)
