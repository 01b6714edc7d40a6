"""A live process per test, on a database that is made once."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

from tests.live_process import LiveProcess, make_database


@pytest.fixture(scope="session")
def empty_cms(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Path:
    cms: Path = tmp_path_factory.mktemp("live") / "cms.sqlite3"
    make_database(cms, django_db_blocker)
    return cms


@pytest.fixture
def live(tmp_path: Path, empty_cms: Path) -> Iterator[LiveProcess]:
    """Not started yet: a test may want an environment of its own."""
    cms = tmp_path / "cms.sqlite3"
    shutil.copy(empty_cms, cms)
    process = LiveProcess(tmp_path, cms)
    yield process
    if process.process is not None and process.process.poll() is None:
        process.stop()
