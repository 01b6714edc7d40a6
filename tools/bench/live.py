"""How many counter documents one core answers, beside the same document from a plain Django view."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tools.bench.server import HEADLINE, copy_of_demo, free_port, live_command, load, plain_command, running
from tools.bench.table import Table, ms, times

CLIENTS, SECONDS = 64, 5.0


def bench() -> Table:
    """The headline to 64 clients that ask again at once; each server is one process on one core."""
    rows: list[list[str]] = []
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        database = copy_of_demo(Path(folder))
        for name, command in (("plain Django view, gunicorn", plain_command), ("live app, uvicorn", live_command)):
            port = free_port()
            with running(command(port), port, database):
                load(port, HEADLINE, CLIENTS, 1.0)
                took = sorted(load(port, HEADLINE, CLIENTS, SECONDS))
            rate = len(took) / SECONDS
            slowest = slowest or rate
            rows.append([name, f"{rate:,.0f}", times(rate, slowest), ms(took[int(len(took) * 0.99)] * 1000)])
    return Table(
        "Counter documents",
        f"{HEADLINE} to {CLIENTS} clients for {SECONDS:.0f} s; one process on one core, the clients on the others.",
        ["served by", "requests a second", "against the view", "p99 ms"],
        rows,
    )
