"""The contract, the reader's user and the collector on a real MariaDB.

`TEST_MARIADB_URL` says where: a server on this machine and a user that may make databases and users. The tests make
databases and a user of their own and take them away again; nothing else on the server is touched.
"""

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import unquote, urlsplit

import pymysql
import pytest
from django.db import DatabaseError, connections

from campaigns.counting.collector import Collector
from campaigns.counting.ladder import Ladder
from campaigns.models import Hold
from campaigns.tracking.contract import sql_scripts
from campaigns.tracking.models import Contract, FeaturedFact, Field, SubmissionFact
from campaigns.tracking.models import Unit as TrackingUnit
from campaigns.tracking.session import TrackingAway, consistent_reading
from tests.campaigns.counting.machine import Fact, drive
from tests.tracking_fixtures import NOON, UNITS, check, make_forty_days, migrate_tracking, tracking_at

pytestmark = [pytest.mark.services, pytest.mark.django_db(databases=["default", "tracking"])]

SERVER = os.environ.get("TEST_MARIADB_URL", "mysql://root@127.0.0.1:3306/")
PASSWORD = "đọc&chỉ"


def utc(moment: datetime) -> datetime:
    """As the sample registration schema keeps it."""
    return moment.astimezone(UTC).replace(tzinfo=None)


class Registration:
    """The registration software's side: the owner of the tables. `name` stands for the contract's own names."""

    def __init__(self, name: str) -> None:
        self.name = name

    def url(self, user: str = "", password: str = "", schema: str = "") -> str:
        parts = urlsplit(SERVER)
        login = f"{user}:{password}@" if user else f"{parts.netloc.rpartition('@')[0]}@"
        return f"mysql://{login}{parts.hostname}:{parts.port or 3306}/{schema or f'{self.name}_v1'}"

    @property
    def reader(self) -> str:
        return self.url(f"{self.name}_reader", "%C4%91%E1%BB%8Dc%26ch%E1%BB%89")

    def own(self, sql: str) -> str:
        """SQL with the names that these tests may use in the place of the contract's."""
        for theirs, ours in (("registration", "reg"), ("cms_v1", "v1"), ("cms_reader", "reader")):
            sql = re.sub(rf"\b{theirs}\b", f"{self.name}_{ours}", sql)
        return sql

    def connect(self) -> "pymysql.Connection[Any]":
        parts = urlsplit(SERVER)
        return pymysql.connect(
            host=parts.hostname,
            port=parts.port or 3306,
            user=parts.username,
            password=unquote(parts.password or ""),
            charset="utf8mb4",
            autocommit=True,
        )

    def run(self, sql: str, *parameters: Any) -> Sequence[tuple[Any, ...]]:
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.execute(self.own(sql), parameters or None)
            return cursor.fetchall()

    def script(self, sql: str) -> None:
        plain = re.sub(r"--.*", "", sql)
        for statement in filter(str.strip, plain.split(";")):
            self.run(statement)

    def register(self, unit: str, at: datetime, times: int = 1, status: str = "valid") -> None:
        with closing(self.connect()) as connection, connection.cursor() as cursor:
            cursor.executemany(
                self.own(
                    "INSERT INTO registration.initiative (unit_id, registered_at, status)"
                    " SELECT id, %s, %s FROM registration.union_unit WHERE code = %s"
                ),
                [(utc(at), status, unit)] * times,
            )


@pytest.fixture(scope="module")
def database_of_the_software() -> Iterator[Registration]:
    """Databases made by the contract's SQL, the reader's user included."""
    owner = Registration(f"tu_hao_{secrets.token_hex(4)}")
    try:
        for script in sql_scripts("mysql").values():
            owner.script(script)
        owner.run("ALTER USER cms_reader IDENTIFIED BY %s ACCOUNT UNLOCK", PASSWORD)
        for code, parent, kind in UNITS:
            owner.run(
                "INSERT INTO registration.union_unit (code, parent_id, name, short_name, kind)"
                " VALUES (%s, (SELECT id FROM registration.union_unit AS parent WHERE code = %s), %s, %s, %s)",
                *(code, parent, code, code, kind),
            )
        yield owner
    finally:
        owner.script(
            "DROP DATABASE IF EXISTS cms_v1; DROP DATABASE IF EXISTS registration; DROP USER IF EXISTS cms_reader"
        )


