"""Nothing writes to the tracking database: the router refuses, and where it is not asked the connection does."""

import sqlite3
from pathlib import Path

import pytest
from django.db import DatabaseError, connections, transaction

from campaigns.models import Cluster
from campaigns.tracking.models import Field, SubmissionFact, Unit
from config.routers import TrackingIsReadOnly
from tests.tracking_fixtures import NOON, TrackingFile, migrate_tracking

pytestmark = pytest.mark.django_db(databases=["default", "tracking"])


@pytest.fixture(autouse=True)
def _with_facts(tracking: TrackingFile) -> None:
    tracking.register("01", NOON, times=3)


def test_views_are_read_through_the_alias() -> None:
    assert Unit.objects.get(code="01-A").parent_code == "01"
    assert SubmissionFact.objects.counted().count() == 3


def test_the_router_refuses_writes_of_the_models() -> None:
    with pytest.raises(TrackingIsReadOnly, match=r"tracking\.Field"):
        Field.objects.create(code="X", name="X")
    with pytest.raises(TrackingIsReadOnly):
        SubmissionFact.objects.all().delete()
    with pytest.raises(TrackingIsReadOnly):
        SubmissionFact.objects.update(status="rejected")
    with pytest.raises(TrackingIsReadOnly):
        Unit.objects.get(code="01").save()


def test_the_connection_refuses_where_the_router_is_not_asked() -> None:
    with pytest.raises(DatabaseError):
        Field.objects.using("tracking").create(code="X", name="X")
    with pytest.raises(DatabaseError):
        Cluster(code="x", name="X").save(using="tracking")


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO field (code, name) VALUES ('X', 'X')",
        "UPDATE initiative SET status = 'rejected'",
        "DELETE FROM initiative",
        "DROP TABLE initiative",
        "CREATE TABLE mine (id integer)",
        "CREATE TABLE main.django_migrations (id integer)",
        "CREATE TEMP TABLE mine (id integer)",
        "PRAGMA user_version = 7",
        "PRAGMA query_only = OFF",
        "PRAGMA writable_schema = ON",
        "VACUUM",
        "VACUUM INTO '{other}'",
        "ATTACH DATABASE '{path}' AS twice",
        "ATTACH DATABASE 'file:{path}?mode=rw' AS twice",
        "ATTACH DATABASE '{other}' AS other",
    ],
)
def test_raw_sql_is_refused(sql: str, tracking: TrackingFile) -> None:
    other = tracking.path.with_name("other.sqlite3")
    with connections["tracking"].cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute(sql.format(path=tracking.path, other=other))
    assert tracking.run("SELECT count(*) FROM initiative WHERE status = 'valid'") == [(3,)]
    assert not other.exists()


def test_nothing_is_migrated_there(tracking: TrackingFile) -> None:
    before = tracking.run("SELECT name FROM sqlite_master ORDER BY name")
    with pytest.raises(DatabaseError):
        migrate_tracking()
    assert tracking.run("SELECT name FROM sqlite_master ORDER BY name") == before


def test_the_models_have_no_tables_in_the_sites_own_database() -> None:
    assert not [name for name in connections["default"].introspection.table_names() if name.startswith("cms_v1")]


def test_a_missing_file_is_not_made(tracking: TrackingFile) -> None:
    connections["tracking"].close()
    tracking.path.unlink()
    with pytest.raises(DatabaseError):
        Unit.objects.count()
    assert not tracking.path.exists()


def test_a_write_ahead_log_is_read_and_left_alone(tracking: TrackingFile) -> None:
    writer = sqlite3.connect(tracking.path)
    writer.execute("PRAGMA journal_mode = WAL")
    with writer:
        writer.execute("DELETE FROM initiative WHERE id = 1")
    assert Path(f"{tracking.path}-wal").stat().st_size > 0
    with transaction.atomic(using="tracking"):
        assert SubmissionFact.objects.count() == 2
        with writer:
            writer.execute("DELETE FROM initiative WHERE id = 2")
        assert SubmissionFact.objects.count() == 2, "one transaction sees one moment"
    assert SubmissionFact.objects.count() == 1
    writer.close()
