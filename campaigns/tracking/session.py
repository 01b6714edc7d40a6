"""One reading of the tracking database: a connection of its own, one consistent moment, and plain words for faults."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import Error

ALIAS = "tracking"

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
    ("Connection refused", "nothing answers at its address"),
    ("timeout expired", "nothing answers at its address"),
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
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield connection
    except Error as error:
        raise TrackingAway(f"the tracking database cannot be read: {in_plain_words(error)}") from error
    finally:
        connection.close_if_unusable_or_obsolete()


def in_plain_words(error: Exception) -> str:
    """What an engine's error means, in one line; its own first line where it is not known."""
    said = str(error).strip()
    first = said.splitlines()[0] if said else type(error).__name__
    for sign, meaning in _MEANINGS:
        if sign in said:
            return f"{meaning} ({first})"
    return first
