"""Slices, against adding up all their rows."""

from collections.abc import Mapping
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from campaigns.counting.leaves import DayLeaves
from campaigns.counting.slices import NO_ROWS, Slice, kind_of, still_true
from campaigns.tracking.contract import STATUSES
from tests.campaigns.counting.test_figures import Row, leaves_of

DAY = date(2022, 5, 10)
KINDS = st.builds(kind_of, st.sampled_from("ABC"), st.sampled_from(["", "X"]), st.sampled_from(STATUSES))
SLICES = st.dictionaries(st.integers(0, 4), st.lists(KINDS, max_size=4).map(tuple))


def summed(slices: Mapping[int, Slice]) -> DayLeaves:
    rows = [Row(*one, DAY) for slice_ in slices.values() for one in slice_]
    return leaves_of(rows).get(DAY, DayLeaves({}, {}))


@given(st.lists(SLICES, max_size=5))
def test_the_leaves_are_the_sum_of_the_slices(counts: list[dict[int, Slice]]) -> None:
    sliced, expected = NO_ROWS, dict[int, Slice]()
    for counted in counts:
        before = sliced
        sliced = sliced.with_slices(counted)
        expected |= counted
        assert sliced.slices == {minute: slice_ for minute, slice_ in expected.items() if slice_}
        assert sliced.leaves == summed(expected)
        assert before.leaves == summed(before.slices), "what was there before is left as it was"
        assert (sliced.leaves is before.leaves) == (sliced.leaves == before.leaves), (
            "what is equal is not rolled up again"
        )


def test_slices_are_true_to_the_very_leaves_that_they_sum_to() -> None:
    sliced = NO_ROWS.with_slices({0: (kind_of("A", "", "valid"),)})
    slices = {DAY: sliced}
    assert still_true(slices, {DAY: sliced.leaves}) == slices
    assert still_true(slices, {DAY: DayLeaves({}, {})}) == still_true(slices, {}) == {}
    assert still_true(slices, {DAY: DayLeaves(dict(sliced.leaves.units), dict(sliced.leaves.fields))}) == {}
