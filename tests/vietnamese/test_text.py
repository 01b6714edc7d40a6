"""Normal form and typographic glue."""

import pytest
from hypothesis import given

from vietnamese.letters import ACCENTED
from vietnamese.text import glue, nfc

from .strategies import any_text, nfd


@pytest.mark.parametrize("letter", ACCENTED)
def test_nfc_brings_back_every_letter(letter: str) -> None:
    assert nfd(letter) != letter or letter in "đĐ"
    assert nfc(nfd(letter)) == letter
    assert nfc(letter) == letter


@pytest.mark.parametrize(
    ("text", "glued"),
    [
        ("Tự hào trí tuệ lao động Việt Nam", "Tự~hào trí~tuệ lao~động Việt~Nam"),
        ("TRÍ TUỆ LAO ĐỘNG", "TRÍ~TUỆ LAO~ĐỘNG"),
        ("Chiến dịch 40 ngày", "Chiến dịch 40~ngày"),
        ("Làm lợi 418 triệu đồng mỗi năm", "Làm lợi 418~triệu~đồng mỗi năm"),
        ("1,26 tỷ đồng/năm", "1,26~tỷ~đồng/năm"),
        ("1 triệu sáng kiến", "1~triệu sáng~kiến"),
        ("Giảm 62 % nhầm lẫn", "Giảm 62~% nhầm lẫn"),
        ("Rút 8 phút mỗi lượt", "Rút 8~phút mỗi lượt"),
        ("40 days of 1 million ideas", "40~days of 1~million ideas"),
        ("Năm 2022 tăng nhanh", "Năm 2022 tăng nhanh"),
        ("Thôn 5 mét khối", "Thôn 5 mét khối"),
        ("1 triệu sáng kiến", "1~triệu sáng~kiến"),
        ("", ""),
    ],
)
def test_glue_keeps_together_what_belongs_together(text: str, glued: str) -> None:
    assert glue(text) == glued.replace("~", "\u00a0")


def test_glue_knows_decomposed_spellings() -> None:
    assert glue(nfd("lao động Việt Nam")) == "lao\u00a0động Việt\u00a0Nam"


@given(any_text)
def test_glue_changes_spaces_alone_and_only_once(text: str) -> None:
    glued = glue(text)
    assert glued.replace("\u00a0", " ") == nfc(text).replace("\u00a0", " ")
    assert glue(glued) == glued
