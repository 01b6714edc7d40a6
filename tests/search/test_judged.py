"""Judged queries over a realistic site: search must find what people mean, the same on SQLite and on PostgreSQL.

`RECORD_JUDGED=1` writes what is found now to judged/results.json, which the next commit then shows as a difference.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.search.judging import found_by, load_corpus, queries, reciprocal_ranks, record, recorded

pytestmark = pytest.mark.django_db

GOOD = 0.9
MOST_LOST = 2


@pytest.fixture(scope="module")
def _loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The corpus, loaded once for this module and rolled back after it."""
    folder: Path = tmp_path_factory.mktemp("judged")
    with django_db_blocker.unblock(), transaction.atomic():
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(django_settings, "MEDIA_ROOT", folder)
            patch.setattr(django_settings, "DEMO_LOGINS", folder / "logins.json")
            load_corpus()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def corpus(_loaded: None, clean_slate: None) -> None:
    """Each test sees the corpus."""


def test_there_are_enough_of_them() -> None:
    judged = queries()
    assert len(judged["vi"]) + len(judged["en"]) >= 200
    assert all(answers for language in ("vi", "en") for answers in judged[language].values())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_people_find_what_they_mean(language: str) -> None:
    ranks = dict(reciprocal_ranks(language))
    worst = sorted((rank, asked) for asked, rank in ranks.items() if rank < 1)
    assert sum(ranks.values()) / len(ranks) >= GOOD, worst
    assert sum(rank == 0 for rank, _asked in worst) <= MOST_LOST, worst


def test_every_database_finds_the_same_in_the_same_order() -> None:
    found = {language: {asked: found_by(asked, language) for asked in queries()[language]} for language in ("vi", "en")}
    if os.environ.get("RECORD_JUDGED"):
        record(found)
    assert found == recorded()


def test_what_must_not_be_found_is_not(subtests: pytest.Subtests) -> None:
    for asked, page in queries()["never"].items():
        with subtests.test(asked=asked):
            assert page not in found_by(asked, "vi")
