"""Text broken into lines and sized to fit a box: never wider than it, never more lines than it has room for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sharing.breaking import pieces

ELLIPSIS = "…"
Measure = Callable[[str], float]
"""The width of a text in ems."""
Sizes = Sequence[tuple[float, int]]
"""Sizes to try, the largest first, each with the lines that it may have."""


@dataclass(frozen=True)
class Style:
    """A face of `letters.FACES`, a colour, and the line height in ems (Vietnamese capitals need 1.28)."""

    face: str
    color: str
    leading: float = 1.28


@dataclass(frozen=True)
class Set:
    """Lines of one style and size (the em, in the sheet's units)."""

    lines: tuple[str, ...]
    style: Style
    size: float

    @property
    def height(self) -> float:
        """From the top of the first line to the bottom of the last."""
        return len(self.lines) * self.size * self.style.leading


def fit(text: str, style: Style, measure: Measure, width: float, sizes: Sizes) -> Set:
    """`text` in the first of `sizes` at which it fits into `width` with no more lines than that size may have.

    Where even the last is too large, words are broken and the end is left out, with an ellipsis.
    """
    parts = pieces(text)
    if not parts:
        return Set((), style, sizes[-1][0])
    widest = max(measure(part.lstrip(" ")) for part in parts)
    for size, lines in sizes:
        if widest * size <= width:
            broken = _wrap(parts, measure, width / size)
            if len(broken) <= lines:
                return Set(_balanced(parts, measure, width / size, broken), style, size)
    smallest, lines = sizes[-1]
    room = width / smallest
    broken = _wrap([piece for part in parts for piece in _broken(part, measure, room)], measure, room)
    return Set(_cut(broken, measure, room, lines), style, smallest)


def _wrap(parts: Sequence[str], measure: Measure, room: float) -> tuple[str, ...]:
    lines: list[str] = []
    for part in parts:
        if lines and measure(lines[-1] + part) <= room:
            lines[-1] += part
        else:
            lines.append(part.lstrip(" "))
    return tuple(lines)


def _balanced(parts: Sequence[str], measure: Measure, room: float, found: tuple[str, ...]) -> tuple[str, ...]:
    """The same number of lines of about the same length."""
    low, high = room / 2, room
    for _step in range(6):
        middle = (low + high) / 2
        lines = _wrap(parts, measure, middle)
        if len(lines) == len(found) and all(measure(line) <= room for line in lines):
            found, high = lines, middle
        else:
            low = middle
    return found


def _broken(part: str, measure: Measure, room: float) -> list[str]:
    """`part`, broken between letters where it is wider than a line."""
    broken = [""]
    for letter in part:
        if broken[-1].strip(" ") and measure((broken[-1] + letter).lstrip(" ")) > room:
            broken.append("")
        broken[-1] += letter
    return broken


def _cut(lines: tuple[str, ...], measure: Measure, room: float, most: int) -> tuple[str, ...]:
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and measure(last + ELLIPSIS) > room:
        last = last[:-1]
    return (*lines[: most - 1], last.rstrip(" ,;:.–-\u00a0、，。；：（「『《") + ELLIPSIS)
