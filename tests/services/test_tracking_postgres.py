"""The contract, the reader's role and the collector on a real PostgreSQL.

`TEST_POSTGRES_URL` says where: a server on this machine and a role that may make databases and roles. The tests make
a database of their own and take it away again; nothing else on the server is touched.
"""

import os
import secrets
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import DatabaseError, connections

from campaigns.counting.collector import Collector
from campaigns.counting.ladder import Ladder
from campaigns.models import (
    Campaign,
    Hold,
)
from campaigns.tracking.contract import LOCAL, sql_scripts
from campaigns.tracking.models import Field, SubmissionFact
from campaigns.tracking.models import Unit as TrackingUnit
from campaigns.tracking.session import consistent_reading
from config.databases import database
from tests.campaigns.counting.machine import Fact, drive
from tests.tracking_fixtures import (
    NOON,
    UNITS,
    alias_at,
    check,
    make_forty_days,
    migrate_tracking,
    own_tables,
    tracking_at,
)

pytestmark = [pytest.mark.services, pytest.mark.django_db(databases=["default", "tracking"])]

SERVER = os.environ.get("TEST_POSTGRES_URL", "postgresql://postgres@127.0.0.1:5432/postgres")


class Registration:
    """The registration software's side: the owner of the tables."""

    def __init__(self, name: str) -> None:
        self.name = name

    def url(self, user: str | None = None) -> str:
        parts = urlsplit(SERVER)
        netloc = parts.netloc if user is None else f"{user}@{parts.hostname}:{parts.port or 5432}"
        return urlunsplit((parts.scheme, netloc, f"/{self.name}", parts.query, ""))

    def connect(self) -> "psycopg.Connection[tuple[Any, ...]]":
        return psycopg.connect(self.url(), autocommit=True)

    def run(self, sql: str, *parameters: Any) -> list[tuple[Any, ...]]:
        with closing(self.connect()) as connection:
            cursor = connection.execute(sql, parameters)
            return cursor.fetchall() if cursor.description else []

    def script(self, sql: str) -> None:
        with closing(self.connect()) as connection:
            connection.execute(sql)

    def register(self, unit: str, at: datetime, times: int = 1, **columns: Any) -> None:
        values = {"status": "valid", "deleted_at": None, **columns}
        self.run(
            "INSERT INTO registration.initiative (unit_id, registered_at, status, deleted_at)"
            " SELECT unit.id, %s, %s, %s FROM registration.union_unit AS unit, generate_series(1, %s)"
            " WHERE unit.code = %s",
            *(at, values["status"], values["deleted_at"], times, unit),
        )


@pytest.fixture(scope="module")
def database_of_the_software() -> Iterator[Registration]:
    """A database made by the contract's SQL, the reader's role included."""
    name = f"tu_hao_test_{secrets.token_hex(4)}"
    with closing(psycopg.connect(SERVER, autocommit=True)) as server:
        had_role = server.execute("SELECT FROM pg_roles WHERE rolname = 'cms_reader'").fetchone() is not None
        server.execute(f"CREATE DATABASE {name}")
        try:
            owner = Registration(name)
            for script in sql_scripts("postgresql").values():
                owner.script(script)
            for code, parent, kind in UNITS:
                owner.run(
                    "INSERT INTO registration.union_unit (code, parent_id, name, short_name, kind)"
                    " VALUES (%s, (SELECT id FROM registration.union_unit WHERE code = %s), %s, %s, %s)",
                    *(code, parent, code, code, kind),
                )
            yield owner
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")
            if not had_role:
                server.execute("DROP ROLE IF EXISTS cms_reader")


@pytest.fixture
def owner(db: None, database_of_the_software: Registration) -> Iterator[Registration]:
    """The alias `tracking` on that database as the reader; whatever the test changes in its schema is put right."""
    software, scripts = database_of_the_software, sql_scripts("postgresql")
    with tracking_at(software.url("cms_reader")):
        yield software
    software.script("TRUNCATE registration.initiative; DROP SCHEMA IF EXISTS cms_v1 CASCADE;")
    software.script(scripts["2_contract.sql"] + scripts["3_reader.sql"])


