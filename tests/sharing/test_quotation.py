"""A quote stands between the marks of its language, once."""

import pytest

from sharing.quotation import quoted


@pytest.mark.parametrize("given", ["Không nghỉ", "“Không nghỉ”", '"Không nghỉ"', " «Không nghỉ» ", "““Không nghỉ””"])
def test_a_quote_has_one_pair_of_marks(given: str) -> None:
    assert quoted(given, "vi") == "“Không nghỉ”"


@pytest.mark.parametrize("given", ["", " “” ", "「」"])
def test_nothing_is_not_quoted(given: str) -> None:
    assert quoted(given, "vi") == ""


@pytest.mark.parametrize("given", ["機械は止めません。", "「機械は止めません。」", "“機械は止めません。”"])
def test_japanese_has_corner_brackets(given: str) -> None:
    assert quoted(given, "ja") == "「機械は止めません。」"


@pytest.mark.parametrize("language", ["ko", "zh-hans", "en"])
def test_other_languages_have_curved_marks(language: str) -> None:
    assert quoted("말", language) == "“말”"


@pytest.mark.parametrize("given", ["彼は『待て』", "「止まれ」と「進め」", "班長は「止まれ」と言い、私は「いいえ」"])
def test_marks_inside_a_quote_stay(given: str) -> None:
    assert quoted(given, "ja") == f"「{given}」"
