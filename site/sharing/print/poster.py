"""The poster: a picture or a red panel above, who and what below, at the foot the programme and the code to scan.

What is on it decides how it is divided: the lower part takes what it needs, the picture gets the rest; where that is
too little, all text is set smaller.
"""

from typing import Final

from PIL import Image

from sharing.print import pictures
from sharing.print.content import Drawing, Picture, Poster
from sharing.print.inks import LACQUER, Ink
from sharing.print.parts import MARGIN, Part, parts_of, stacked
from sharing.print.setting import Set, Sizes, Style
from sharing.print.sheet import Sheet
from vietnamese.text import glue

A4: Final = (210.0, 297.0)
A3: Final = (297.0, 420.0)
WIDTH: Final = 210.0
INNER: Final = WIDTH - 2 * MARGIN
FOOT: Final = 56.0
BAND: Final = 7.0
LEAST_TOP, MOST_TOP = 94.0, 172.0
"""How high the picture may be."""
SCALES: Final = (1.0, 0.92, 0.84, 0.77, 0.7, 0.63, 0.57)
CODE: Final = 42.0
PANEL_TITLES: Final[Sizes] = ((25, 3), (22, 4), (19, 4), (16, 5), (13, 6), (11, 7), (9, 8))
CAPITALS: Final = 1.28


def poster(content: Poster, paper: tuple[float, float] = A4, ink: Ink = LACQUER) -> bytes:
    """The PDF's bytes: one page of `paper` (mm)."""
    sheet = Sheet(paper, WIDTH, language=content.language, title=content.title)
    picture = None if ink.grey else _picture(content)
    room = sheet.h - FOOT
    for scale in SCALES:
        parts = parts_of(sheet, content, ink, scale, pictured=picture is not None)
        panel = None if picture is not None else _PanelText(sheet, content, ink, scale)
        least = LEAST_TOP if panel is None else panel.height
        top = room - stacked(parts)
        if top >= least:
            break
    top = min(top, max(MOST_TOP, least)) if parts else top
    if panel is None and picture is not None:
        _draw_picture(sheet, content, picture, top, ink)
    elif panel is not None:
        panel.draw(sheet, top, ink)
    _draw_parts(parts, top, room)
    _foot(sheet, content, ink, room)
    return sheet.bytes()


def _picture(content: Poster) -> Image.Image | Drawing | None:
    """What there is to see: a photograph that can be read, or a scene."""
    if isinstance(content.picture, Picture):
        return pictures.opened(content.picture)
    return content.picture


def _draw_picture(sheet: Sheet, content: Poster, picture: Image.Image | Drawing, height: float, ink: Ink) -> None:
    if isinstance(picture, Drawing):
        sheet.drawing(picture, 0, 0, WIDTH, height)
    else:
        focus = content.picture.focus if isinstance(content.picture, Picture) else (0.5, 0.5)
        alt = content.picture.alt if content.picture is not None else ""
        sheet.photo(picture, focus, (0, 0, WIDTH, height), alt)
    kicker = sheet.fitted(content.kicker, Style("strong", ink.accent_on_panel), INNER, ((6, 1), (4.5, 1)))
    if kicker.lines:
        sheet.box(0, height - 13, MARGIN + sheet.width_of(kicker) + 8, 13, ink.panel)
        sheet.put(kicker, MARGIN, height - 6.5 - kicker.height / 2)


class _PanelText:
    """Kicker and title on the panel that stands for a picture."""

    def __init__(self, sheet: Sheet, content: Poster, ink: Ink, scale: float) -> None:
        sizes = [(size * scale, lines) for size, lines in PANEL_TITLES]
        self.kicker = sheet.fitted(content.kicker, Style("strong", ink.accent_on_panel), INNER, ((7.5, 1), (5, 2)))
        self.title: Set = sheet.fitted(glue(content.title), Style("heavy", ink.on_panel, CAPITALS), INNER, sizes)

    @property
    def height(self) -> float:
        return 22 + self.kicker.height + 5 + self.title.height + 16

    def draw(self, sheet: Sheet, height: float, ink: Ink) -> None:
        with sheet.clipped(0, 0, WIDTH, height):
            sheet.box(0, 0, WIDTH, height, ink.panel)
            sheet.mark(WIDTH - 96, height - 92, 132, ink.relief, ink.relief)
        if ink.grey:
            sheet.box(MARGIN, height - 1.2, INNER, 1.2, ink.text)
        y = sheet.put(self.kicker, MARGIN, 22 + (height - self.height) * 0.36)
        sheet.put(self.title, MARGIN, y + 5)


def _draw_parts(parts: list[Part], top: float, bottom: float) -> None:
    """One below the other; where they leave room, it is shared out between them, a little each."""
    spare = max(0.0, bottom - top - stacked(parts))
    more = min(spare / max(1, len(parts)), 9)
    y = top
    for part in parts:
        y += part.gap + more
        part.draw(MARGIN, y)
        y += part.height


def _foot(sheet: Sheet, content: Poster, ink: Ink, top: float) -> None:
    """The programme, whose story it is, and the code."""
    y = top + 4
    sheet.box(MARGIN, y, INNER, 0.5, ink.text)
    left, wide = MARGIN + 20, INNER - 20 - CODE - 44
    sheet.mark(MARGIN - 1, y + 5, 17, ink.brand, ink.text)
    below = y + 5
    lines = (
        (content.brand.programme, Style("heavy", ink.text), ((6.4, 1), (5.4, 2), (4.4, 2))),
        (content.brand.banner, Style("strong", ink.brand), ((4.4, 1), (3.8, 2))),
        (content.unit, Style("regular", ink.text), ((4.2, 2), (3.6, 3))),
        (content.brand.organisation, Style("regular", ink.soft), ((3.6, 2), (3.2, 2))),
    )
    for text, style, sizes in lines:
        below = sheet.put(sheet.fitted(text, style, wide, sizes), left, below) + (0.6 if text else 0)
    code_x, code_y = WIDTH - MARGIN - CODE + 3, y + 2
    sheet.code(content.code.url, code_x, code_y, CODE)
    invitation = sheet.fitted(content.code.invitation, Style("strong", ink.text), 40, ((5, 4), (4, 5)))
    address = sheet.fitted(content.code.address, Style("regular", ink.soft), 40, ((3.8, 1), (3.2, 2), (2.6, 4)))
    x = code_x - 40
    beside = sheet.put(invitation, x, code_y + 4, align="right", width=40)
    sheet.put(address, x, beside + 1.5, align="right", width=40)
    _band(sheet, ink)


def _band(sheet: Sheet, ink: Ink) -> None:
    """A row of rings at the lower edge: the field, of which this story is the filled one."""
    y = sheet.h - BAND
    if not ink.grey:
        sheet.box(0, y, WIDTH, BAND, ink.panel)
    middles = [(WIDTH / 84 * (2 * number + 1), y + BAND / 2) for number in range(42)]
    sheet.rings(middles, 1.5, ink.accent_on_panel, 0.35)
    sheet.rings(middles[3:4], 0.75, ink.accent_on_panel, 1.5)