class TestReadOnly:
    """Nobody writes through the alias, and the reader sees the views alone."""

    def test_the_views_are_read(self, owner: Registration) -> None:
        owner.register("01", NOON, times=3)
        assert TrackingUnit.objects.get(code="01-A").parent_code == "01"
        assert SubmissionFact.objects.counted().filter(registered_at=NOON).count() == 3

    @pytest.mark.parametrize("role", ["cms_reader", "postgres"])
    @pytest.mark.parametrize(
        "sql",
        [
            "INSERT INTO registration.field (code, name) VALUES ('X', 'X')",
            "UPDATE registration.initiative SET status = 'rejected'",
            "DELETE FROM registration.initiative",
            "DROP VIEW cms_v1.field",
            "CREATE TABLE public.mine (id integer)",
            "SELECT nextval('registration.initiative_id_seq')",
        ],
    )
    def test_raw_sql_is_refused(self, owner: Registration, role: str, sql: str) -> None:
        owner.register("01", NOON)
        user = urlsplit(SERVER).username if role == "postgres" else role
        with tracking_at(owner.url(user)), pytest.raises(DatabaseError), connections["tracking"].cursor() as cursor:
            cursor.execute(sql)
        assert owner.run("SELECT status FROM registration.initiative") == [("valid",)]

    def test_the_orm_is_refused(self, owner: Registration) -> None:
        with tracking_at(owner.url()):
            with pytest.raises(DatabaseError, match="read-only transaction"):
                Field.objects.using("tracking").create(code="X", name="X")
            with pytest.raises(DatabaseError, match="read-only transaction"):
                migrate_tracking()

    def test_the_reader_sees_the_views_alone(self, owner: Registration) -> None:
        with connections["tracking"].cursor() as cursor:
            for table in ("initiative", "union_unit"):
                with pytest.raises(DatabaseError, match="permission denied"):
                    cursor.execute(f"SELECT * FROM registration.{table}")
            cursor.execute("SHOW statement_timeout")
            assert cursor.fetchone() == ("5s",)

    def test_a_reading_is_one_moment(self, owner: Registration) -> None:
        owner.register("01", NOON)
        with consistent_reading():
            assert SubmissionFact.objects.count() == 1
            owner.register("01", NOON)
            assert SubmissionFact.objects.count() == 1
        assert SubmissionFact.objects.count() == 2


class TestCheck:
    """check_tracking on PostgreSQL, where types are declared."""

    def test_a_good_database(self, owner: Registration) -> None:
        owner.register("01", NOON, times=3)
        assert check() == (["The tracking database keeps the contract."], "")

    @pytest.mark.parametrize(
        ("sql", "fault"),
        [
            ("DROP VIEW cms_v1.unit", "cms_v1.unit: the view is missing, or its role may not read it"),
            ("REVOKE SELECT ON cms_v1.unit FROM cms_reader", "cms_v1.unit: the view is missing, or its role may not"),
            ("DROP VIEW cms_v1.field; CREATE VIEW cms_v1.field AS SELECT code FROM registration.field;"
             " GRANT SELECT ON cms_v1.field TO cms_reader", "cms_v1.field: column name is missing"),
            ("DROP VIEW cms_v1.field; CREATE VIEW cms_v1.field AS SELECT id AS code, name FROM registration.field;"
             " GRANT SELECT ON cms_v1.field TO cms_reader", "cms_v1.field: column code is integer, not text"),
            ("DROP VIEW cms_v1.contract; CREATE VIEW cms_v1.contract AS SELECT 3 AS version, 'Asia/Ho_Chi_Minh'::text"
             " AS time_zone, NULL::timestamptz AS backfill_until; GRANT SELECT ON cms_v1.contract TO cms_reader",
             "cms_v1.contract: version 3, this site reads version 1"),
            ("DROP VIEW cms_v1.contract; CREATE VIEW cms_v1.contract AS SELECT 1 AS version, 'Asia/Ho_Chi_Minh'::text"
             " AS time_zone, NULL::timestamptz AS backfill_until, now()::timestamp AS as_of;"
             " GRANT SELECT ON cms_v1.contract TO cms_reader",
             "cms_v1.contract: column as_of is timestamp without time zone, not timestamptz"),
            ("ALTER TABLE registration.union_unit DROP CONSTRAINT union_unit_kind_check;"
             " DROP VIEW cms_v1.unit; CREATE VIEW cms_v1.unit AS SELECT code, NULL::text AS parent_code, name,"
             " short_name, 'club'::text AS kind, NULL::text AS cluster_code, NULL::text AS cluster_name, valid_from,"
             " valid_to, NULL::text AS successor_code FROM registration.union_unit;"
             " GRANT SELECT ON cms_v1.unit TO cms_reader",
             "cms_v1.unit: column kind holds 5 values that are not one of province"),
            ("DROP INDEX registration.initiative_watermark",
             "cms_v1.submission_fact: slow, no index serves updated_at"),
        ],
    )  # fmt: skip
    def test_each_fault_has_its_line(self, owner: Registration, sql: str, fault: str) -> None:
        owner.register("01", NOON, times=3)
        owner.script(sql)
        lines, end = check()
        owner.script("CREATE INDEX IF NOT EXISTS initiative_watermark ON registration.initiative (updated_at, id)")
        assert [line for line in lines if line.startswith(fault)], lines
        assert "breaks the contract in 1 place" in end

    def test_a_database_without_the_views(self, owner: Registration) -> None:
        owner.script("DROP SCHEMA cms_v1 CASCADE")
        assert check() == ([], "the tracking database is empty: it has none of the contract's views")

    def test_a_role_and_a_database_that_do_not_exist(self, owner: Registration) -> None:
        for url in (owner.url("nobody_at_all"), owner.url().replace(owner.name, "no_such_database")):
            with tracking_at(url):
                lines, end = check()
            assert lines == []
            assert end.startswith("the tracking database cannot be read: there is no such database, role or view")
            assert "\n" not in end


