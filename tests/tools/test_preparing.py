"""`tools.prepare`: surroundings that cannot work are said in one line, without a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from pytest_django import Settings

from search.indexing import forget_everything
from search.models import Document
from tests.factories import StoryPageFactory
from tools import prepare

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "a database address is not understood"),
        ("postgres://nobody@127.0.0.1:1/nothing", "the database cannot be used"),
        ("sqlite:////nowhere/at/all.sqlite3", "the database cannot be used"),
    ],
)
def test_a_database_that_cannot_be_used(address: str, said: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tools.prepare", "8000"],
        cwd=PROJECT,
        env={**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "config.settings.dev"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1, done.stderr
    assert said in done.stderr


def test_a_changed_static_file_changes_the_fingerprint(tmp_path: Path, settings: Settings) -> None:
    style = tmp_path / "style.css"
    style.write_text("p {}")
    settings.STATICFILES_DIRS = [tmp_path]
    before = prepare.static_fingerprint()
    assert prepare.static_fingerprint() == before
    style.write_text("p { color: red }")
    assert prepare.static_fingerprint() != before


@pytest.mark.django_db
def test_pages_older_than_the_search_are_found_after_an_update() -> None:
    story = StoryPageFactory(title="Cữ nam châm")
    forget_everything()
    prepare.index()
    assert Document.objects.filter(pk=story.pk).exists()
