"""ASCII slugs: Unicode ones turn into long %-codes when an address is pasted into a chat."""

import re
from typing import Final

from anyascii import anyascii

from vietnamese.folding import fold, words

SEPARATOR: Final = "-"
_APOSTROPHE: Final = re.compile(r"(?<=\w)['’ʼ](?=\w)")


def slugify(text: str, max_length: int | None = None) -> str:
    """Return an ASCII slug: "Đồng Nai" gives "dong-nai", "한국" gives "hangug".

    Cut at a word boundary to at most `max_length` characters; a first word that is longer is itself cut.
    Empty only for text without letters and digits. Raises ValueError for a `max_length` below 1.
    """
    if max_length is not None and max_length < 1:
        raise ValueError("max_length must be at least 1")
    folded = _APOSTROPHE.sub("", fold(text))
    parts = [part for word in words(folded) for part in words(anyascii(word).lower())]
    slug = SEPARATOR.join(parts)
    if max_length is None or len(slug) <= max_length:
        return slug
    whole, separator, _rest = slug[: max_length + 1].rpartition(SEPARATOR)
    return whole if separator else slug[:max_length]