class PostgresqlSoftware:
    """Writes rows with the stamps that it is told, through one connection."""

    def __init__(self, connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
        self.connection = connection
        connection.execute("INSERT INTO registration.field (code, name) VALUES ('X', 'X'), ('Y', 'Y')")
        connection.execute("CREATE TABLE registration.stopped AS SELECT now() AS now")
        connection.execute(
            "DROP VIEW cms_v1.contract; CREATE VIEW cms_v1.contract AS SELECT 1 AS version, 'Asia/Ho_Chi_Minh'::text"
            " AS time_zone, NULL::timestamptz AS backfill_until, now AS as_of FROM registration.stopped;"
            " GRANT SELECT ON cms_v1.contract TO cms_reader"
        )

    def clear(self) -> None:
        self.connection.execute("DELETE FROM registration.initiative")

    def stop_clock(self, moment: datetime) -> None:
        self.connection.execute("UPDATE registration.stopped SET now = %s", [moment])

    def put(self, number: int, fact: Fact) -> None:
        with self.connection.transaction():
            self.remove(number)
            self.connection.execute(
                "INSERT INTO registration.initiative"
                " (id, unit_id, field_id, status, registered_at, updated_at, deleted_at)"
                " VALUES (%s, (SELECT id FROM registration.union_unit WHERE code = %s),"
                " (SELECT id FROM registration.field WHERE code = %s), %s, %s, %s, %s)",
                (
                    *(number, fact.unit, fact.field, fact.status, fact.registered_at, fact.updated_at),
                    fact.updated_at if fact.deleted else None,
                ),
            )

    def remove(self, number: int) -> None:
        self.connection.execute("DELETE FROM registration.initiative WHERE id = %s", [number])


def counts() -> dict[date, dict[str, int]]:
    """What a first look finds, by day and unit."""
    return {
        day: {code: split.counted for code, split in sums.units.items()} for day, sums in Ladder().look().sums.items()
    }


class TestCounting:
    """Grouping, days and the clock."""

    def test_every_snapshot_equals_counting_row_by_row(self, owner: Registration) -> None:
        with closing(owner.connect()) as connection:
            try:
                drive(PostgresqlSoftware(connection), examples=15)
            finally:
                connection.execute("TRUNCATE registration.initiative")
                connection.execute("DELETE FROM registration.field")
                connection.execute("DROP TABLE registration.stopped CASCADE")

    @pytest.mark.parametrize("zone", ["America/New_York", "UTC", "Asia/Ho_Chi_Minh"])
    def test_days_change_at_17_utc_whatever_the_servers_zone(self, owner: Registration, zone: str) -> None:
        owner.script(f"ALTER DATABASE {owner.name} SET timezone = '{zone}'")
        owner.register("01", datetime(2022, 4, 21, 16, 59, 59, tzinfo=UTC), times=2)
        owner.register("01", datetime(2022, 4, 21, 17, 0, 0, tzinfo=UTC), times=3)
        assert counts() == {date(2022, 4, 21): {"01": 2}, date(2022, 4, 22): {"01": 3}}

    def test_the_clock(self, owner: Registration) -> None:
        assert abs(Ladder().look().frame.as_of - datetime.now(UTC)) < timedelta(seconds=10)
        owner.script(
            "DROP VIEW cms_v1.contract; CREATE VIEW cms_v1.contract AS SELECT 1 AS version, 'Asia/Ho_Chi_Minh'::text"
            " AS time_zone, NULL::timestamptz AS backfill_until, '2022-05-10 12:00+07'::timestamptz AS as_of;"
            " GRANT SELECT ON cms_v1.contract TO cms_reader"
        )
        assert Ladder().look().frame.as_of == NOON

    def test_triggers_raise_the_watermark(self, owner: Registration) -> None:
        owner.register("01", NOON, times=5)
        owner.run("UPDATE registration.initiative SET updated_at = registered_at")
        ids = [row[0] for row in owner.run("SELECT id FROM registration.initiative ORDER BY id")]
        changes = ["status = 'rejected'", "unit_id = 2", "field_id = NULL", "deleted_at = now()", "title = 'x'"]
        for number, change in zip(ids, changes, strict=True):
            owner.run(f"UPDATE registration.initiative SET {change} WHERE id = %s", number)
        raised = owner.run("SELECT id FROM registration.initiative WHERE updated_at > registered_at ORDER BY id")
        assert [row[0] for row in raised] == ids[:4]

    def test_away_slow_or_locked_leaves_the_last_good_figures(self, owner: Registration) -> None:
        campaign = make_forty_days()
        owner.register("01", NOON, times=3)
        collector = Collector()
        collector.run()
        before = list(campaign.snapshots.values())
        with tracking_at(owner.url().replace(owner.name, "no_such_database")):
            assert "there is no such database, role or view" in collector.run().problem
        with closing(psycopg.connect(owner.url())) as other:
            other.execute("LOCK TABLE registration.initiative IN ACCESS EXCLUSIVE MODE")
            assert "another program keeps it locked" in collector.run().problem
        owner.script(
            "CREATE OR REPLACE VIEW cms_v1.target AS SELECT 'x'::text AS campaign_code, 'x'::text AS unit_code,"
            " 'assigned'::text AS kind, length(pg_sleep(20)::text) AS amount"
        )
        assert "a query took longer than 5 s" in collector.run().problem
        assert list(campaign.snapshots.values()) == before

    def test_a_connection_cut_in_mid_pass(self, owner: Registration) -> None:
        """The server ends the session between two statements, as at a restart; the next pass finds it again."""
        campaign = make_forty_days()
        owner.register("01", NOON, times=3)
        collector = Collector()
        collector.run()
        owner.register("01", NOON, times=4)
        statements = 0

        def cut(execute: Any, *statement: Any) -> Any:
            nonlocal statements
            statements += 1
            if statements == 4:
                owner.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'cms_reader'")
            return execute(*statement)

        with connections["tracking"].execute_wrapper(cut):
            assert collector.run().problem
        assert [row.count for row in campaign.snapshots.all()] == [3]
        assert collector.run().problem == ""
        assert [row.count for row in campaign.snapshots.all()] == [7, 3]

    def test_a_renamed_column_is_held_at_once(self, owner: Registration) -> None:
        campaign = make_forty_days()
        owner.register("01", NOON, times=3)
        collector = Collector()
        collector.run()
        owner.script("ALTER VIEW cms_v1.submission_fact RENAME COLUMN status TO state")
        assert "column status is missing" in collector.run().problem
        assert campaign.holds.get().reason == Hold.Reason.CONTRACT
        owner.script("ALTER VIEW cms_v1.submission_fact RENAME COLUMN state TO status")
        assert collector.run().problem == ""
        assert [row.state for row in campaign.snapshots.all()] == ["live", "held", "live"]


@pytest.fixture
def own_database(owner: Registration) -> Iterator[None]:
    """The site's own database on PostgreSQL too, with the tables that counting needs and nothing else."""
    owner.script("CREATE SCHEMA cms")
    with alias_at("default", database(owner.url() + "?options=-c%20search_path%3Dcms")), own_tables():
        yield
    owner.script("DROP SCHEMA cms CASCADE")


def test_three_collectors_at_once_give_one_series(owner: Registration, own_database: None) -> None:
    """Each takes the lease from whoever has it, in the middle of their passes: whoever lost it writes nothing."""
    owner.register("01", datetime.now(LOCAL), times=3)
    today = datetime.now(LOCAL).date()
    campaign = Campaign.objects.create(
        slug="now", name="now", starts_on=today, ends_on=today, count_from=today, count_to=today,
        units_from=today, units_to=today,
    )  # fmt: skip
    problems: list[str] = []
    appended: list[tuple[int, int]] = []
    ready = threading.Barrier(3)

    def collect() -> None:
        collector = Collector()
        ready.wait()
        for turn in range(15):
            outcome = collector.run(by_force=turn % 5 == 0)
            problems.append(outcome.problem)
            appended.extend((row.epoch, row.seq) for row in outcome.appended)
        connections.close_all()

    threads = [threading.Thread(target=collect) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(problems) == {""}
    places = list(campaign.snapshots.order_by("pk").values_list("epoch", "seq"))
    assert places == sorted(set(places)), "never backwards"
    assert sorted(appended) == places
    assert places[-1][0] >= 3
    assert {row.count for row in campaign.snapshots.all()} == {3}
