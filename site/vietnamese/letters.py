"""The Vietnamese alphabet as data: letters in dictionary order, tones, and taking a letter apart."""

import unicodedata
from collections.abc import Iterator
from typing import Final, NamedTuple

ALPHABET: Final = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
"""Base letters in dictionary order; f, j, w and z stand where Latin has them."""

VOWELS: Final = "aăâeêioôơuưy"

TONES: Final = "\u0300\u0309\u0303\u0301\u0323"
"""Combining marks of huyền, hỏi, ngã, sắc and nặng, in dictionary order."""

QUALITIES: Final = "\u0302\u031b\u0306"
"""Combining marks that make another letter: circumflex, horn and breve."""

ACCENTED: Final = "".join(
    case
    for letter in ALPHABET
    if letter in VOWELS or letter == "đ"
    for tone in ("", *(TONES if letter in VOWELS else ""))
    for lower in (unicodedata.normalize("NFC", letter + tone),)
    if not lower.isascii()
    for case in (lower, lower.upper())
)
"""All 134 accented letters of Vietnamese in NFC: 67 lower-case ones, each followed by its capital."""


class Toned(NamedTuple):
    """One letter without its tone (NFC, case kept), and the tone's combining mark or ""."""

    letter: str
    tone: str


def toned_letters(text: str) -> Iterator[Toned]:
    """Take text apart into letters and tones; characters without a tone come with tone ""."""
    for character in unicodedata.normalize("NFC", text):
        parts = unicodedata.normalize("NFD", character)
        tone = next((mark for mark in parts[1:] if mark in TONES), "")
        if tone:
            character = unicodedata.normalize("NFC", parts.replace(tone, "", 1))
        yield Toned(character, tone)
