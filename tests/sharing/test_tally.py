"""Counting in memory: every visit once, whoever comes at the same time and whatever the database does."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import OperationalError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sharing.marks import Source
from sharing.models import ShareTotal
from sharing.networks import MEDIUMS, SOURCES
from sharing.tally import Tally, Total, write

ZALO = Source("zalo", "share")
VISITS = st.lists(
    st.tuples(
        st.integers(1, 3), st.sampled_from(["", "79"]), st.sampled_from(list(SOURCES)[:3]), st.sampled_from(MEDIUMS)
    ),
    max_size=40,
)


class TestWhatIsWritten(TestCase):
    @settings(max_examples=25)
    @given(batches=st.lists(VISITS, max_size=4))
    def test_the_days_totals_are_the_visits_however_they_were_split(
        self, batches: list[list[tuple[int, str, str, str]]]
    ) -> None:
        tally, expected = Tally(write, 0), Counter[tuple[int, str, str, str]]()
        for batch in batches:
            for page, part, network, medium in batch:
                tally.add(page, part, Source(network, medium))
            expected.update(batch)
            tally.flush()
        rows = ShareTotal.objects.values_list("page", "part", "network", "medium", "visits", "day")
        assert {row[:4]: row[4] for row in rows} == dict(expected)
        assert {row[5] for row in rows} <= {timezone.localdate()}


def test_nothing_is_lost_among_threads() -> None:
    kept: Counter[Total] = Counter()
    tally = Tally(kept.update, 0)
    with ThreadPoolExecutor(8) as crowd:
        for number in range(2000):
            crowd.submit(tally.add, number % 5, "", ZALO)
            if number % 100 == 0:
                tally.flush()
    tally.flush()
    assert kept.total() == 2000 and len(kept) == 5


def test_it_is_written_after_a_while_without_anybody_asking() -> None:
    kept: Counter[Total] = Counter()
    written = Event()

    def keep(counts: Counter[Total]) -> None:
        kept.update(counts)
        written.set()

    tally = Tally(keep, 0.01)
    tally.add(1, "", ZALO)
    assert written.wait(20) and kept.total() == 1
    written.clear()
    tally.add(1, "", ZALO)
    assert written.wait(20) and kept.total() == 2


def test_what_a_database_refuses_waits_for_the_next_time(caplog: pytest.LogCaptureFixture) -> None:
    kept: Counter[Total] = Counter()
    away = True

    def keep(counts: Counter[Total]) -> None:
        if away:
            raise OperationalError("database or disk is full")
        kept.update(counts)

    tally = Tally(keep, 0)
    tally.add(1, "", ZALO)
    tally.flush()
    tally.add(1, "", ZALO)
    assert "1 visits by shared links could not be written" in caplog.text
    away = False
    tally.flush()
    assert kept.total() == 2


def test_invented_pages_never_fill_the_memory() -> None:
    kept: Counter[Total] = Counter()
    tally = Tally(kept.update, 0, room=10)
    for page in range(50):
        tally.add(page, "", ZALO)
    tally.add(3, "", ZALO)
    tally.flush()
    assert len(kept) == 10 and kept.total() == 11