@pytest.fixture
def owner(db: None, database_of_the_software: Registration) -> Iterator[Registration]:
    """The alias `tracking` on that database as the reader; whatever the test changes in its schema is put right."""
    software, scripts = database_of_the_software, sql_scripts("mysql")
    with tracking_at(software.reader):
        yield software
    software.script("DELETE FROM registration.initiative; DROP DATABASE IF EXISTS cms_v1")
    software.script(scripts["2_contract.sql"])
    software.run("GRANT SELECT ON cms_v1.* TO cms_reader")


class TestReadOnly:
    """Nobody writes through the alias, and the reader sees the views alone."""

    def test_the_views_are_read(self, owner: Registration) -> None:
        owner.register("01", NOON, times=3)
        assert TrackingUnit.objects.get(code="01-A").parent_code == "01"
        assert TrackingUnit.objects.get(code="01").parent_code is None
        assert SubmissionFact.objects.counted().filter(registered_at=NOON, field_code=None).count() == 3
        assert Contract.objects.get().backfill_until is None
        assert abs(Ladder().look().frame.as_of - datetime.now(UTC)) < timedelta(seconds=10)
        assert list(FeaturedFact.objects.all()) == []

    @pytest.mark.parametrize("reads_as", ["reader", "administrator"])
    @pytest.mark.parametrize(
        "sql",
        [
            "INSERT INTO registration.field (code, name) VALUES ('X', 'X')",
            "UPDATE registration.initiative SET status = 'rejected'",
            "DELETE FROM registration.initiative",
            "TRUNCATE registration.initiative",
            "DROP VIEW cms_v1.field",
            "CREATE TABLE registration.mine (id integer)",
            "GRANT ALL ON registration.* TO cms_reader",
        ],
    )
    def test_raw_sql_is_refused(self, owner: Registration, reads_as: str, sql: str) -> None:
        owner.register("01", NOON)
        url = owner.url() if reads_as == "administrator" else owner.reader
        for inside_of_a_reading in (False, True):
            reading = consistent_reading() if inside_of_a_reading else nullcontext()
            with tracking_at(url), pytest.raises((DatabaseError, TrackingAway)), reading:
                connections["tracking"].cursor().execute(owner.own(sql))
        assert owner.run("SELECT status FROM registration.initiative") == (("valid",),)
        assert owner.run("SELECT * FROM registration.field") == ()
        assert len(owner.run("SHOW FULL TABLES FROM cms_v1")) == 6

    def test_the_orm_is_refused(self, owner: Registration) -> None:
        with tracking_at(owner.url()):
            with pytest.raises(DatabaseError, match="READ ONLY transaction"):
                Field.objects.using("tracking").create(code="X", name="X")
            with pytest.raises(DatabaseError, match="READ ONLY transaction"):
                migrate_tracking()

    def test_the_reader_sees_the_views_alone(self, owner: Registration) -> None:
        with connections["tracking"].cursor() as cursor:
            for table in ("initiative", "union_unit"):
                with pytest.raises(DatabaseError, match="command denied"):
                    cursor.execute(owner.own(f"SELECT * FROM registration.{table}"))
            cursor.execute("SELECT @@max_statement_time, @@lock_wait_timeout, @@tx_read_only, @@tx_isolation")
            assert cursor.fetchone() == (5.0, 2, 1, "REPEATABLE-READ")

    def test_the_reader_cannot_log_in_before_it_has_a_password(self, owner: Registration) -> None:
        owner.script("DROP USER cms_reader; " + sql_scripts("mysql")["3_reader.sql"])
        with tracking_at(owner.url(f"{owner.name}_reader")):
            assert "it refuses the role or its password" in check()[1]
        owner.run("ALTER USER cms_reader IDENTIFIED BY %s ACCOUNT UNLOCK", PASSWORD)

    def test_a_reading_is_one_moment(self, owner: Registration) -> None:
        """From its first statement on, before anything was read."""
        with consistent_reading():
            owner.register("01", NOON)
            assert SubmissionFact.objects.count() == 0
        assert SubmissionFact.objects.count() == 1


