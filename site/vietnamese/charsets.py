"""Text in the fonts' charsets of before Unicode, TCVN3 (ABC) and VNI, which is still pasted.

"®oµn viªn" is TCVN3 and "Toång Bieân taäp" is VNI, each shown as Latin-1 by whoever does not know. Detect on
paste or save, show before and after, and let the writer decide: never convert silently.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import pairwise
from typing import Final

from vietnamese.letters import ACCENTED
from vietnamese.syllables import is_syllable
from vietnamese.text import nfc


class Legacy(Enum):
    """A charset of before Unicode; the value is the name that its users know."""

    TCVN3 = "TCVN3 (ABC)"
    VNI = "VNI"


# TCVN 5712:1993, table VN3: one byte a letter. Toned capitals do not exist in it: fonts named "…H" draw the
# small letters as capitals.
_TCVN3_CODES: Final = (
    "ăâêôơưđ\u00a8\u00a9\u00aa\u00ab\u00ac\u00ad\u00ae",
    "ĂÂÊÔƠƯĐ\u00a1\u00a2\u00a3\u00a4\u00a5\u00a6\u00a7",
    "àảãáạµ¶·¸¹",
    "ằẳẵắặ»¼½¾Æ",
    "ầẩẫấậÇÈÉÊË",
    "èẻẽéẹÌÎÏÐÑ",
    "ềểễếệÒÓÔÕÖ",
    "ìỉĩíị×ØÜÝÞ",
    "òỏõóọßáâãä",
    "ồổỗốộåæçèé",
    "ờởỡớợêëìíî",
    "ùủũúụïñòóô",
    "ừửữứựõö÷øù",
    "ỳỷỹýỵúûüýþ",
)
TCVN3: Final[Mapping[str, str]] = {
    code: letter
    for row in _TCVN3_CODES
    for letter, code in zip(row[: len(row) // 2], row[len(row) // 2 :], strict=True)
}
"""From a TCVN3 byte, seen as Latin-1, to its letter: 67 small letters and 7 capitals."""

# VNI for Windows: a plain letter, then one byte for its marks; ơ, ư, đ, ỵ and i with a tone are one byte.
_VNI_TONES: Final = "\u0301ù \u0300ø \u0309û \u0303õ \u0323ï"
_VNI_CIRCUMFLEX: Final = "\u0302â \u0302\u0301á \u0302\u0300à \u0302\u0309å \u0302\u0303ã \u0302\u0323ä"
_VNI_BREVE: Final = "\u0306ê \u0306\u0301é \u0306\u0300è \u0306\u0309ú \u0306\u0303ü \u0306\u0323ë"
_VNI_MARKS: Final = {
    "a": f"{_VNI_TONES} {_VNI_CIRCUMFLEX} {_VNI_BREVE}",
    "e": f"{_VNI_TONES} {_VNI_CIRCUMFLEX}",
    "o": f"{_VNI_TONES} {_VNI_CIRCUMFLEX}",
    "u": _VNI_TONES,
    "y": _VNI_TONES,
    "ô": _VNI_TONES,
    "ö": _VNI_TONES,
}
_VNI_SINGLES: Final = {
    "ô": "ơ",
    "ö": "ư",
    "ñ": "đ",
    "î": "ỵ",
    "í": "í",
    "ì": "ì",
    "æ": "ỉ",
    "ó": "ĩ",
    "ò": "ị",
}


def _vni_table() -> dict[str, str]:
    table = dict(_VNI_SINGLES)
    for base, rows in _VNI_MARKS.items():
        for row in rows.split():
            marks, code = row[:-1], row[-1]
            table[base + code] = nfc(_VNI_SINGLES.get(base, base) + marks)
    capitals = {code.capitalize(): letter.upper() for code, letter in table.items()}
    return table | capitals | {code.upper(): letter for code, letter in capitals.items()}


VNI: Final[Mapping[str, str]] = _vni_table()
"""From one or two VNI characters, seen as Latin-1, to their letter; a capital's mark is of either case."""

_TABLES: Final = {Legacy.TCVN3: TCVN3, Legacy.VNI: VNI}
_CODES: Final = {
    charset: re.compile("|".join(sorted(map(re.escape, table), key=len, reverse=True)))
    for charset, table in _TABLES.items()
}
_WORD: Final = re.compile(r"[\w\u00a1-\u00bf×÷]+")
_LINE: Final = re.compile(r"\S(?:[^\r\n]*\S)?")
_DIGIT: Final = re.compile(r"\d")
_BEYOND_LATIN_1: Final = re.compile("[" + "".join(c for c in ACCENTED if c > "\u00ff") + "]")


