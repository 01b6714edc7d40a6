"""One difference from Django's backend: the connection may do nothing but read, whatever the statement says.

`mode=ro` guards the file itself alone, and `query_only` can be switched off again: a statement that attached the file
once more could write to it. SQLite asks this authorizer about each step of each statement before it runs.
"""

import sqlite3
from typing import Any

from django.db.backends.sqlite3 import base

_READING = frozenset(
    {
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
        sqlite3.SQLITE_TRANSACTION,
        sqlite3.SQLITE_SAVEPOINT,
    }
)
# What is asked and set by Django, by the check of the contract, and by `config.databases`.
_PRAGMAS = frozenset({"foreign_key_check", "foreign_keys", "legacy_alter_table", "schema_version", "table_info"})


def _authorize(action: int, first: str | None, second: str | None, *_where: str | None) -> int:
    """SQLite's question about one step: for a pragma its name and its argument."""
    if action in _READING or (action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS):
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and (first, second) == ("query_only", "ON"):
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection of the alias `tracking` on SQLite."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        connection = super().get_new_connection(conn_params)
        connection.set_authorizer(_authorize)
        return connection