def replaced(view: str, columns: str, source: str) -> str:
    """SQL that puts another view in the place of one of the contract's."""
    return f"CREATE OR REPLACE VIEW cms_v1.{view} AS SELECT {columns} FROM {source}"


class TestCheck:
    """check_tracking on MariaDB, where types are declared and texts have a way to be compared."""

    def test_a_good_database(self, owner: Registration) -> None:
        owner.register("01", NOON, times=3)
        assert check() == (["The tracking database keeps the contract."], "")

    @pytest.mark.parametrize(
        ("sql", "fault"),
        [
            ("DROP VIEW cms_v1.unit", "cms_v1.unit: the view is missing, or its role may not read it"),
            (replaced("field", "code", "registration.field"), "cms_v1.field: column name is missing"),
            (replaced("field", "id AS code, name", "registration.field"), "cms_v1.field: column code is int, not text"),
            (replaced("field", "code COLLATE utf8mb4_general_ci AS code, name", "registration.field"),
             "cms_v1.field: column code is varchar utf8mb4_general_ci, not text"),
            (replaced("contract", "3 AS version, 'Asia/Ho_Chi_Minh' AS time_zone, backfill_until",
                      "registration.import_state"), "cms_v1.contract: version 3, this site reads version 1"),
            (replaced("contract", "1 AS version, 'Asia/Ho_Chi_Minh' AS time_zone, backfill_until,"
                      " current_date() AS as_of", "registration.import_state"),
             "cms_v1.contract: column as_of is date, not timestamptz"),
            (replaced("target", "campaign_code, 'X' COLLATE utf8mb4_bin AS unit_code,"
                      " 'goal' COLLATE utf8mb4_bin AS kind, amount", "registration.unit_target"),
             "cms_v1.target: column kind holds 1 values that are not one of assigned, self_set"),
            (replaced("target", "campaign_code, NULL AS unit_code, kind, amount", "registration.unit_target"),
             "cms_v1.target: column unit_code is binary"),
            ("RENAME TABLE registration.field TO registration.subject", "cms_v1.field: cannot be read"),
            ("ALTER TABLE registration.initiative CHANGE status state varchar(32) COLLATE utf8mb4_bin",
             "cms_v1.submission_fact: cannot be read"),
            ("DROP INDEX initiative_watermark ON registration.initiative",
             "cms_v1.submission_fact: slow, no index serves updated_at"),
            ("DROP INDEX initiative_registered ON registration.initiative",
             "cms_v1.submission_fact: slow, no index serves registered_at"),
        ],
    )  # fmt: skip
    def test_each_fault_has_its_line(self, owner: Registration, sql: str, fault: str) -> None:
        owner.register("01", NOON, times=3)
        owner.run("INSERT INTO registration.unit_target VALUES ('CD40', 1, 'assigned', 5)")
        owner.script(sql)
        lines, end = check()
        if sql.startswith("RENAME"):
            owner.run("RENAME TABLE registration.subject TO registration.field")
        if " state " in sql:
            owner.run("ALTER TABLE registration.initiative CHANGE state status varchar(32) COLLATE utf8mb4_bin")
        owner.script(
            "DELETE FROM registration.unit_target;"
            "CREATE INDEX IF NOT EXISTS initiative_watermark ON registration.initiative (updated_at, id);"
            "CREATE INDEX IF NOT EXISTS initiative_registered ON registration.initiative"
            " (registered_at, unit_id, field_id, status, deleted_at)"
        )
        assert [line for line in lines if line.startswith(fault)], (lines, end)
        assert "breaks the contract in" in end

    def test_a_database_without_the_views(self, owner: Registration) -> None:
        for (view,) in owner.run("SELECT table_name FROM information_schema.views WHERE table_schema = %s",
                                 f"{owner.name}_v1"):  # fmt: skip
            owner.run(f"DROP VIEW cms_v1.{view}")
        assert check() == ([], "the tracking database is empty: it has none of the contract's views")

    def test_a_role_a_database_and_a_server_that_do_not_exist(self, owner: Registration) -> None:
        for url, words in (
            (owner.url("nobody_at_all", "x"), "it refuses the role or its password"),
            (owner.url(schema="no_such_database"), "there is no such database, role or view"),
            ("mysql://x:x@127.0.0.1:9/cms_v1", "nothing answers at its address"),
        ):
            with tracking_at(url):
                lines, end = check()
            assert lines == []
            assert words in end
            assert "\n" not in end