@dataclass(frozen=True)
class Passage:
    """A stretch of a text that is in an old charset; `start` and `end` count letters of the text in NFC."""

    charset: Legacy
    start: int
    end: int
    text: str

    @property
    def meaning(self) -> str:
        """What it probably says, in Unicode; words stay that are a syllable only as they stand."""
        return _WORD.sub(self._meaning_of, self.text)

    def _meaning_of(self, word: re.Match[str]) -> str:
        return word[0] if _is_unicode(word[0], self.charset) else _converted(word[0], self.charset)


def passages(text: str) -> Iterator[Passage]:
    """The stretches of plain text that are in an old charset, in order; none for Unicode text.

    Every line is looked at by itself, and in it every run between two words that hold a letter which Latin-1 lacks,
    since those are Unicode for certain. A run is in the charset when enough of its words are no Vietnamese syllable
    as they stand and become one when converted: two different ones (or one with two codes), more of them than of
    accented words that speak against it, and at least two fifths of all words. Vietnamese is dense with marks, a
    French "où" or a "µm" is not enough.

    Words such as "còn" are spelled rightly either way ("còn", "cịn"). They belong to the passage between two words of
    evidence, and up to the ends of a line in which nothing speaks for Unicode; elsewhere they are left alone.
    """
    text = nfc(text)
    for line in _LINE.finditer(text):
        words = list(_WORD.finditer(text, line.start(), line.end()))
        certain = [-1, *(at for at, word in enumerate(words) if _BEYOND_LATIN_1.search(word[0])), len(words)]
        for before, after in pairwise(certain):
            run = words[before + 1 : after]
            charset = next((charset for charset in Legacy if _is_written_in(charset, [word[0] for word in run])), None)
            if charset is not None:
                start, end = _extent(charset, run, line if len(certain) == 2 else None)
                yield Passage(charset, start, end, text[start:end])


def corrected(text: str) -> str:
    """Return the text in NFC with its passages of old charsets in Unicode; every other letter stays."""
    text = nfc(text)
    parts, at = [], 0
    for passage in passages(text):
        parts += [text[at : passage.start], passage.meaning]
        at = passage.end
    return "".join([*parts, text[at:]])


def to_unicode(text: str, charset: Legacy) -> str:
    """Return the text converted from the charset, in NFC.

    Words that already hold a Vietnamese letter which Latin-1 lacks are Unicode and stay as they are.
    """

    def convert(word: re.Match[str]) -> str:
        return word[0] if _BEYOND_LATIN_1.search(word[0]) else _converted(word[0], charset)

    return _WORD.sub(convert, nfc(text))


def _extent(charset: Legacy, run: list[re.Match[str]], line: re.Match[str] | None) -> tuple[int, int]:
    """From the first word of evidence to the last; the whole line where nothing in it speaks for Unicode."""
    if line is not None and not any(_is_unicode(word[0], charset) for word in run):
        return line.span()
    evidence = [word for word in run if _is_evidence(word[0], charset)]
    return evidence[0].start(), evidence[-1].end()


def _converted(word: str, charset: Legacy) -> str:
    return _CODES[charset].sub(lambda code: _TABLES[charset][code[0]], word)


def _says_nothing(word: str) -> bool:
    return word.isascii() or len(word) == 1 or _DIGIT.search(word) is not None  # "£", "à", "3m×4m"


def _is_unicode(word: str, charset: Legacy) -> bool:
    if _BEYOND_LATIN_1.search(word):
        return True
    return not _says_nothing(word) and is_syllable(word) and not is_syllable(_changed(word, charset))


def _is_evidence(word: str, charset: Legacy) -> bool:
    return not _says_nothing(word) and not is_syllable(word) and is_syllable(_changed(word, charset))


def _changed(word: str, charset: Legacy) -> str:
    """The converted word; nothing where the charset has no code in it."""
    converted = _converted(word, charset)
    return converted if converted != word else ""


def _is_written_in(charset: Legacy, words: list[str]) -> bool:
    words = [word for word in words if not _DIGIT.search(word)]  # "3m×4m" is a size
    speaking = [word for word in words if not _says_nothing(word)]
    evidence = [word for word in speaking if _is_evidence(word, charset)]
    against = sum(not is_syllable(_changed(word, charset)) for word in speaking)
    codes = max((len(_CODES[charset].findall(word)) for word in evidence), default=0)
    enough = len({word.lower() for word in evidence}) >= 2 or codes >= 2
    return enough and len(evidence) > against and len(evidence) * 5 >= len(words) * 2
