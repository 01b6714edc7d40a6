"""Folding: one word for all its spellings, and an ASCII spelling that tells them apart."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.folding import exact, fold, matches, pieces, words
from vietnamese.letters import ACCENTED

from .strategies import any_text, letters, nfd, vietnamese_text

TONE_PLACEMENTS = [
    ("Hòa", "Hoà"),
    ("Thanh Hóa", "Thanh Hoá"),
    ("khỏe", "khoẻ"),
    ("THỦY", "THUỶ"),
    ("tùy", "tuỳ"),
    ("ủy ban", "uỷ ban"),
    ("họa", "hoạ"),
    ("qúy", "quý"),
]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Đồng Nai", "dong nai"),
        ("SÁNG KIẾN", "sang kien"),
        ("Bà Rịa – Vũng Tàu", "ba ria – vung tau"),
        ("Ðồng Nai with the look-alike Ð", "dong nai with the look-alike d"),
        ("lao\u00a0động", "lao dong"),
        ("lao\u00ad\u200bđộng\ufeff", "laodong"),
        ("a\x00b\tc", "a b c"),
        ("m², ½, ﬁ", "m2, 1⁄2, fi"),
        ("Crème brûlée, Straße, Ü", "creme brulee, strasse, u"),
        ("한국 が 東京", "한국 が 東京"),
        ("", ""),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded
    assert fold(nfd(text)) == folded


@pytest.mark.parametrize("letter", ACCENTED)
def test_every_letter_folds_to_one_plain_letter(letter: str) -> None:
    assert fold(letter) == fold(nfd(letter))
    assert len(fold(letter)) == 1
    assert fold(letter).isascii()
    assert fold(letter).islower()


@given(any_text)
def test_folding_is_done_once_and_blind_to_the_normal_form(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(nfd(text)) == fold(text)


@given(vietnamese_text)
def test_fold_and_exact_of_vietnamese_are_ascii_and_blind_to_case(text: str) -> None:
    for function in (fold, exact):
        assert function(text).isascii()
        assert function(text.upper()) == function(text.lower()) == function(text)


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Đồng Nai", "dq9oq61ng nai"),
        ("¸façade", " facq0ade"),
        ("việt", "vieq65t"),
        ("người", "nguq7oq71i"),
        ("40 ngày", "40 ngaq1y"),
        ("Straße ü", "strasse uq0"),
        ("\u0301a", "a"),
    ],
)
def test_exact(text: str, spelled: str) -> None:
    assert exact(text) == spelled


def test_exact_tells_all_letters_apart() -> None:
    small = [letter for letter in ACCENTED if letter.islower()]
    assert len({exact(letter) for letter in small}) == 67
    assert all(exact(letter) == exact(nfd(letter)) == exact(letter.upper()) for letter in small)


@pytest.mark.parametrize(("old", "new"), TONE_PLACEMENTS)
def test_tone_placement_makes_no_difference(old: str, new: str) -> None:
    assert old != new
    assert fold(old) == fold(new)
    assert exact(old) == exact(new) == exact(nfd(old)) == exact(nfd(new))


def test_exact_keeps_different_words_apart() -> None:
    for one, other in itertools.combinations(["ma", "má", "mà", "mả", "mã", "mạ", "mâ", "mấ"], 2):
        assert exact(one) != exact(other)
        assert fold(one) == fold(other)


def test_exact_grows_with_the_letters_as_they_are_typed() -> None:
    typed = ["v", "vi", "viê", "việ", "việt", "việt n", "việt na", "việt nam"]
    spelled = [exact(text) for text in typed]
    assert all(later.startswith(earlier) for earlier, later in itertools.pairwise(spelled))


@given(st.text(letters, min_size=1, max_size=8), st.text(st.sampled_from("bcdghklmnpqrstvx"), max_size=4))
def test_a_prefix_that_ends_before_a_consonant_is_a_prefix_of_the_spelling(head: str, tail: str) -> None:
    assert exact(head + tail).startswith(exact(head))


@given(any_text)
def test_exact_is_blind_to_the_normal_form(text: str) -> None:
    assert exact(nfd(text)) == exact(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1.000.000 sang-kien!", ["1", "000", "000", "sang", "kien"]),
        ("a_b", ["a", "b"]),
        ("!?…— ", []),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize("query", ["dong n", "Đồng", "nai", "NAI đồ", nfd("đồng nai"), "", "  ", "…"])
def test_matches_by_beginnings_of_words(query: str) -> None:
    assert matches(query, "LĐLĐ tỉnh Đồng Nai")


@pytest.mark.parametrize("query", ["ong", "dong ninh", "đôngx", "a b"])
def test_does_not_match_otherwise(query: str) -> None:
    assert not matches(query, "LĐLĐ tỉnh Đồng Nai")


@given(vietnamese_text)
def test_every_text_matches_itself(text: str) -> None:
    assert matches(text, text)
    assert matches(fold(text), text)


def test_pieces_takes_unspaced_scripts_apart() -> None:
    assert pieces(fold("EVN企业 ﾃﾞｰﾀ・제안 100万 đổi mới")) == [
        *("evn", "企", "业", "デ", "ー", "タ"),
        *("제", "안"),
        *("100", "万", "doi", "moi"),
    ]


@given(st.text())
def test_pieces_are_letters_and_digits(text: str) -> None:
    assert all(piece.isalnum() for piece in pieces(fold(text)))
    assert "".join(pieces(fold(text))) == "".join(words(fold(text)))