class MariadbSoftware:
    """Writes rows with the stamps that it is told, through one connection."""

    def __init__(self, owner: Registration, connection: "pymysql.Connection[Any]") -> None:
        self.owner, self.connection = owner, connection
        self.execute("INSERT INTO registration.field (code, name) VALUES ('X', 'X'), ('Y', 'Y')")
        self.execute("CREATE TABLE registration.stopped (now datetime(6))")
        self.execute("INSERT INTO registration.stopped VALUES (NULL)")
        self.execute(
            replaced(
                "contract",
                "1 AS version, 'Asia/Ho_Chi_Minh' AS time_zone, CAST(NULL AS datetime) AS backfill_until, now AS as_of",
                "registration.stopped",
            )
        )

    def execute(self, sql: str, *parameters: Any) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(self.owner.own(sql), parameters)

    def clear(self) -> None:
        self.execute("DELETE FROM registration.initiative")

    def stop_clock(self, moment: datetime) -> None:
        self.execute("UPDATE registration.stopped SET now = %s", utc(moment))

    def put(self, number: int, fact: Fact) -> None:
        self.execute(
            "REPLACE INTO registration.initiative"
            " (id, unit_id, field_id, status, registered_at, updated_at, deleted_at)"
            " VALUES (%s, (SELECT id FROM registration.union_unit WHERE code = %s),"
            " (SELECT id FROM registration.field WHERE code = %s), %s, %s, %s, %s)",
            *(number, fact.unit, fact.field, fact.status, utc(fact.registered_at), utc(fact.updated_at)),
            utc(fact.updated_at) if fact.deleted else None,
        )

    def remove(self, number: int) -> None:
        self.execute("DELETE FROM registration.initiative WHERE id = %s", number)


def counts() -> dict[date, dict[str, int]]:
    """What a first look finds, by day and unit."""
    return {
        day: {code: split.counted for code, split in sums.units.items()} for day, sums in Ladder().look().sums.items()
    }


