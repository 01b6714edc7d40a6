"""One reading of the tracking database: a connection of its own, one consistent moment, and plain words for faults."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import Error

ALIAS = "tracking"

# What makes of a transaction one moment that cannot be written to, where the connection alone does not.
_BEGIN = {
    "postgresql": "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY",
    "mysql": "START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY",
}

# How engines say what happened, and what it means to whoever watches the site.
_MEANINGS = (
    ("unable to open database file", "the file does not exist or cannot be read"),
    ("file is not a database", "the file is not a SQLite database"),
    ("malformed", "the file is damaged"),
    ("database is locked", "another program keeps it locked"),
    ("statement timeout", "a query took longer than 5 s"),
    ("lock timeout", "another program keeps it locked"),
    ("permission denied", "the role may not read it"),
    ("password authentication failed", "it refuses the role or its password"),
    ("does not exist", "there is no such database, role or view"),
    ("the database system is", "its server is starting, recovering or stopping"),
    ("Connection refused", "nothing answers at its address"),
    ("timeout expired", "nothing answers at its address"),
    ("timed out", "nothing answers at its address"),
    ("Unknown database", "there is no such database, role or view"),
    ("Access denied", "it refuses the role or its password"),
    ("command denied", "the role may not read it"),
    ("max_statement_time exceeded", "a query took longer than 5 s"),
    ("maximum statement execution time exceeded", "a query took longer than 5 s"),
    ("Lock wait timeout exceeded", "another program keeps it locked"),
)


class TrackingAway(Exception):
    """The tracking database cannot be read now. The message is one line, for a log."""


@contextmanager
def consistent_reading() -> Iterator[BaseDatabaseWrapper]:
    """Everything read inside comes from one moment, in a transaction that cannot write.

    Raises TrackingAway for whatever keeps the database from being read: missing, locked, unreachable, too slow.
    """
    connection = connections[ALIAS]
    if connection.settings_dict["ENGINE"] == "django.db.backends.dummy":
        raise TrackingAway("there is no tracking database: TRACKING_DATABASE_URL is not set")
    try:
        connection.close_if_unusable_or_obsolete()
        with transaction.atomic(using=ALIAS):
            if begin := _BEGIN.get(connection.vendor):
                with connection.cursor() as cursor:
                    cursor.execute(begin)
            yield connection
    except Error as error:
        raise TrackingAway(f"the tracking database cannot be read: {in_plain_words(error)}") from error
    finally:
        connection.close_if_unusable_or_obsolete()


def in_plain_words(error: Exception) -> str:
    """What an engine's error means, in one line; its own first line where it is not known."""
    said = str(error.args[-1] if error.args else error).strip()  # MariaDB's begin with their number
    first = said.splitlines()[0] if said else type(error).__name__
    for sign, meaning in _MEANINGS:
        if sign in said:
            return f"{meaning} ({first})"
    return first
