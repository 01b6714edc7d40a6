"""Words that differ by one letter from what was typed, among those that the site's pages have."""

from collections.abc import Iterable
from string import ascii_lowercase

from search.models import Word

SHORTEST, LONGEST = 5, 20
"""Letters of the words that are corrected: shorter ones are too near to each other."""
MOST = 8
"""Corrections of one word that are looked for."""


def corrected(words: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """For the longer ones of `words`, the site's own that differ by a letter (missing, added, other, exchanged)."""
    typed = [word for word in words if SHORTEST <= len(word) <= LONGEST and word.isascii() and word.isalpha()]
    near = {word: one_letter_off(word) for word in typed}
    wanted = set().union(*near.values())
    if not wanted:
        return {}
    known = set(Word.objects.filter(text__in=wanted).values_list("text", flat=True))
    found = {
        word: tuple(sorted(others & known, key=lambda other: _distance(word, other))[:MOST])
        for word, others in near.items()
    }
    return {word: others for word, others in found.items() if others}


def one_letter_off(word: str) -> set[str]:
    """All strings of small letters that differ from `word` by one typing error."""
    parts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    missing = {left + right[1:] for left, right in parts if right}
    exchanged = {left + right[1] + right[0] + right[2:] for left, right in parts if len(right) > 1}
    other = {left + letter + right[1:] for left, right in parts if right for letter in ascii_lowercase}
    added = {left + letter + right for left, right in parts for letter in ascii_lowercase}
    return (missing | exchanged | other | added) - {word}


def _distance(typed: str, other: str) -> tuple[bool, bool, str]:
    """Exchanged letters are the most frequent error, then one too few or too many."""
    return sorted(typed) != sorted(other), len(typed) == len(other), other
