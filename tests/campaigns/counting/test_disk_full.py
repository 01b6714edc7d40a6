"""A disk that is full while a snapshot is written: the pass says so, writes nothing in part, and the next one is right.

SQLite itself refuses here (`max_page_count`), with the very error and in the very places of a full disk.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from campaigns.counting.collector import Collector
from campaigns.models import CounterSnapshot, DayClose
from config.databases import database
from tests.tracking_fixtures import NOON, TrackingFile, alias_at, make_forty_days, own_tables

pytestmark = pytest.mark.django_db(databases=["default", "tracking"])


@pytest.fixture
def own_file(tmp_path: Path) -> Iterator[None]:
    """The site's own database in a file, whose size can be limited."""
    with alias_at("default", database(f"sqlite:///{tmp_path / 'cms.sqlite3'}")), own_tables():
        yield


def pages(pragma: str) -> int:
    with connections["default"].cursor() as cursor:
        cursor.execute(f"PRAGMA {pragma}")
        return int(cursor.fetchone()[0])


def test_a_full_disk_costs_one_pass(tracking: TrackingFile, own_file: None) -> None:
    make_forty_days()
    tracking.register("01", NOON, times=20)
    collector = Collector()
    assert not collector.run().problem
    before = list(CounterSnapshot.objects.values_list("epoch", "seq", "count"))
    closes = DayClose.objects.count()

    taken = pages("page_count")

    def limit(connection: BaseDatabaseWrapper, **_signal: object) -> None:
        if connection.alias == "default":
            connection.connection.execute(f"PRAGMA max_page_count = {taken}")

    connections["default"].close()
    connection_created.connect(limit)
    try:
        refused = ""
        for _pass in range(200):  # what is free within the file's pages is used up first
            tracking.register("01", NOON)
            refused = collector.run().problem
            if refused:
                break
    finally:
        connection_created.disconnect(limit)
        connections["default"].close()
    assert "full" in refused, refused
    held = list(CounterSnapshot.objects.values_list("epoch", "seq", "count"))
    assert set(before) <= set(held)
    assert max(count for _epoch, _seq, count in held) < tracking_rows(tracking)
    assert DayClose.objects.count() >= closes

    assert not collector.run().problem
    newest = CounterSnapshot.objects.first()
    assert newest is not None
    assert newest.count == tracking_rows(tracking)


def tracking_rows(tracking: TrackingFile) -> int:
    return int(tracking.run("SELECT count(*) FROM initiative WHERE status <> 'rejected' AND deleted_at IS NULL")[0][0])
