"""The order of Vietnamese dictionaries."""

import random

import pytest
from hypothesis import given

from vietnamese.collation import sort_key

from .strategies import any_text, nfd

ORDERED = [
    ["An Giang", "Bà Rịa", "Bạc Liêu", "Bắc Giang", "Cần Thơ", "Đà Nẵng", "Hà Nội", "Yên Bái"],
    ["a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "g", "o", "ô", "ơ", "p", "u", "ư", "v", "y", "z"],
    ["ma", "mà", "mả", "mã", "má", "mạ", "mâ", "mb"],
    ["dài", "dãi", "đai", "đài"],
    ["Cà Mau", "Cao Bằng"],
    ["", " ", "-", "2 năm", "a"],
    ["ba", "Ba", "bà", "Bà"],
    ["Đắk Lắk", "Đắk Nông", "Điện Biên", "Đồng Nai", "Đồng Tháp", "Gia Lai"],
    ["Thanh Hóa", "Thừa Thiên Huế", "Tiền Giang", "Trà Vinh"],
]


@pytest.mark.parametrize("ordered", ORDERED)
def test_order(ordered: list[str]) -> None:
    shuffled = random.Random(7).sample(ordered, len(ordered))
    assert sorted(shuffled, key=sort_key) == ordered


@given(any_text)
def test_the_normal_form_makes_no_difference(text: str) -> None:
    assert sort_key(nfd(text)) == sort_key(text)


@given(any_text, any_text)
def test_only_equal_texts_have_equal_keys(one: str, other: str) -> None:
    assert (sort_key(one) == sort_key(other)) == (nfd(one) == nfd(other))
