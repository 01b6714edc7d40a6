"""Search and the desk on a real PostgreSQL on this machine, in a database of their own that is dropped again.

modelsearch chooses its tables by the default database when Django starts, so these tests run in a process of their
own with `DATABASE_URL` set.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.services

ROOT = Path(__file__).parents[2]
SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres").rpartition("/")[0]
"""Where tests may make databases; the name of one is put behind it."""


@pytest.mark.parametrize(
    ("name", "tests"),
    [
        (
            "search",
            [
                "tests/search/on_postgres.py",
                "tests/search/test_counts.py",
                "tests/search/test_facets.py",
                "tests/search/test_paging.py",
                "tests/search/test_judged.py",
                "tests/search/test_results_page.py",
                "tests/search/test_words.py",
            ],
        ),
        (
            "desk",
            [
                "tests/publishing/on_postgres.py",
                "tests/campaigns/desk",
                "tests/campaigns/test_admin.py",
                "tests/stories/test_restricted_address.py",
            ],
        ),
    ],
)
def test_on_postgresql(name: str, tests: list[str]) -> None:
    command = [sys.executable, "-m", "pytest", "-q", "--create-db", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [*command, *tests],
        cwd=ROOT,
        env={**os.environ, "DATABASE_URL": f"{SERVER}/{name}_{os.getpid()}"},
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
