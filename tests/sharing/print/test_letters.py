"""Letters in print: every Vietnamese one, however it was typed; nothing that has no shape."""

import unicodedata
from dataclasses import replace

import pytest

from sharing.print.letters import drawable
from sharing.print.poster import poster
from tests.sharing.print.material import POSTER, text_of

VOWELS = "aăâeêioôơuưy"
TONES = ("", "\u0300", "\u0309", "\u0303", "\u0301", "\u0323")
SMALL = [unicodedata.normalize("NFC", vowel + tone) for vowel in VOWELS for tone in TONES] + ["đ"]
LETTERS = [*SMALL, *(letter.upper() for letter in SMALL)]


def test_every_vietnamese_letter_can_be_drawn_and_copied_from_the_file() -> None:
    assert len(set(LETTERS)) == 146
    content = replace(POSTER, text=" ".join(LETTERS), quote="", title="Chữ Việt")

    copied = text_of(poster(content))

    assert " ".join(LETTERS) in copied


def test_decomposed_text_prints_the_same_bytes() -> None:
    typed = {name: unicodedata.normalize("NFD", getattr(POSTER, name)) for name in ("title", "quote", "award", "unit")}

    assert typed["title"] != POSTER.title
    assert poster(replace(POSTER, **typed)) == poster(POSTER)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "drawn"),
    [
        ("Sáng kiến 🎉 hay", "Sáng kiến hay"),
        ("👩‍🏭", ""),
        ("dòng 1\r\ndòng\t2", "dòng 1 dòng 2"),
        ("a\u200bb\u0000c", "abc"),
        ("40\u00a0ngày", "40\u00a0ngày"),
        ("  ", ""),
        ("ไทย 노동자 労働者", "노동자 労働者"),
    ],
)
def test_what_has_no_shape_is_left_out(given: str, drawn: str) -> None:
    assert drawable(given) == drawn
