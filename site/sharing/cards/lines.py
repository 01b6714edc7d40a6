"""Breaking a text into balanced lines that fit their box: it shrinks first, and is cut with “…” only then."""

from dataclasses import dataclass

from sharing.cards.faces import ELLIPSIS, Face, printable
from vietnamese.text import glue

STEP = 2
"""Pixels by which a text shrinks while it does not fit."""


@dataclass(frozen=True)
class Block:
    """Lines of one size (pixels); `height` is theirs together."""

    face: Face
    size: int
    lines: tuple[str, ...]
    leading: float

    @property
    def height(self) -> int:
        """Pixels from the first line's top to the last one's bottom."""
        return round(len(self.lines) * self.size * self.leading)

    @property
    def width(self) -> float:
        """Pixels of the longest line."""
        return max((self.face.width(line) * self.size for line in self.lines), default=0.0)


def fit(text: str, face: Face, box: tuple[float, float], sizes: tuple[int, int], leading: float) -> Block:
    """`text` at the largest of `sizes` (largest, smallest; pixels) at which it fits `box` (width, height; pixels).

    At the smallest size, words that are wider than the box are broken, and what does not fit is cut. There is always
    one line at least.
    """
    words = printable(glue(text)).split(" ")
    widest, lowest = box
    largest, smallest = sizes
    longest = max(face.width(word) for word in words)
    for size in range(largest, smallest, -STEP):
        limit = widest / size
        if longest <= limit and len(_filled(words, face, limit)) * size * leading <= lowest:
            return Block(face, size, tuple(_balanced(words, face, limit)), leading)
    limit = widest / smallest
    pieces = [piece for word in words for piece in _broken(word, face, limit)]
    lines = _balanced(pieces, face, limit)
    room = max(1, int(lowest / (smallest * leading)))
    if len(lines) > room:
        lines = _filled(pieces, face, limit)
        lines = [*lines[: room - 1], cut(" ".join(lines[room - 1 :]), face, limit, always=True)]
    return Block(face, smallest, tuple(lines), leading)


def one_line(text: str, face: Face, width: float, sizes: tuple[int, int], leading: float = 1.45) -> Block:
    """`text` on one line of at most `width` pixels: smaller where it must be, and then cut."""
    words = printable(text)
    largest, smallest = sizes
    needed = face.width(words)
    size = max(smallest, min(largest, int(width / needed))) if needed else largest
    return Block(face, size, (cut(words, face, width / size),), leading)


def cut(text: str, face: Face, limit: float, *, always: bool = False) -> str:
    """`text` within `limit` ems, cut at a word where it can be; with “…” where it was cut (or `always`)."""
    if not always and face.width(text) <= limit:
        return text
    shown = text
    while shown and face.width(shown) + face.advance(ELLIPSIS) > limit:
        before, space, _last = shown.rpartition(" ")
        shown = before if space else shown[:-1]
    return shown.rstrip(" ,.;:–-") + ELLIPSIS


def _filled(words: list[str], face: Face, limit: float) -> list[str]:
    """Lines of at most `limit` ems, each as full as can be; a word that is wider stands alone."""
    lines: list[list[str]] = []
    end, gap = 0.0, face.spacing + face.advance(" ")
    for word in words:
        wide = face.width(word)
        if lines and end + gap + wide <= limit:
            lines[-1].append(word)
            end += gap + wide
        else:
            lines.append([word])
            end = wide
    return [" ".join(line) for line in lines]


def _balanced(words: list[str], face: Face, limit: float) -> list[str]:
    """As many lines as needed within `limit` ems, and all about as long as each other."""
    lines = _filled(words, face, limit)
    if len(lines) == 1:
        return lines
    low, high = max(face.width(word) for word in words), limit
    while high - low > 0.1:
        middle = (low + high) / 2
        narrower = _filled(words, face, middle)
        if len(narrower) > len(lines):
            low = middle
        else:
            lines, high = narrower, middle
    return lines


def _broken(word: str, face: Face, limit: float) -> list[str]:
    """`word` in pieces of at most `limit` ems."""
    pieces = [""]
    for character in word:
        if pieces[-1] and face.width(pieces[-1] + character) > limit:
            pieces.append("")
        pieces[-1] += character
    return pieces
