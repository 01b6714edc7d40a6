"""Makes the demo's tracking database: the sample schema, the contract's views, the units, the history and the clock."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from shutil import rmtree
from tempfile import TemporaryDirectory
from typing import Any

from campaigns.tracking.contract import sql_scripts
from campaigns.tracking.demo import data, history
from campaigns.tracking.demo.file import DEMO_VERSION, LEASH, DemoFileError, put_in_place, refuse_strangers, stored

DEFAULT_UNTIL = data.moment("2022-05-10T14:00")
EARLIEST, LATEST = data.moment("2022-01-08T00:00"), data.moment("2022-06-01T00:00")
_HALF_MADE = ".tracking-"  # folders beside the file, while it is made

Progress = Callable[[date, int], None]  # the last day that was made, and the rows so far


def make_demo(path: Path, until: datetime = DEFAULT_UNTIL, progress: Progress | None = None) -> int:
    """Make the demo's database at `path`, with what was registered before `until`, and return its number of rows.

    The file appears whole or not at all, and takes the place of an older demo. Raises DemoFileError with one line
    where it cannot be written or the old one is in use.
    """
    if not EARLIEST <= until <= LATEST:
        raise DemoFileError("the demo's history runs from 2022-01-08T00:00 to 2022-06-01T00:00")
    refuse_strangers(path)  # before the work as well as after it
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        for left_behind in path.parent.glob(f"{_HALF_MADE}*"):
            rmtree(left_behind)
        with TemporaryDirectory(prefix=_HALF_MADE, dir=path.parent) as folder:
            fresh = Path(folder) / path.name
            with closing(sqlite3.connect(fresh, isolation_level=None)) as connection:
                count = _fill(connection, until, progress)
            put_in_place(fresh, path)
    except (OSError, sqlite3.OperationalError) as error:
        raise DemoFileError(f"{path} cannot be written: {error}") from error
    return count


def add_units(connection: sqlite3.Connection) -> dict[str, int]:
    """Write the demo's clusters, units, fields and targets; returns the id of each unit by code."""
    connection.executemany(
        "INSERT INTO cluster (code, name) VALUES (?, ?)", [(cluster.code, cluster.name) for cluster in data.clusters()]
    )
    connection.execute("PRAGMA defer_foreign_keys = ON")  # a successor may come after its predecessor
    ids = {unit.code: number for number, unit in enumerate((*data.units(), *data.children()), start=1)}
    connection.executemany(
        "INSERT INTO union_unit (id, code, parent_id, name, short_name, kind, cluster_id, valid_to, successor_id)"
        " VALUES (?, ?, ?, ?, ?, ?, (SELECT id FROM cluster WHERE code = ?), ?, ?)",
        [
            (
                ids[unit.code],
                unit.code,
                ids.get(unit.parent_code or ""),
                unit.name,
                unit.short_name,
                unit.kind,
                unit.cluster_code,
                unit.valid_to and unit.valid_to.isoformat(),
                ids.get(unit.successor_code or ""),
            )
            for unit in (*data.units(), *data.children())
        ],
    )
    connection.executemany("INSERT INTO field (code, name) VALUES (?, ?)", data.fields())
    connection.executemany(
        "INSERT INTO unit_target (campaign_code, unit_id, kind, amount) VALUES (?, ?, ?, ?)",
        [(target.campaign_code, ids[target.unit_code], target.kind, target.amount) for target in data.targets()],
    )
    return ids


def _fill(connection: sqlite3.Connection, until: datetime, progress: Progress | None) -> int:
    # Nobody reads the file before it is whole, so it needs no journal while it is made.
    connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = ON;")
    for script in sql_scripts("sqlite").values():
        connection.executescript(script)
    connection.executescript((files("campaigns.tracking.demo") / "data" / "clock.sql").read_text(encoding="utf-8"))
    connection.execute("BEGIN")
    with connection:
        connection.execute(
            "INSERT INTO demo_clock VALUES (1, ?, ?, ?)", (stored(datetime.now(UTC)), stored(until), LEASH)
        )
        ids = add_units(connection)
        _add_featured(connection, ids)
        count = _add_history(connection, ids, until, progress)
    connection.executescript(f"PRAGMA user_version = {DEMO_VERSION}; ANALYZE; PRAGMA journal_mode = WAL;")
    return count


def _add_history(
    connection: sqlite3.Connection, ids: dict[str, int], until: datetime, progress: Progress | None
) -> int:
    # Indexes are quicker made once over all rows than kept up row by row.
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'initiative'"
    ).fetchall()
    for name, _sql in indexes:
        connection.execute(f"DROP INDEX {name}")
    fields = field_ids(connection)
    count = 0
    for day, entries in history.entries_by_day(until):
        connection.executemany(
            "INSERT INTO initiative (unit_id, field_id, status, registered_at, updated_at, deleted_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            [
                (
                    ids[entry.unit_code],
                    fields[entry.field_code],
                    entry.status,
                    _text(entry.registered),
                    _text(entry.updated),
                    None if entry.deleted is None else _text(entry.deleted),
                )
                for entry in entries
            ],
        )
        count += len(entries)
        if progress is not None:
            progress(day, count)
    for _name, sql in indexes:
        connection.execute(sql)
    return count


def field_ids(connection: sqlite3.Connection) -> dict[str | None, int | None]:
    """The id of each field of work by code; none for none."""
    ids: dict[str | None, int | None] = {None: None}
    ids.update(connection.execute("SELECT code, id FROM field").fetchall())
    return ids


def _add_featured(connection: sqlite3.Connection, ids: dict[str, int]) -> None:
    fields = field_ids(connection)
    for row in data.rows("featured"):
        values: dict[str, Any] = {name: value or None for name, value in row.items()}
        values["unit_id"] = ids[row["unit_code"]]
        values["field_id"] = fields[row["field_code"]]
        connection.execute(
            "INSERT INTO featured_initiative (code, title, unit_id, field_id, kind, author_names, author_jobs, summary,"
            " benefit_vnd, benefit_note, recognised_on, recognition_ref, restricted, cleared)"
            " VALUES (:code, :title, :unit_id, :field_id, :kind, :author_names, :author_jobs, :summary, :benefit_vnd,"
            " :benefit_note, :recognised_on, :recognition_ref, :restricted, :cleared)",
            values,
        )


@cache
def _day_text(number: int) -> str:
    return (date(1970, 1, 1) + timedelta(days=number)).isoformat()


@cache
def _time_text(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def _text(moment: int) -> str:
    """Whole seconds since 1970 as the database keeps a moment. Its parts are few, so each is made once."""
    day, second = divmod(moment, 86_400)
    return f"{_day_text(day)} {_time_text(second)}"
