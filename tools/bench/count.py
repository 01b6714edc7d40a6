"""How long the collector takes to read the demo's tracking database once."""

from __future__ import annotations

from functools import partial

from campaigns.counting.ladder import Ladder, Rung
from campaigns.tracking.models import SubmissionFact
from tools.bench.site import fetch
from tools.bench.table import Table, median_ms, ms, times

ROUNDS = 5


def bench() -> Table:
    """Check the contract, then group every initiative by unit, field and day: what a full look costs."""
    reading = median_ms(partial(Ladder().look, Rung.FULL), ROUNDS)
    page = median_ms(partial(fetch, "/"), ROUNDS)
    return Table(
        "The collector's reading",
        f"The contract checked and every initiative counted, from a connection of its own: median of {ROUNDS}.",
        ["initiatives in the database", "ms", "against home"],
        [[f"{SubmissionFact.objects.count():,}", ms(reading), times(reading, page)]],
    )
