"""The field of rings: a number against its target, drawn so that one ring is always the same amount.

Logo, progress bar and chart in one. Rings stand in columns, filled from the left; the ring that is
being filled now is drawn apart. Coordinates are SVG units; one ring takes a square of `CELL`.
"""

from dataclasses import dataclass

CELL = 10
MOST = 300
"""No field has more rings than this: 300 rings of 1.000 are the campaign's 300.000."""
WIDE_ROWS, TALL_ROWS = 5, 10
LABEL_ROOM = {WIDE_ROWS: 0.84, TALL_ROWS: 0.6}
"""Marks on the axis stop here, so that they keep clear of the goal's own label at the right."""
PLAN_ROOM = {WIDE_ROWS: 0.12, TALL_ROWS: 0.28}
"""The plan's label keeps this far from both ends, so that it never leaves a narrow screen."""
MARK_ROOM = {WIDE_ROWS: 0.05, TALL_ROWS: 0.14}
"""A mark on the axis nearer than this to the plan's would be crossed by it, and is left out."""


@dataclass(frozen=True)
class Mark:
    """A number on the axis under the field; `x` is its place as a share of the field's width."""

    x: float
    value: int


@dataclass(frozen=True)
class Field:
    """One way to lay out the rings: five rows on wide screens, ten on narrow ones.

    `all` and `filled` are SVG paths over whole cells, to be painted with a pattern of one ring a cell; `now_x` and
    `now_y` are the centre of the ring being filled, where it would be if the field is full (`done`). `plan_x` is where
    an even pace would be, `plan_label_x` where its words stand; both are shares of the width, None without a plan.
    """

    width: int
    height: int
    all: str
    filled: str
    done: bool
    now_x: int
    now_y: int
    marks: list[Mark]
    end_x: float
    plan_x: float | None
    plan_label_x: float | None
    crowded: bool
    """Whether the plan stands where the goal's label does, so that the two labels change lines."""


@dataclass(frozen=True)
class Rings:
    """A number in rings of `each` initiatives: `filled` of `total`, in both layouts."""

    each: int
    total: int
    filled: int
    wide: Field
    tall: Field


def rings_of(value: int, target: int, plan: int | None = None) -> Rings:
    """The rings of `value` against a `target` of at least 1; beyond the target the field is simply full."""
    each = ring_size(target)
    total = -(-target // each)
    filled = total if value >= target else min(total - 1, value // each)
    return Rings(
        each=each,
        total=total,
        filled=filled,
        wide=_field(WIDE_ROWS, each, total, filled, target, plan),
        tall=_field(TALL_ROWS, each, total, filled, target, plan),
    )


def ring_size(target: int) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50… of which at most MOST make the target."""
    scale = 1
    while True:
        for step in (1, 2, 5):
            if -(-target // (step * scale)) <= MOST:
                return step * scale
        scale *= 10


def _field(rows: int, each: int, total: int, filled: int, target: int, plan: int | None) -> Field:
    columns = -(-total // rows)
    whole = columns * rows * each
    plan_x = min(plan, target) / whole if plan is not None else None
    crowded = plan_x is not None and plan_x > LABEL_ROOM[rows]
    label_x = min(1 - PLAN_ROOM[rows], max(PLAN_ROOM[rows], plan_x)) if plan_x is not None else None
    kept_clear, distance = plan_x, MARK_ROOM[rows]
    if crowded:
        kept_clear, distance = label_x, PLAN_ROOM[rows] + MARK_ROOM[rows] / 2
    return Field(
        width=columns * CELL,
        height=min(rows, total) * CELL,
        all=cells(total, rows),
        filled=cells(filled, rows),
        done=filled >= total,
        now_x=filled // rows * CELL + CELL // 2,
        now_y=filled % rows * CELL + CELL // 2,
        marks=[
            Mark(mark / whole, mark)
            for mark in range(0, target, axis_step(target))
            if mark / whole <= LABEL_ROOM[rows] and (kept_clear is None or abs(mark / whole - kept_clear) > distance)
        ],
        end_x=target / whole,
        plan_x=plan_x,
        plan_label_x=label_x,
        crowded=crowded,
    )


def axis_step(target: int) -> int:
    """A round distance between the marks of an axis up to `target`: three to seven of them."""
    scale = 1
    while True:
        for step in (1, 2, 5):
            if target / (step * scale) <= 4:
                return step * scale
        scale *= 10


def cells(count: int, rows: int) -> str:
    """The SVG path over the first `count` cells: whole columns, then the last one from its top."""
    column, row = divmod(count, rows)
    return _box(0, column, rows) + _box(column, 1, row)


def _box(column: int, columns: int, rows: int) -> str:
    if not columns or not rows:
        return ""
    return f"M{column * CELL} 0h{columns * CELL}v{rows * CELL}h-{columns * CELL}z"
