"""check_tracking: one line per fault, exit code 1, nothing changed, no traceback for a database that is away."""

import io
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from campaigns.tracking.contract import VIEWS
from campaigns.tracking.models import Contract, FeaturedFact, Field, SubmissionFact, Target, Unit
from tests.tracking_fixtures import NOON, TrackingFile, text, tracking_at

pytestmark = pytest.mark.django_db(databases=["default", "tracking"])


def check() -> tuple[list[str], str]:
    """The lines that the command prints, and what it ends with ("" for success)."""
    out = io.StringIO()
    try:
        call_command("check_tracking", stdout=out)
    except CommandError as error:
        assert error.returncode == 1
        return out.getvalue().splitlines(), str(error)
    return out.getvalue().splitlines(), ""


def replace_view(file: TrackingFile, name: str, sql: str) -> None:
    file.script(f"DROP VIEW {name}; CREATE VIEW {name} AS {sql};")


def test_a_good_database(tracking: TrackingFile) -> None:
    tracking.register("01-A-1", NOON, times=3)
    tracking.register("01", NOON, status="rejected", deleted=NOON)
    assert check() == (["The tracking database keeps the contract."], "")


def test_an_empty_table_is_no_fault(tracking: TrackingFile) -> None:
    assert check()[1] == ""


def test_the_models_are_the_contract() -> None:
    for view, model in zip(VIEWS, (Contract, Unit, Field, Target, SubmissionFact, FeaturedFact), strict=True):
        assert model._meta.db_table == view.table
        columns = [field.column for field in model._meta.concrete_fields]
        assert columns == [column.name for column in view.columns]
        nullable = [field.column for field in model._meta.concrete_fields if field.null]
        assert nullable == [column.name for column in view.columns if column.nullable]


@pytest.mark.parametrize(
    ("view", "sql", "fault"),
    [
        ("cms_v1_contract", "SELECT 2 AS version, 'Asia/Ho_Chi_Minh' AS time_zone, NULL AS backfill_until",
         "cms_v1_contract: version 2, this site reads version 1"),
        ("cms_v1_contract", "SELECT 1 AS version, 'UTC' AS time_zone, NULL AS backfill_until",
         "cms_v1_contract: time zone UTC, not Asia/Ho_Chi_Minh"),
        ("cms_v1_contract", "SELECT 1 AS version, 'Asia/Ho_Chi_Minh' AS time_zone, NULL AS backfill_until WHERE 0",
         "cms_v1_contract: has no row, not exactly one"),
        ("cms_v1_contract",
         "SELECT 1 AS version, 'Asia/Ho_Chi_Minh' AS time_zone, NULL AS backfill_until UNION ALL SELECT 1, 'UTC', NULL",
         "cms_v1_contract: has more than one row, not exactly one"),
        ("cms_v1_contract", "SELECT '1' AS version, 'Asia/Ho_Chi_Minh' AS time_zone, NULL AS backfill_until",
         "cms_v1_contract: column version holds 1 values that are not integer"),
        ("cms_v1_contract", "SELECT 1 AS version, 'Asia/Ho_Chi_Minh' AS time_zone, NULL AS backfill_until, 7 AS as_of",
         "cms_v1_contract: column as_of holds 1 values that are not timestamptz or empty"),
        ("cms_v1_field", "SELECT code FROM field", "cms_v1_field: column name is missing"),
        ("cms_v1_field", "SELECT code, name FROM no_such_table", "cms_v1_field: cannot be read"),
        ("cms_v1_unit", "SELECT code, NULL AS parent_code, name, short_name, 'club' AS kind, NULL AS cluster_code,"
         " NULL AS cluster_name, NULL AS valid_from, NULL AS valid_to, NULL AS successor_code FROM union_unit",
         "cms_v1_unit: column kind holds 5 values that are not one of province, sector, corporation, upper"),
        ("cms_v1_unit", "SELECT code, NULL AS parent_code, name, short_name, kind, NULL AS cluster_code,"
         " NULL AS cluster_name, '1/7/2025' AS valid_from, NULL AS valid_to, NULL AS successor_code FROM union_unit",
         "cms_v1_unit: column valid_from holds 5 values that are not date or empty"),
        ("cms_v1_submission_fact", "SELECT id, 'x' AS unit_code, NULL AS field_code, status,"
         " CAST(strftime('%s', registered_at) AS INTEGER) AS registered_at, updated_at, deleted_at FROM initiative",
         "cms_v1_submission_fact: column registered_at holds 2 values that are not timestamptz"),
        ("cms_v1_submission_fact", "SELECT id, 'x' AS unit_code, NULL AS field_code, status, registered_at || '+07:00'"
         " AS registered_at, updated_at, deleted_at FROM initiative",
         "cms_v1_submission_fact: column registered_at holds 2 values that are not timestamptz"),
        ("cms_v1_submission_fact", "SELECT id, NULL AS unit_code, NULL AS field_code, 'draft' AS status, registered_at,"
         " updated_at, deleted_at FROM initiative",
         "cms_v1_submission_fact: column unit_code holds 2 values that are not text"),
        ("cms_v1_submission_fact", "SELECT id, 'x' AS unit_code, NULL AS field_code, 'draft' AS status, registered_at,"
         " updated_at, deleted_at FROM initiative",
         "cms_v1_submission_fact: column status holds 2 values that are not one of submitted, reviewing, valid"),
    ],
)  # fmt: skip
def test_each_fault_has_its_line(tracking: TrackingFile, view: str, sql: str, fault: str) -> None:
    tracking.register("01", NOON, times=2)
    replace_view(tracking, view, sql)
    before = tracking.run("SELECT name, sql FROM sqlite_master")
    lines, end = check()
    assert any(line.startswith(fault) for line in lines), lines
    assert end.startswith("the tracking database breaks the contract in")
    assert tracking.run("SELECT name, sql FROM sqlite_master") == before


