"""How long a page takes to be made, uncached, and how many queries it asks."""

from __future__ import annotations

from functools import partial

from django.db import connection
from django.test.utils import CaptureQueriesContext

from tools.bench.site import addresses, fetch
from tools.bench.table import Table, median_ms, ms, times

ROUNDS = 15


def bench() -> Table:
    """Pages through Django's whole stack, without a server and without a cache."""
    paths = addresses()
    durations = {name: median_ms(partial(fetch, path), ROUNDS) for name, path in paths.items()}
    rows = []
    for name, path in paths.items():
        with CaptureQueriesContext(connection) as queries:
            fetch(path)
        rows.append([name, ms(durations[name]), times(durations[name], durations["home"]), str(len(queries))])
    return Table(
        "Pages, uncached",
        f"One process, every middleware, no server, Django's cache emptied before each: median of {ROUNDS}.",
        ["what", "ms", "against home", "queries"],
        rows,
    )
