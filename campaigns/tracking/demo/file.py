"""The demo's database file: where it is, whether it is ours, its clock, and how one is put in another's place."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote, urlsplit

APPLICATION_ID = 1414875209  # written by sql/sqlite/1_registration.sql
DEMO_VERSION = 1  # PRAGMA user_version of a complete demo file
LEASH = 15.0  # seconds that the clock may run ahead of the last writer
_BUSY = 5.0  # seconds to wait for another program's lock


class DemoFileError(Exception):
    """The demo's database cannot be made or used; the message is one line for whoever started the command."""


def demo_path(settings_dict: dict[str, Any]) -> Path:
    """The file behind the alias `tracking`. Raises DemoFileError where that is a database server."""
    name = str(settings_dict["NAME"])
    if "sqlite" not in settings_dict["ENGINE"] or not name.startswith("file:/"):
        raise DemoFileError("TRACKING_DATABASE_URL is not a SQLite file: the demo's commands leave it alone")
    return Path(unquote(urlsplit(name).path))


def is_demo(path: Path) -> bool:
    """Whether `path` is a complete demo of this version. Makes no file and raises nothing for a strange one."""
    return _demo_version(path) == DEMO_VERSION


def refuse_strangers(path: Path) -> None:
    """Raise DemoFileError if something stands at `path` that is no demo of this project, of whatever version."""
    if path.exists() and not (path.is_file() and path.stat().st_size == 0) and _demo_version(path) is None:
        raise DemoFileError(f"{path} is not a demo database of this project: remove it yourself if it may go")


def _demo_version(path: Path) -> int | None:
    if not path.is_file():
        return None
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path))}?mode=ro", uri=True, timeout=_BUSY)) as connection:
            mark = connection.execute("PRAGMA application_id").fetchone()[0]
            version: int = connection.execute("PRAGMA user_version").fetchone()[0]
            clock = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'demo_clock'").fetchone()[0]
    except sqlite3.DatabaseError:
        return None
    return version if mark == APPLICATION_ID and clock else None


def open_demo(path: Path) -> sqlite3.Connection:
    """A connection that writes to the demo's database, with explicit transactions. Refuses anything else."""
    if not path.exists():
        raise DemoFileError(f"{path} does not exist: make it with make_tracking_demo")
    if not is_demo(path):
        raise DemoFileError(f"{path} is not a demo database of this project: nothing is written to it")
    return sqlite3.connect(path, timeout=_BUSY, isolation_level=None)


def stored(moment: datetime) -> str:
    """A moment as the database keeps it: UTC text with milliseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]


def resume_clock(path: Path) -> str:
    """Let the clock go on from where it stands, so that the time since the last writer counts for nothing.

    The simulator does this at its start and at each step. Returns the demo's moment as stored (UTC).
    """
    with closing(open_demo(path)) as connection:
        return set_clock(connection)


def set_clock(connection: sqlite3.Connection) -> str:
    """Set the clock to where it stands, which gives it its leash anew, and return that moment as stored (UTC)."""
    row = connection.execute(
        "UPDATE demo_clock SET (anchor_real, anchor_demo) ="
        " (SELECT strftime('%Y-%m-%d %H:%M:%f', 'now'), now FROM clock) RETURNING anchor_demo"
    ).fetchall()
    return str(row[0][0])


def put_in_place(fresh: Path, path: Path) -> None:
    """Move a finished file over `path` in one step, once nobody uses the old one. Raises DemoFileError otherwise."""
    refuse_strangers(path)
    if path.exists():
        _close_for_good(path)
    for companion in (f"{path}-wal", f"{path}-shm"):
        Path(companion).unlink(missing_ok=True)  # of the old file: SQLite would read them into the new one
    fresh.replace(path)


def _close_for_good(path: Path) -> None:
    """Make sure that nobody has the old file open: leaving WAL needs it alone, and takes its companions away."""
    try:
        with closing(sqlite3.connect(path, timeout=_BUSY)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError:
        raise DemoFileError(f"{path} is in use: stop the demo (simulate_tracking) first") from None
