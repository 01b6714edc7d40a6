"""The badge: one SVG without scripts, links or fonts of its own, as wide as its words.

Nobody knows which font draws it on another site. So each text is given the width that it has in Helvetica, and the
viewer stretches or narrows it to just that (`textLength`): nothing is ever cut off or left with a gap.
"""

import unicodedata
from dataclasses import dataclass
from typing import ClassVar

from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from campaigns.embeds import words
from campaigns.embeds.shown import Shown

PADDING, LARGE, SMALL = 12, 15, 12
LONGEST = 120
"""Letters of one text; what is longer ends in an ellipsis."""
_OTHERS = 1000
"""The width of a letter that is not in the table: of a whole em, so that it never runs over."""

# Adobe's metrics of Helvetica Bold, in thousandths of the type size, from the space to the tilde.
# fmt: off
_WIDTHS = (
    278, 333, 474, 556, 556, 889, 722, 238, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 333, 333, 584, 584, 584, 611,
    975, 722, 722, 722, 722, 667, 611, 778, 722, 278, 556, 722, 611, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 333, 278, 333, 584, 556,
    333, 556, 611, 556, 611, 556, 333, 611, 611, 278, 278, 556, 278, 889, 611, 611,
    611, 611, 389, 556, 333, 611, 556, 778, 556, 556, 500, 389, 280, 389, 584,
)
# fmt: on
_WIDE = dict(zip(map(chr, range(32, 127)), _WIDTHS, strict=True)) | {"đ": 611, "Đ": 722, "·": 278, "–": 556, "—": 1000}


@dataclass(frozen=True)
class Text:
    """One text of the badge: where its baseline begins and how wide it shall be drawn, in whole pixels."""

    words: str
    x: int
    y: int
    size: int
    width: int


@dataclass(frozen=True)
class Badge:
    """A red half with what is counted and its state, and a plain half with the number, its goal and its time."""

    label: str
    left: int
    width: int
    texts: list[Text]
    height: ClassVar = 48

    @property
    def inner_width(self) -> int:
        """The width of the frame's line, whose half lies on either side."""
        return self.width - 1

    @property
    def inner_height(self) -> int:
        """Its height."""
        return self.height - 1


def badge_of(shown: Shown) -> Badge:
    """The badge of what is shown."""
    value = _("%(value)s initiatives") % {"value": words.number(shown.counter.value)}
    period = capfirst(shown.what) if shown.unit is not None else ""
    return _laid_out(
        (shown.title, words.state(shown.counter)),
        (
            " · ".join(filter(None, (value, shown.marked_share))),
            " · ".join(filter(None, (period, words.as_of(shown.counter)))),
        ),
    )


def badge_saying(title: str, text: str) -> Badge:
    """A badge with no number: why there is none."""
    return _laid_out((title, ""), (text, ""))


def _laid_out(left: tuple[str, str], right: tuple[str, str]) -> Badge:
    texts: list[Text] = []
    edge = 0
    for rows in (left, right):
        placed = [
            Text(clean, edge + PADDING, y, size, width_of(clean, size))
            for row, y, size in zip(rows, (20, 38), (LARGE, SMALL), strict=True)
            if (clean := _clean(row))
        ]
        texts += placed
        if rows is left:
            edge = 2 * PADDING + max((text.width for text in placed), default=0)
    width = PADDING + max(text.x + text.width for text in texts)
    return Badge(", ".join(text.words for text in texts), edge, width, texts)


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def width_of(text: str, size: int) -> int:
    """How many pixels `text` takes at `size`, rounded up."""
    letters = (unicodedata.normalize("NFD", char)[0] for char in unicodedata.normalize("NFC", text))
    return -(-sum(_WIDE.get(char, _OTHERS) for char in letters) * size // 1000)


def _clean(text: str) -> str:
    """On one line, not endless, and without the control characters that XML has no way to write."""
    line = " ".join(text.split())
    return Truncator("".join(char for char in line if char.isprintable())).chars(LONGEST)
