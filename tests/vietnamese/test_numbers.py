"""Whole numbers as people type them."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vietnamese.formats import number
from vietnamese.numbers import whole_number

counts = st.integers(min_value=0, max_value=10**15)


@given(counts, st.sampled_from([".", " ", "\u00a0", "\u202f"]))
def test_what_is_printed_is_read_back(value: int, separator: str) -> None:
    assert whole_number(number(value).replace(".", separator)) == value
    assert whole_number(f" {value} ") == value


@given(st.text(alphabet="0123456789., \u00a0-+e_٣x", max_size=12))
def test_no_digit_is_ever_lost(text: str) -> None:
    """Whatever is accepted has just the digits that were typed, in their order."""
    try:
        value = whole_number(text)
    except ValueError:
        return
    digits = "".join(filter(str.isdigit, text))
    assert value == int(digits)


@given(counts, st.integers(1, 2))
def test_a_group_that_is_short_is_refused(value: int, missing: int) -> None:
    grouped = number(value)
    assume("." in grouped)
    with pytest.raises(ValueError):
        whole_number(grouped[:-missing])


@pytest.mark.parametrize(
    "text", ["300.00", "3.0", "1,5", "300,000", "1.000 000", "0.300", "-3", "ba", "3e5", "", "٣٠٠", "1..000"]
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        whole_number(text)
