"""Comparing Vietnamese as people type it: with marks, without them, composed or not, "Hòa" or "Hoà".

`fold` is for finding (all spellings of a word become one), `exact` for ranking what was spelled as asked
above the rest. Both return lower-case text that every tokenizer keeps in one piece per word, so no database
extension or dictionary is needed.
"""

import re
import unicodedata
from typing import Final

from vietnamese.letters import QUALITIES, TONES

_STROKE: Final = "\u0335"
"""Stands for the stroke of đ, which Unicode does not decompose."""

_MARKS: Final = {mark: str(digit) for digit, mark in enumerate(TONES + QUALITIES + _STROKE, start=1)}
_FOREIGN_MARK: Final = "0"
_MARK_SIGN: Final = "q"

_INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff]+")
_CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f]+")
_COMBINING: Final = re.compile("[\u0300-\u036f]+")
_MARKED_LETTER: Final = re.compile(r"(\w)([\u0300-\u036f]+)")
_OLD_PLACEMENT: Final = re.compile(rf"([{TONES}])((?<=o.)[ae]|(?<=u.)y)")
"""A tone on the first letter of oa, oe, uy ("hòa", "khỏe", "thủy"); the new style has it on the second."""

_WORD: Final = re.compile(r"[^\W_]+")

HIRAGANA: Final = "\u3041-\u3096\u309d-\u309f"
KATAKANA: Final = "\u30a1-\u30fa\u30fc-\u30ff\uff66-\uff9d"
HANGUL: Final = "\uac00-\ud7a3"
HAN: Final = "\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff"
UNSPACED: Final = HIRAGANA + KATAKANA + HANGUL + HAN
"""The signs of Japanese, Korean and Chinese, for a class of a regular expression: no space tells where their words
begin and end, or (in Korean) it stands only after a word's endings."""
_PIECE: Final = re.compile(rf"[{UNSPACED}]|[^\W_{UNSPACED}]+")


def fold(text: str) -> str:
    """Return text in lower case without any mark: "Đồng Nai" gives "dong nai".

    Punctuation stays, compatibility forms become plain (no-break space, "²"), invisible characters vanish and
    control characters become spaces. Folding twice changes nothing.
    """
    return unicodedata.normalize("NFC", _COMBINING.sub("", _decompose(text)))


def exact(text: str) -> str:
    """Return text in lower case with its Vietnamese marks spelled in ASCII: "Đồng" gives "dq9oq61ng".

    After a letter with marks come "q" and one digit per mark, the digits of the letter (6 to 9) before that
    of the tone (1 to 5): so "viê" spells a prefix of "việt", and no word or number that people write looks
    like it. "Hòa" and "Hoà", composed and decomposed, spell the same. Text without marks is as folded.
    """
    placed = _OLD_PLACEMENT.sub(r"\2\1", _decompose(text))
    return unicodedata.normalize("NFC", _COMBINING.sub("", _MARKED_LETTER.sub(_spelled, placed)))


def words(text: str) -> list[str]:
    """Return the words (runs of letters and digits) of folded or exact text; punctuation alone gives none."""
    return _WORD.findall(text)


def pieces(text: str) -> list[str]:
    """Return the words of folded or exact text, and each sign of an unspaced script for itself: "evn企业" is three."""
    return _PIECE.findall(text)


def matches(query: str, text: str) -> bool:
    """Tell whether every word of the query begins a word of the text, whatever the marks and the case.

    For narrowing down lists that are already in memory. An empty query matches everything.
    """
    found = words(fold(text))
    return all(any(word.startswith(asked) for word in found) for asked in words(fold(query)))


def _decompose(text: str) -> str:
    """Small base letters, each followed by its combining marks; đ (and its look-alike ð) is d + stroke."""
    text = _CONTROL.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFKD", text)))
    text = unicodedata.normalize("NFKD", text.casefold())
    return re.sub("[đðɖ]", "d" + _STROKE, text)


def _spelled(match: re.Match[str]) -> str:
    digits = sorted({_MARKS.get(mark, _FOREIGN_MARK) for mark in match[2]}, reverse=True)
    return f"{match[1]}{_MARK_SIGN}{''.join(digits)}"
