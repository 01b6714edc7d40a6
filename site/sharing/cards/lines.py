"""Breaking a text into balanced lines that fit their box: it shrinks first, and is cut with “…” only then."""

from collections.abc import Iterable
from dataclasses import dataclass

from sharing.breaking import pieces
from sharing.cards.faces import ELLIPSIS, Face
from vietnamese.text import glue

STEP = 2
"""Pixels by which a text shrinks while it does not fit."""
CLAUSE_ENDS = tuple("：；。！？，、")
SHORTEST = 0.4
"""Of two lines, what the shorter one is of the longer one at least."""


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
    words = pieces(face.printable(glue(text))) or [""]
    widest, lowest = box
    largest, smallest = sizes
    longest = max(face.width(word.lstrip(" ")) for word in words)
    for size in range(largest, smallest, -STEP):
        limit = widest / size
        if longest <= limit and len(_filled(words, face, limit)) * size * leading <= lowest:
            return Block(face, size, tuple(_balanced(words, face, limit)), leading)
    limit = widest / smallest
    parts = [part for word in words for part in _broken(word, face, limit)]
    room = max(1, int(lowest / (smallest * leading)))
    filled = _filled(parts, face, limit)
    if len(filled) <= room:
        return Block(face, smallest, tuple(_balanced(parts, face, limit)), leading)
    shown, rest = filled[: room - 1], filled[room - 1 :]
    end = cut(_line(part for line in rest for part in line), face, limit, always=True)
    return Block(face, smallest, (*map(_line, shown), end), leading)


def one_line(text: str, face: Face, width: float, sizes: tuple[int, int], leading: float = 1.45) -> Block:
    """`text` on one line of at most `width` pixels: smaller where it must be, and then cut."""
    words = face.printable(text)
    largest, smallest = sizes
    needed = face.width(words)
    size = max(smallest, min(largest, int(width / needed))) if needed else largest
    return Block(face, size, (cut(words, face, width / size),), leading)


def cut(text: str, face: Face, limit: float, *, always: bool = False) -> str:
    """`text` within `limit` ems, cut at a word where it can be; with “…” where it was cut (or `always`)."""
    if not always and face.width(text) <= limit:
        return text
    parts = pieces(text)
    room = limit - face.advance(ELLIPSIS)
    while len(parts) > 1 and face.width("".join(parts)) > room:
        parts.pop()
    shown = "".join(parts)
    while shown and face.width(shown) > room:
        shown = shown[:-1]
    return shown.rstrip(" ,.;:–-、，。；：（「『《") + ELLIPSIS


def _line(parts: Iterable[str]) -> str:
    return "".join(parts).lstrip(" ")


def _filled(parts: list[str], face: Face, limit: float) -> list[list[str]]:
    """The parts of lines of at most `limit` ems, each as full as can be; one that is wider stands alone."""
    lines: list[list[str]] = []
    end, space = 0.0, face.advance(" ")
    for part in parts:
        word = part.lstrip(" ")
        wide, gap = face.width(word), face.spacing + (space if word != part else 0)
        if lines and end + gap + wide <= limit:
            lines[-1].append(part)
            end += gap + wide
        else:
            lines.append([part])
            end = wide
    return lines


def _balanced(parts: list[str], face: Face, limit: float) -> list[str]:
    """As many lines as needed within `limit` ems, and all about as long as each other.

    Two lines in Chinese or Japanese rather part where a clause ends: nothing else tells where their words do.
    """
    lines = _filled(parts, face, limit)
    if len(lines) == 2 and (clauses := _in_clauses(parts, face, limit)):
        return clauses
    low, high = max(face.width(part.lstrip(" ")) for part in parts), limit
    while len(lines) > 1 and high - low > 0.1:
        middle = (low + high) / 2
        narrower = _filled(parts, face, middle)
        if len(narrower) > len(lines):
            low = middle
        else:
            lines, high = narrower, middle
    return [_line(line) for line in lines]


def _in_clauses(parts: list[str], face: Face, limit: float) -> list[str]:
    """Two lines that part after a mark of Chinese or Japanese, if there is one where neither becomes too short."""
    found: list[tuple[float, list[str]]] = []
    for at, part in enumerate(parts[:-1], start=1):
        if part.endswith(CLAUSE_ENDS):
            lines = [_line(parts[:at]), _line(parts[at:])]
            shorter, longer = sorted(face.width(line) for line in lines)
            if longer <= limit and shorter >= longer * SHORTEST:
                found.append((longer, lines))
    return min(found, default=(0.0, []))[1]


def _broken(part: str, face: Face, limit: float) -> list[str]:
    """`part` in parts of at most `limit` ems."""
    broken = [""]
    for character in part:
        if broken[-1].strip() and face.width((broken[-1] + character).lstrip(" ")) > limit:
            broken.append("")
        broken[-1] += character
    return broken