def test_a_missing_view(tracking: TrackingFile) -> None:
    tracking.script("DROP VIEW cms_v1_target; DROP VIEW cms_v1_featured_fact;")
    assert check() == (
        [
            "cms_v1_target: the view is missing, or its role may not read it",
            "cms_v1_featured_fact: the view is missing, or its role may not read it",
        ],
        "the tracking database breaks the contract in 2 places",
    )


def test_further_columns_are_welcome(tracking: TrackingFile) -> None:
    replace_view(tracking, "cms_v1_field", "SELECT code, name, 1 AS more FROM field")
    assert check()[1] == ""


def test_a_column_that_says_until_when_is_optional(tracking: TrackingFile) -> None:
    replace_view(
        tracking,
        "cms_v1_contract",
        "SELECT 1 AS version, 'Asia/Ho_Chi_Minh' AS time_zone, '2022-01-01 00:00:00' AS backfill_until",
    )
    assert check()[1] == ""


def test_an_old_wrong_value_is_found_among_many(tracking: TrackingFile) -> None:
    tracking.register("01", NOON)
    tracking.run("UPDATE initiative SET registered_at = '10/5/2022'")
    tracking.register("38", NOON, times=1_500)
    lines, _end = check()
    assert lines == ["cms_v1_submission_fact: column registered_at holds 1 values that are not timestamptz"]


@pytest.mark.parametrize(
    ("index", "column"), [("initiative_watermark", "updated_at"), ("initiative_registered", "registered_at")]
)
def test_a_missing_index(tracking: TrackingFile, index: str, column: str) -> None:
    tracking.register("01", NOON, times=2)
    tracking.script(f"DROP INDEX {index}")
    assert check()[0] == [f"cms_v1_submission_fact: slow, no index serves {column}"]


def test_a_missing_file(db: None, tracking_file: TrackingFile) -> None:
    tracking_file.path.unlink()
    with tracking_at(tracking_file.url):
        lines, end = check()
    assert lines == []
    assert end.startswith("the tracking database cannot be read: the file does not exist or cannot be read")
    assert not tracking_file.path.exists()


def test_an_empty_file(db: None, tracking_file: TrackingFile) -> None:
    tracking_file.path.write_bytes(b"")
    with tracking_at(tracking_file.url):
        assert check() == ([], "the tracking database is empty: it has none of the contract's views")


def test_a_file_that_is_no_database(db: None, tracking_file: TrackingFile) -> None:
    tracking_file.path.write_text("đây không phải cơ sở dữ liệu" * 100)
    with tracking_at(tracking_file.url):
        lines, end = check()
    assert lines == []
    assert "the file is not a SQLite database" in end
    assert "\n" not in end


@contextmanager
def locked(file: TrackingFile) -> Iterator[None]:
    with closing(sqlite3.connect(file.path, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield
        connection.execute("ROLLBACK")


def test_a_locked_file(tracking: TrackingFile) -> None:
    with locked(tracking):
        lines, end = check()
    assert (lines, end) == (
        [],
        "the tracking database cannot be read: another program keeps it locked (database is locked)",
    )
    assert check()[1] == ""


def test_an_unreachable_server(db: None) -> None:
    with tracking_at("postgres://reader:very-secret@127.0.0.1:1/registration"):
        lines, end = check()
    assert lines == []
    assert end.startswith("the tracking database cannot be read: nothing answers at its address")
    assert "very-secret" not in end
    assert "\n" not in end


def test_triggers_raise_the_watermark(tracking: TrackingFile) -> None:
    tracking.register("01", NOON - timedelta(days=3), times=6)
    for number, change in enumerate(
        ["status = 'rejected'", "unit_id = 2", "field_id = NULL", "deleted_at = '2022-05-10'", "title = 'x'"], start=1
    ):
        tracking.run(f"UPDATE initiative SET {change} WHERE id = ?", number)
    raised = tracking.run("SELECT id FROM initiative WHERE updated_at >= ? ORDER BY id", text(NOON))
    assert raised == [(1,), (2,), (3,), (4,)], "a title is no business of the counters"
