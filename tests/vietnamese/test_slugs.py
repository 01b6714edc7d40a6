"""Slugs are ASCII, whole words and never too long."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.letters import ACCENTED
from vietnamese.slugs import slugify

from .strategies import any_text, letters, nfd, vietnamese_text


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Đồng Nai", "dong-nai"),
        ("  Bà Rịa – Vũng Tàu  ", "ba-ria-vung-tau"),
        ("Chiến dịch 40 ngày cao điểm!", "chien-dich-40-ngay-cao-diem"),
        ("1.000.000 sáng kiến", "1-000-000-sang-kien"),
        ("Tự hào “trí tuệ” lao\u00a0động", "tu-hao-tri-tue-lao-dong"),
        ("The workers' day, the worker's idea", "the-workers-day-the-workers-idea"),
        ("Straße in Österreich", "strasse-in-osterreich"),
        ("한국 노동자", "hangug-nodongja"),
        ("東京", "dongjing"),
        ("a_b/c", "a-b-c"),
        ("…!? 🎉", ""),
        ("", ""),
    ],
)
def test_slugify(text: str, slug: str) -> None:
    assert slugify(text) == slug
    assert slugify(nfd(text)) == slug


@pytest.mark.parametrize("letter", ACCENTED)
def test_every_letter_survives(letter: str) -> None:
    assert re.fullmatch("[a-z]", slugify(letter))
    assert slugify(nfd(letter)) == slugify(letter)


@pytest.mark.parametrize(
    ("max_length", "slug"),
    [
        (50, "dong-nai-sang-tao"),
        (17, "dong-nai-sang-tao"),
        (16, "dong-nai-sang"),
        (13, "dong-nai-sang"),
        (12, "dong-nai"),
        (8, "dong-nai"),
        (7, "dong"),
        (4, "dong"),
        (3, "don"),
        (1, "d"),
    ],
)
def test_cut_at_a_word_boundary(max_length: int, slug: str) -> None:
    assert slugify("Đồng Nai sáng tạo", max_length) == slug


@pytest.mark.parametrize("max_length", [0, -1])
def test_no_room_is_an_error(max_length: int) -> None:
    with pytest.raises(ValueError, match="max_length"):
        slugify("Đồng Nai", max_length)


@given(any_text, st.integers(1, 40))
def test_a_slug_is_words_joined_by_hyphens_within_its_length(text: str, max_length: int) -> None:
    slug = slugify(text, max_length)
    assert re.fullmatch("(?:[a-z0-9]+(?:-[a-z0-9]+)*)?", slug)
    assert len(slug) <= max_length
    assert slugify(slug, max_length) == slug
    assert slugify(text).startswith(slug)


@given(vietnamese_text, letters)
def test_never_empty_where_there_is_a_letter(text: str, letter: str) -> None:
    assert slugify(text + letter)
