"""Text in the fonts' charsets of before Unicode, TCVN3 (ABC) and VNI, which is still pasted.

"®oµn viªn" is TCVN3 and "Toång Bieân taäp" is VNI, each shown as Latin-1 by whoever does not know. Detect on
paste or save, show before and after, and let the writer decide: never convert silently.
"""

import re
from collections.abc import Mapping
from enum import Enum
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
_DIGIT: Final = re.compile(r"\d")
_BEYOND_LATIN_1: Final = re.compile("[" + "".join(c for c in ACCENTED if c > "\u00ff") + "]")


def detect(text: str) -> Legacy | None:
    """Return the charset that the text was written in, or None for Unicode text.

    Looks at plain text, not HTML. Counts the words that are no Vietnamese syllable as they stand and become
    one when converted. There must be two different ones (or one with two codes), more of them than of
    accented words that speak against it, and at least two fifths of all words: Vietnamese is dense with
    marks, a French "où" or a "µm" is not enough.
    """
    words = [word for word in _WORD.findall(nfc(text)) if not _DIGIT.search(word)]  # "3m×4m" is a size
    return next((charset for charset in Legacy if _is_written_in(charset, words)), None)


def to_unicode(text: str, charset: Legacy) -> str:
    """Return the text converted from the charset, in NFC.

    Words that already hold a Vietnamese letter which Latin-1 lacks are Unicode and stay as they are.
    """

    def convert(match: re.Match[str]) -> str:
        return match[0] if _BEYOND_LATIN_1.search(match[0]) else _converted(match[0], charset)

    return _WORD.sub(convert, nfc(text))


def _converted(word: str, charset: Legacy) -> str:
    return _CODES[charset].sub(lambda code: _TABLES[charset][code[0]], word)


def _is_written_in(charset: Legacy, words: list[str]) -> bool:
    found: set[str] = set()
    evidence = against = codes = 0
    for word in words:
        if word.isascii() or len(word) == 1:  # a lone "£", "µ" or "à" says nothing
            continue
        converted = _converted(word, charset)
        if converted == word or _BEYOND_LATIN_1.search(word) or not is_syllable(converted):
            against += 1
        elif not is_syllable(word):
            evidence += 1
            found.add(word.lower())
            codes = max(codes, len(_CODES[charset].findall(word)))
    return (len(found) >= 2 or codes >= 2) and evidence > against and evidence * 5 >= len(words) * 2
