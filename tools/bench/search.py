"""How long searches and suggestions take among 50,000 pages, on SQLite and, where it is to be had, PostgreSQL.

The pages are made of sentences of the demo. They are asked for through Django's whole stack, uncached, each question
once: common words that nearly every page has, rare ones, several, phrases, filters, deep pages, errors of typing.
`TEST_POSTGRES_URL` names a server where databases may be made; BENCH_SEARCH_PAGES another number of pages.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tools.bench.table import NothingToMeasure, Table, ms
from tools.with_django import ROOT

POSTGRES = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
PAGES = int(os.environ.get("BENCH_SEARCH_PAGES", "50000"))


def bench() -> Table:
    """The middle, the 95th percentile and the slowest, for each database."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        databases = {"SQLite": f"sqlite:///{Path(folder) / 'search.sqlite3'}"}
        if made := _new_database():
            databases["PostgreSQL"] = made
        for name, url in databases.items():
            rows += [[f"{name}: {row[0]}", *row[1:]] for row in _measured(url)]
    if not rows:
        raise NothingToMeasure("search: no database")
    return Table(
        f"Search among {PAGES:,} pages".replace(",", "."),
        "One process, every middleware, no server, uncached, every question once after one round that warms up. What a"
        " page of results takes beside “the page alone” is the search's own; the rest tells the machine's hour.",
        ["what", "median ms", "p95 ms", "slowest ms", "questions"],
        rows,
    )


def _new_database() -> str:
    """The address of an empty PostgreSQL database, made anew; empty where no server answers."""
    import psycopg

    server, _slash, _name = POSTGRES.rpartition("/")
    try:
        with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=3) as connection:
            connection.execute("DROP DATABASE IF EXISTS bench_search")
            connection.execute("CREATE DATABASE bench_search")
    except psycopg.OperationalError:
        return ""
    return f"{server}/bench_search"


def _measured(url: str) -> list[list[str]]:
    """What a process of its own measures on a database: Django chooses the search's tables when it starts."""
    done = subprocess.run(
        [sys.executable, "-m", "tools.bench.search_in_process", str(PAGES)],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    measured: dict[str, list[float]] = json.loads(done.stdout.splitlines()[-1])
    return [[what, *(ms(value) for value in values[:3]), str(round(values[3]))] for what, values in measured.items()]
