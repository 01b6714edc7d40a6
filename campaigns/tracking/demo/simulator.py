"""Keeps the demo's tracking database alive: initiatives come in, are reviewed, rejected, moved and deleted.

Everything happens on the demo's clock, in short transactions, so that readers never wait for long.
"""

import logging
import sqlite3
import time
from bisect import bisect_right
from contextlib import closing
from itertools import accumulate
from pathlib import Path
from random import Random
from threading import Event

from campaigns.tracking.demo import history
from campaigns.tracking.demo.build import field_ids
from campaigns.tracking.demo.file import LEASH, DemoFileError, open_demo, set_clock

logger = logging.getLogger("campaigns.tracking.demo")

DEFAULT_RATE = 1.5  # initiatives per second: from 299.635 to 300.000 in about four minutes
STEP = 0.5  # seconds between two transactions
RECENT = 30_000  # newest initiatives that reviewing and the rest look among

# What else happens for each initiative that comes in: how often, to one in which status, and what.
_CHANGES = (
    (1.0, "submitted", "UPDATE initiative SET status = 'reviewing' WHERE id = :id"),
    (0.95, "reviewing", "UPDATE initiative SET status = 'valid' WHERE id = :id"),
    (0.025, "reviewing", "UPDATE initiative SET status = 'rejected' WHERE id = :id"),
    (0.01, "submitted", "UPDATE initiative SET unit_id = :unit WHERE id = :id"),
    (0.005, "submitted", "UPDATE initiative SET deleted_at = :now WHERE id = :id"),
    (0.002, "submitted", "DELETE FROM initiative WHERE id = :id"),
)


class Simulator:
    """Writes to one open demo database. `seed` makes what happens repeatable for equal steps."""

    def __init__(self, connection: sqlite3.Connection, rate: float, seed: str | None = None) -> None:
        self._connection = connection
        self._rate = rate
        self._random = Random(seed)  # noqa: S311 - chance for a demo
        self._units: dict[str, int] = dict(connection.execute("SELECT code, id FROM union_unit").fetchall())
        self._fields = field_ids(connection)
        weights = history.recent_weights()
        self._codes = list(weights)
        self._bounds = list(accumulate(weights.values()))

    def step(self, seconds: float) -> int:
        """Live through the last `seconds` in one transaction, and return how many initiatives came in."""
        arrivals = self._happenings(self._rate * seconds)
        self._connection.execute("BEGIN IMMEDIATE")
        with self._connection:
            now = set_clock(self._connection)
            for _ in range(arrivals):
                self._register(now)
            for share, status, sql in _CHANGES:
                for _ in range(self._happenings(self._rate * seconds * share)):
                    self._change(status, sql, now)
        return arrivals

    def _happenings(self, expected: float) -> int:
        """How often something happens that happens `expected` times on average (Poisson)."""
        count, moment = 0, self._random.expovariate(1)
        while moment < expected:
            count, moment = count + 1, moment + self._random.expovariate(1)
        return count

    def _unit(self) -> str:
        return self._codes[bisect_right(self._bounds, self._random.random() * self._bounds[-1])]

    def _register(self, now: str) -> None:
        code = self._unit()
        unit = self._units[history.leaf(code, self._random.random())]
        field = self._fields[history.field(code, self._random.random())]
        self._connection.execute(
            "INSERT INTO initiative (unit_id, field_id, registered_at, updated_at) VALUES (?, ?, ?, ?)",
            (unit, field, now, now),
        )

    def _change(self, status: str, sql: str, now: str) -> None:
        newest = self._connection.execute("SELECT coalesce(max(id), 0) FROM initiative").fetchone()[0]
        one = self._connection.execute(
            "SELECT id FROM initiative WHERE id >= ? AND status = ? AND deleted_at IS NULL ORDER BY id LIMIT 1",
            (newest - int(self._random.random() * RECENT), status),
        ).fetchone()
        if one is not None:
            self._connection.execute(sql, {"id": one[0], "unit": self._units[self._unit()], "now": now})


def simulate_until(stop: Event, path: Path, rate: float, seed: str | None = None) -> None:
    """Keep the demo at `path` alive until `stop` is set, at `rate` initiatives per second on average.

    Waits where another program keeps the file locked. Raises DemoFileError for anything but a demo of this project,
    and when the file is taken away.
    """
    with closing(open_demo(path)) as connection:
        opened = path.stat().st_ino
        simulator = Simulator(connection, rate, seed)
        before, waiting = time.monotonic(), False
        while not stop.wait(STEP):
            if not path.exists() or path.stat().st_ino != opened:
                raise DemoFileError(f"{path} was removed or replaced: nothing more is written")
            now = time.monotonic()
            try:
                simulator.step(min(now - before, LEASH))
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise DemoFileError(f"{path} cannot be written: {error}") from error
                if not waiting:
                    logger.warning("%s is locked by another program; waiting", path.name)
                waiting = True
                continue
            before, waiting = now, False
