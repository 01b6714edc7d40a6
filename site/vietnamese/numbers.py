"""Whole numbers as people in Vietnam type them: 300000, 300.000, 300 000."""

import re
from typing import Final

NO_BREAK_SPACE: Final = "\u00a0"
_SEPARATORS: Final = ".", " ", NO_BREAK_SPACE, "\u2009", "\u202f"
_GROUPED: Final = re.compile(rf"[1-9]\d{{0,2}}([{re.escape(''.join(_SEPARATORS))}])\d{{3}}(\1\d{{3}})*", re.ASCII)
_PLAIN: Final = re.compile(r"\d+", re.ASCII)


def whole_number(text: str) -> int:
    """Read digits, either all together or in groups of three that one and the same separator sets apart.

    Raises ValueError for anything else. A comma is among it: it is the decimal mark in Vietnamese and the thousands'
    in English; so are "300.00" and "3.0", which whoever typed them meant in another way.
    """
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return int(text)
    if _GROUPED.fullmatch(text):
        return int(re.sub(r"\D", "", text))
    raise ValueError(text)
