"""How long the rungs of counting take on PostgreSQL, at a million initiatives and at ten million of the same days."""

from __future__ import annotations

import os
import random
import secrets
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connections

from campaigns.counting.ladder import Ladder, Rung
from campaigns.tracking.contract import sql_scripts
from campaigns.tracking.session import ALIAS
from config.databases import tracking_database
from tools.bench.streams import processor
from tools.bench.table import NothingToMeasure, Table, ms, times

SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
SIZES = (1_000_000, 10_000_000)
DAYS, FIRST_LEVEL, UNITS, FIELDS = 144, 82, 1_000, 12  # 8 January to 31 May; the last of the days is today
NEW, REVIEWED = 20, 20  # rows between two ticks; each of the reviewed ones is of another day
TICKS, ROUNDS = 25, 3
WHAT = (
    "quiet tick",
    f"the first tick with {NEW} new rows and {REVIEWED} reviewed ones of {REVIEWED} days",
    "the next such ticks",
    "the slowest of them",
    "minute's rung",
    "full count",
    "nightly check",
)

# In the order of registration, from 7:00 to 19:00 on each day; every unit, field and status on every day.
FILL = f"""
SET session_replication_role = replica;
INSERT INTO registration.union_unit (id, code, parent_id, name, short_name, kind)
SELECT n, n, CASE WHEN n > {FIRST_LEVEL} THEN 1 + n % {FIRST_LEVEL} END, n, n,
       CASE WHEN n > {FIRST_LEVEL} THEN 'grassroots' ELSE 'province' END
FROM generate_series(1, {UNITS}) AS n;
INSERT INTO registration.field (id, code, name) SELECT n, n, n FROM generate_series(1, {FIELDS}) AS n;
INSERT INTO registration.initiative (unit_id, field_id, status, registered_at, updated_at)
SELECT 1 + (n * 7919) % {UNITS}, 1 + (n * 31) % {FIELDS},
       (ARRAY['submitted', 'reviewing', 'valid', 'valid', 'valid', 'rejected'])[1 + n * 13 % 6],
       moment, least(moment + n % 100 * interval '1 hour', now() - (120 + n % 10000) * interval '1 minute')
FROM generate_series(0::bigint, {{rows}} - 1) AS n, LATERAL (
    SELECT date_trunc('day', now() AT TIME ZONE 'Asia/Ho_Chi_Minh') AT TIME ZONE 'Asia/Ho_Chi_Minh'
           + (n * {DAYS} / {{rows}} - {DAYS - 1}) * interval '1 day' + interval '7 hours'
           + (n::float8 * {DAYS} / {{rows}} - n * {DAYS} / {{rows}}) * interval '12 hours'
) AS at (moment);
RESET session_replication_role;
"""  # noqa: S608 - constants
REGISTER = f"""
INSERT INTO registration.initiative (unit_id, field_id, status, registered_at)
SELECT 1 + (random() * {UNITS - 1})::int, 1 + (random() * {FIELDS - 1})::int, 'submitted', clock_timestamp()
FROM generate_series(1, %s)
"""  # noqa: S608 - constants
REVIEW = """
UPDATE registration.initiative SET status = CASE status WHEN 'valid' THEN 'rejected' ELSE 'valid' END
WHERE id = ANY(%s)
"""


@contextmanager
def software(rows: int) -> Iterator[psycopg.Connection[Any]]:
    """The registration software's side of a database of so many rows, which is gone afterwards; `tracking` reads it."""
    name = f"tu_hao_bench_{secrets.token_hex(4)}"
    url = urlunsplit(urlsplit(SERVER)._replace(path=f"/{name}"))
    with closing(psycopg.connect(SERVER, autocommit=True)) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            with closing(psycopg.connect(url, autocommit=True)) as owner, tracking_at(url):
                scripts = sql_scripts("postgresql")
                owner.execute(scripts["1_registration.sql"] + scripts["2_contract.sql"] + FILL.format(rows=rows))
                owner.execute("VACUUM ANALYZE")
                owner.execute("CHECKPOINT")
                yield owner
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def tracking_at(url: str) -> Iterator[None]:
    """Let the alias `tracking` lead there, as in production."""
    before, connection = connections.settings[ALIAS], connections[ALIAS]
    connections.settings[ALIAS] = connections.configure_settings(
        {**connections.settings, ALIAS: tracking_database(url)}
    )[ALIAS]
    del connections[ALIAS]
    try:
        yield
    finally:
        connections[ALIAS].close()
        connections.settings[ALIAS] = before
        connections[ALIAS] = connection


@dataclass(frozen=True)
class Took:
    """Milliseconds of one look, and how many of them the two processes worked: the rest they waited for a core."""

    wall: float
    work: float


def measure(rows: int) -> list[Took]:
    """In the order of WHAT. The ladder's clock stands still, so that no rung comes by itself."""
    with software(rows) as owner:
        ladder = Ladder(lambda: 0.0)
        ladder.look()
        quiet = [_took(ladder.look) for _ in range(TICKS)]
        first, *later = _busy_ticks(owner, ladder, rows)
        others = [partial(ladder.look, Rung.MINUTE), partial(ladder.look, Rung.FULL), partial(ladder.look, check=True)]
        rounds = [[_took(work) for _ in range(ROUNDS)] for work in others]
        slowest = max(later, key=lambda one: one.work)
        return [_median(quiet), first, _median(later), slowest, *map(_median, rounds)]


def _busy_ticks(owner: psycopg.Connection[Any], ladder: Ladder, rows: int) -> list[Took]:
    """What each tick takes after new rows, and one reviewed row on each of some older days: always the same days."""
    choice = random.Random(2022)  # noqa: S311 - the same rows each time
    per_day = rows // DAYS
    days = choice.sample(range(1, DAYS - 8), REVIEWED)  # rows are numbered in the order of registration
    took = []
    for _ in range(TICKS):
        owner.execute(REGISTER, [NEW])
        owner.execute(REVIEW, [[day * per_day + choice.randrange(per_day) for day in days]])
        took.append(_took(ladder.look))
    return took


def _median(took: list[Took]) -> Took:
    return Took(statistics.median(one.wall for one in took), statistics.median(one.work for one in took))


def _took(work: Callable[[], object]) -> Took:
    pids = os.getpid(), connections[ALIAS].connection.info.backend_pid
    ran, began = sum(processor(pid)[0] for pid in pids), time.perf_counter()
    work()
    wall = time.perf_counter() - began
    return Took(wall * 1000, (sum(processor(pid)[0] for pid in pids) - ran) * 1000)


def bench() -> Table:
    """Each size in a database of its own on this machine's server. Raises NothingToMeasure where none answers."""
    try:
        psycopg.connect(SERVER, connect_timeout=3).close()
    except psycopg.OperationalError:
        raise NothingToMeasure("ladder: no PostgreSQL answers at TEST_POSTGRES_URL, so it is not measured") from None
    measured = [measure(rows) for rows in SIZES]
    return Table(
        "Counting on PostgreSQL",
        f"Milliseconds of one look at {DAYS} days, {UNITS:,} units and {FIELDS} fields, in a database made by the"
        f" contract's SQL: median of {TICKS} ticks, of {ROUNDS} others. Work: what the collector and its server process"
        " ran; the ratio is of work.",
        ["what", *(cell for rows in SIZES for cell in (f"{rows:,} initiatives", "work")), "ratio"],
        [
            [what, *(ms(value) for one in took for value in (one.wall, one.work)), times(took[-1].work, took[0].work)]
            for what, *took in zip(WHAT, *measured, strict=True)
        ],
    )
