"""What differs from Django's backend: the driver, the names of views, and a session that only reads and gives up soon.

The driver is PyMySQL, which is pure Python: Django's own choice must be compiled, with the server's headers at hand.
"""

from typing import Any

import pymysql

pymysql.install_as_MySQLdb()

from django.db.backends.mysql import base, operations  # noqa: E402 - it imports the driver by its other name

from campaigns.tracking.contract import PREFIX  # noqa: E402

_SESSION = (
    "SET SESSION TRANSACTION READ ONLY",
    "SET time_zone = '+00:00', lock_wait_timeout = 2, wait_timeout = 900",  # seconds
)
_OF_MARIADB = "SET max_statement_time = 5, idle_transaction_timeout = 30"  # seconds
_OF_MYSQL = "SET max_execution_time = 5000"  # milliseconds


class DatabaseOperations(operations.DatabaseOperations):
    """Quotes the contract's view names without their prefix: the database that is connected to is their schema."""

    def quote_name(self, name: str) -> str:
        return super().quote_name(name.removeprefix(PREFIX))


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection of the alias `tracking` on MariaDB or MySQL."""

    ops_class = DatabaseOperations

    def get_connection_params(self) -> dict[str, Any]:
        """Django's; a password may have any letters, where the driver would take it for Latin-1."""
        params: dict[str, Any] = super().get_connection_params()
        if "password" in params:
            params["password"] = params["password"].encode()
        return params

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Django's; what the driver lacks for a kind of password is a failure to connect like any other."""
        try:
            return super().get_new_connection(conn_params)
        except RuntimeError as error:
            raise pymysql.err.OperationalError(str(error)) from error

    def init_connection_state(self) -> None:
        """Make the session read-only and impatient, whatever the address says."""
        super().init_connection_state()
        with self.cursor() as cursor:
            for statement in (*_SESSION, _OF_MARIADB if self.mysql_is_mariadb else _OF_MYSQL):
                cursor.execute(statement)
