"""What a bench gives back: a table for docs/benchmarks.md, and the clock that all of them use."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass


class NothingToMeasure(Exception):
    """What a bench measures is not on this machine. The message is one line."""


@dataclass(frozen=True)
class Table:
    """One bench's figures under a heading; `note` says what was measured and how."""

    heading: str
    note: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]

    def markdown(self) -> str:
        """As it stands in docs/benchmarks.md: the first column to the left, figures to the right."""
        rule = ["---", *("---:" for _ in self.columns[1:])]
        lines = (f"| {' | '.join(cells)} |" for cells in (self.columns, rule, *self.rows))
        return f"## {self.heading}\n\n{self.note}\n\n" + "\n".join(lines) + "\n"


def median_ms(work: Callable[[], object], rounds: int) -> float:
    """Median duration of `work` in milliseconds over some rounds, after one that only warms up."""
    work()
    durations = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        durations.append(time.perf_counter() - began)
    return statistics.median(durations) * 1000


def ms(value: float) -> str:
    """Milliseconds as a cell."""
    return f"{value:.1f}"


def times(value: float, base: float) -> str:
    """How many times the base a value is, which says more than either where the machine is busy."""
    return f"{value / base:.2f}×"


def kib(octets: int) -> str:
    """A size in KiB as a cell."""
    return f"{octets / 1024:.1f}"
