"""The field of rings: one ring is always the same amount."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from campaigns.rings import CELL, MOST, Field, cells, ring_size, rings_of

BOX = re.compile(r"M(\d+) 0h(\d+)v(\d+)h-(\d+)z")


def covered(path: str) -> int:
    """How many whole cells a path covers; fails where it is anything but boxes that hang from the top."""
    boxes = [tuple(map(int, box)) for box in BOX.findall(path)]
    assert "".join(f"M{x} 0h{wide}v{tall}h-{wide}z" for x, wide, tall, _ in boxes) == path
    return sum(wide * tall for _x, wide, tall, _ in boxes) // CELL**2


def test_one_ring_of_the_campaign_is_a_thousand() -> None:
    rings = rings_of(141_846, 300_000)
    assert (rings.each, rings.total, rings.filled) == (1_000, 300, 141)
    assert (rings.wide.width, rings.wide.height) == (600, 50)
    assert (rings.tall.width, rings.tall.height) == (300, 100)


@pytest.mark.parametrize(
    ("target", "each"), [(1, 1), (300, 1), (301, 2), (1_450, 5), (43_100, 200), (300_000, 1_000), (1_000_000, 5_000)]
)
def test_a_ring_is_a_round_amount(target: int, each: int) -> None:
    assert ring_size(target) == each


@given(value=st.integers(0, 2_000_000), target=st.integers(1, 2_000_000))
def test_rings_are_filled_only_when_whole_and_all_only_at_the_goal(value: int, target: int) -> None:
    rings = rings_of(value, target)
    assert 1 <= rings.total <= MOST
    assert rings.each * (rings.total - 1) < target <= rings.each * rings.total
    assert (rings.filled == rings.total) == (value >= target)
    if value < target:
        assert rings.filled * rings.each <= value
    for field in (rings.wide, rings.tall):
        assert covered(field.all) == rings.total
        assert covered(field.filled) == rings.filled
        assert field.done == (value >= target)


@given(value=st.integers(0, 299_999))
def test_the_ring_being_filled_is_the_next_one(value: int) -> None:
    rings = rings_of(value, 300_000)
    for field, rows in ((rings.wide, 5), (rings.tall, 10)):
        column, row = divmod(rings.filled, rows)
        assert (field.now_x, field.now_y) == (column * 10 + 5, row * 10 + 5)


def labels(field: Field) -> list[float]:
    return [mark.x for mark in field.marks]


@given(value=st.integers(0, 400_000), plan=st.integers(0, 400_000), target=st.integers(1, 400_000))
def test_labels_keep_clear_of_each_other(value: int, plan: int, target: int) -> None:
    rings = rings_of(value, target, plan)
    for field, room in ((rings.wide, 0.05), (rings.tall, 0.14)):
        assert field.plan_x is not None and 0 <= field.plan_x <= 1
        assert field.plan_label_x is not None and 0.1 < field.plan_label_x < 0.9
        place = field.plan_label_x if field.crowded else field.plan_x
        assert all(abs(x - place) > room for x in labels(field))


def test_the_marks_of_the_campaign() -> None:
    rings = rings_of(141_846, 300_000)
    assert [mark.value for mark in rings.wide.marks] == [0, 100_000, 200_000]
    assert [mark.value for mark in rings.tall.marks] == [0, 100_000]
    assert rings.wide.plan_x is None and not rings.wide.crowded


def test_a_plan_near_the_goal_changes_lines_with_its_label() -> None:
    rings = rings_of(299_635, 300_000, 228_895)
    assert rings.tall.crowded and not rings.wide.crowded


def test_nothing_filled_is_an_empty_path() -> None:
    assert cells(0, 5) == ""
    assert cells(5, 5) == "M0 0h10v50h-10z"
    assert cells(7, 5) == "M0 0h10v50h-10zM10 0h10v20h-10z"
