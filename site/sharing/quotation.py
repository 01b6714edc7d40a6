"""Quotation marks, as each language writes them."""

from typing import Final

MARKS: Final = {"ja": ("「", "」")}
"""Of languages with marks of their own; the others have “…”."""
_PAIRS: Final = {"“": "”", "”": "”", "„": "“”", '"': '"', "«": "»", "「": "」"}
"""What writers put around a quote: the first mark, and the last ones that it may have."""


def quoted(text: str, language: str) -> str:
    """`text` between the quotation marks of `language`, whatever marks its writer put around it."""
    bare = text.strip()
    while len(bare) > 1 and bare[-1] in _PAIRS.get(bare[0], "") and _is_one_quote(bare):
        bare = bare[1:-1].strip()
    opening, closing = MARKS.get(language, ("“", "”"))
    return f"{opening}{bare}{closing}" if bare else ""


def _is_one_quote(text: str) -> bool:
    """Whether the first and the last mark belong together: not those of 「A」と「B」."""
    inner, opening, closing = text[1:-1], text[0], text[-1]
    return closing not in inner or -1 < inner.find(opening) < inner.find(closing)
