"""Telling whether a word is spelled as a Vietnamese syllable can be: evidence about charsets and languages."""

import re
from typing import Final

from vietnamese.letters import toned_letters
from vietnamese.text import nfc

_ONSET: Final = "b|ch|c|d|đ|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x|"

_RIMES: Final = {
    "a": " i y o u c ch m n ng nh p t",
    "ă": "c m n ng p t",
    "â": "c m n ng p t u y",
    "e": " c m n ng o p t",
    "ê": " c ch m n ng nh p t u",
    "i": " c ch m n nh p t u",
    "y": " ch m n nh p t",
    "ia": "",
    "ya": "",
    "iê": "c m n ng p t u",
    "yê": "m n ng p t u",
    "o": " c i m n ng p t",
    "oo": "c m n ng p t",
    "ô": " c i m n ng p t",
    "ơ": " c i m n ng p t",
    "oa": " c ch i m n ng nh o p t y",
    "oă": "c m n ng p t",
    "oe": " m n ng o p t",
    "u": " c i m n ng p t",
    "ua": "",
    "uâ": " n ng t y",
    "uê": " ch n nh t",
    "uô": "c i m n ng p t",
    "uơ": " n t",
    "uy": " a ch n nh p t u",
    "uyê": "n t",
    "ư": " c i m n ng p t u",
    "ưa": "",
    "ươ": "c i m n ng p t u",
}
"""Vowels, and what may follow them; a leading space or an empty text: nothing."""

_SYLLABLE: Final = re.compile(
    f"(?:{_ONSET})(?:"
    + "|".join(f"{vowels}(?:{'|'.join(finals.split(' '))})" for vowels, finals in _RIMES.items())
    + ")"
)
_WORD: Final = re.compile(r"[^\W\d_]+")
_STOPPED: Final = ("c", "ch", "p", "t")
_STOPPED_TONES: Final = ("\u0301", "\u0323")


def is_syllable(word: str) -> bool:
    """Tell whether the word can be one Vietnamese syllable, in any case, with at most one tone.

    Goes by spelling, not by a dictionary: "oan" passes, "oán" passes, "où" and "été" do not. A syllable that
    ends in c, ch, p or t must carry sắc or nặng, as all of them do.
    """
    letters = list(toned_letters(word.lower()))
    base = "".join(letter for letter, _tone in letters)
    tones = [tone for _letter, tone in letters if tone]
    if len(tones) > 1 or not _SYLLABLE.fullmatch(base):
        return False
    return not base.endswith(_STOPPED) or (bool(tones) and tones[0] in _STOPPED_TONES)


def is_vietnamese(text: str) -> bool:
    """Tell whether a few words look Vietnamese: one is a syllable with a sign of its own, or all can be syllables."""
    words = _WORD.findall(nfc(text))
    syllables = [word for word in words if is_syllable(word)]
    return any(not word.isascii() for word in syllables) or (bool(words) and len(syllables) == len(words))
