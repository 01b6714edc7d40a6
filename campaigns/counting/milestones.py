"""Which round numbers a count has passed. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date

STEPS = ((1_000_000, 50_000), (None, 100_000))
"""Up to which number one milestone follows another at which distance."""


def amounts(count: int, goal: int | None) -> Iterator[int]:
    """Every milestone up to `count`, the least first; the goal among them, round or not."""
    found = set()
    amount, steps = 0, iter(STEPS)
    limit, step = next(steps)
    while (amount := amount + step) <= count:
        found.add(amount)
        if limit is not None and amount >= limit:
            limit, step = next(steps)
    if goal and goal <= count:
        found.add(goal)
    yield from sorted(found)


def day_of(amount: int, totals: Iterable[tuple[date, int]]) -> date | None:
    """The first day at whose end `totals` (day, held) had reached `amount`."""
    return next((day for day, held in totals if held >= amount), None)