class TestCounting:
    """Grouping, days, codes and the clock; and what happens when the server does not answer."""

    def test_every_snapshot_equals_counting_row_by_row(self, owner: Registration) -> None:
        with closing(owner.connect()) as connection:
            try:
                drive(MariadbSoftware(owner, connection), examples=15)
            finally:
                owner.script("DELETE FROM registration.initiative; DELETE FROM registration.field")
                owner.run("DROP TABLE registration.stopped")

    @pytest.mark.parametrize("zone", ["-05:00", "+00:00", "+07:00"])
    def test_days_change_at_17_utc_whatever_the_servers_zone(self, owner: Registration, zone: str) -> None:
        (before,) = owner.run("SELECT @@GLOBAL.time_zone")[0]
        owner.run("SET GLOBAL time_zone = %s", zone)
        try:
            owner.register("01", datetime(2022, 4, 21, 16, 59, 59, 999_999, tzinfo=UTC), times=2)
            owner.register("01", datetime(2022, 4, 21, 17, 0, 0, tzinfo=UTC), times=3)
            connections["tracking"].close()
            assert counts() == {date(2022, 4, 21): {"01": 2}, date(2022, 4, 22): {"01": 3}}
            assert abs(Ladder().look().frame.as_of - datetime.now(UTC)) < timedelta(seconds=10)
        finally:
            owner.run("SET GLOBAL time_zone = %s", before)

    def test_codes_that_most_collations_take_for_one(self, owner: Registration) -> None:
        codes = ["gd", "Gd", "gđ", "GĐ", "gd-é", "gd-e"]
        for code in codes:
            owner.run(
                "INSERT INTO registration.union_unit (code, name, short_name, kind) VALUES (%s, 'x', 'x', 'province')",
                code,
            )
        for times, code in enumerate(codes, start=1):
            owner.register(code, NOON, times=times)
        assert counts() == {NOON.date(): {code: times for times, code in enumerate(codes, start=1)}}
        owner.script("DELETE FROM registration.initiative; DELETE FROM registration.union_unit WHERE name = 'x'")

    def test_the_clock_without_as_of_is_the_servers(self, owner: Registration) -> None:
        owner.run(replaced("contract", "1 AS version, 'Asia/Ho_Chi_Minh' AS time_zone, backfill_until",
                           "registration.import_state"))  # fmt: skip
        assert abs(Ladder().look().frame.as_of - datetime.now(UTC)) < timedelta(seconds=10)

    def test_triggers_raise_the_watermark(self, owner: Registration) -> None:
        owner.register("01", NOON, times=6)
        owner.run("UPDATE registration.initiative SET updated_at = registered_at")
        ids = [row[0] for row in owner.run("SELECT id FROM registration.initiative ORDER BY id")]
        changes = [
            *("status = 'rejected'", "unit_id = 2", "registered_at = '2022-05-01'", "deleted_at = utc_timestamp()"),
            *("title = 'x'", "status = 'valid'"),
        ]
        for number, change in zip(ids, changes, strict=True):
            owner.run(f"UPDATE registration.initiative SET {change} WHERE id = %s", number)
        raised = owner.run("SELECT id FROM registration.initiative WHERE updated_at > '2023-01-01' ORDER BY id")
        assert [row[0] for row in raised] == ids[:4]

    def test_away_slow_or_locked_leaves_the_last_good_figures(self, owner: Registration) -> None:
        campaign = make_forty_days()
        owner.register("01", NOON, times=3)
        collector = Collector()
        collector.run()
        before = list(campaign.snapshots.values())
        with tracking_at(owner.url(schema="no_such_database")):
            assert "there is no such database, role or view" in collector.run().problem
        with closing(owner.connect()) as other, other.cursor() as cursor:
            cursor.execute(owner.own("LOCK TABLES registration.initiative WRITE"))
            assert "another program keeps it locked" in collector.run().problem
        owner.run(
            replaced(
                "target",
                "'x' COLLATE utf8mb4_bin AS campaign_code, 'x' COLLATE utf8mb4_bin AS unit_code,"
                " 'assigned' COLLATE utf8mb4_bin AS kind, sleep(20) AS amount",
                "registration.import_state",
            )
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
                owner.run(f"KILL USER {owner.name}_reader")
            return execute(*statement)

        with connections["tracking"].execute_wrapper(cut):
            assert collector.run().problem
        assert [row.count for row in campaign.snapshots.all()] == [3]
        assert collector.run().problem == ""
        assert [row.count for row in campaign.snapshots.all()] == [7, 3]

    def test_a_connection_cut_between_two_passes_is_not_noticed(self, owner: Registration) -> None:
        campaign = make_forty_days()
        owner.register("01", NOON, times=3)
        collector = Collector()
        collector.run()
        owner.register("01", NOON, times=4)
        owner.run(f"KILL USER {owner.name}_reader")
        assert collector.run().problem == ""
        assert [row.count for row in campaign.snapshots.all()] == [7, 3]

    @pytest.mark.parametrize(
        ("columns", "fault"),
        [
            ("id, unit_code, field_code, status AS state, registered_at, updated_at, deleted_at",
             "column status is missing"),
            ("id, unit_code, field_code, status, date(registered_at) AS registered_at, updated_at, deleted_at",
             "column registered_at is date, not timestamptz"),
            ("id, unit_code COLLATE utf8mb4_general_ci AS unit_code, field_code, status, registered_at, updated_at,"
             " deleted_at", "column unit_code is varchar utf8mb4_general_ci, not text"),
        ],
    )  # fmt: skip
    def test_a_renamed_or_retyped_column_is_held_at_once(self, owner: Registration, columns: str, fault: str) -> None:
        campaign = make_forty_days()
        owner.register("01", NOON, times=3)
        collector = Collector()
        collector.run()
        right = sql_scripts("mysql")["2_contract.sql"]
        right = right[right.index("CREATE VIEW cms_v1.submission_fact") :].split(";")[0]
        facts = right[right.index("SELECT") :]
        owner.run(replaced("submission_fact", columns, f"({facts}) AS facts"))
        assert fault in collector.run().problem
        assert campaign.holds.get().reason == Hold.Reason.CONTRACT
        owner.run("DROP VIEW cms_v1.submission_fact")
        owner.run(right)
        assert collector.run().problem == ""
        assert [row.state for row in campaign.snapshots.all()] == ["live", "held", "live"]
