"""Sorting in the order of Vietnamese dictionaries, without ICU.

By code point Đ comes after Y and every accented letter after Z; databases sort so too unless they have an ICU
collation, and SQLite has none. Lists here are short (units, letters of an index): sort them in Python.
"""

from functools import lru_cache
from typing import Final

from vietnamese.letters import ALPHABET, TONES, toned_letters
from vietnamese.text import nfc

Key = tuple[tuple[tuple[int, int], ...], tuple[int, ...], tuple[bool, ...], str]

_LETTER_ORDER: Final = {letter: order for order, letter in enumerate(ALPHABET)}
_SPACE, _SIGN, _DIGIT, _LETTER, _OTHER_LETTER = range(5)


@lru_cache(maxsize=4_096)
def sort_key(text: str) -> Key:
    """Return a key for `sorted`: An Giang, Bà Rịa, Bạc Liêu, Bắc Giang, Cần Thơ, Đà Nẵng, …

    Letters first (a ă â b c d đ e ê …), spaces before signs, digits and letters; then tones (ngang, huyền,
    hỏi, ngã, sắc, nặng); then small before capital. Equal only for equal NFC text.
    """
    letters = list(toned_letters(text))
    return (
        tuple(_primary(letter.lower()) for letter, _tone in letters),
        tuple(TONES.find(tone) + 1 if tone else 0 for _letter, tone in letters),
        tuple(letter.isupper() for letter, _tone in letters),
        nfc(text),
    )


def _primary(character: str) -> tuple[int, int]:
    if character in _LETTER_ORDER:
        return _LETTER, _LETTER_ORDER[character]
    if character.isspace():
        return _SPACE, 0
    if character.isdigit():
        return _DIGIT, ord(character)
    return (_OTHER_LETTER if character.isalpha() else _SIGN), ord(character[0])
