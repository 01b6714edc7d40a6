"""From database addresses to Django's DATABASES entries: the site's own database, and the read-only window on tracking.

SQLite and PostgreSQL are understood, and MariaDB and MySQL for tracking. Everything that makes a connection safe stands
here (for MariaDB's session in campaigns.tracking.mysql), for every environment: timeouts, SQLite's WAL, and for the
alias `tracking` a connection that itself refuses to write (the router refuses before it, see config.routers; the role
of the production database should allow no more than SELECT either).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from config.env import ROOT

SQLITE = "django.db.backends.sqlite3"
POSTGRESQL = "django.db.backends.postgresql"
TRACKING_SQLITE = "campaigns.tracking.sqlite"
TRACKING_POSTGRESQL = "campaigns.tracking.postgresql"
MYSQL = "django.db.backends.mysql"
TRACKING_MYSQL = "campaigns.tracking.mysql"
# What an address may lead to, and how that is written.
OWN = {SQLITE: "SQLite (sqlite:///path)", POSTGRESQL: "PostgreSQL (postgres://…)"}
TRACKED = {**OWN, MYSQL: "MariaDB or MySQL (mysql://…)"}
NONE = "django.db.backends.dummy"
"""Django's engine for a database that is not there: every use of it is an error."""

# Writers wait for each other up to `timeout` seconds. IMMEDIATE takes the write lock when a transaction begins, since
# SQLite never waits where a transaction that began by reading wants to write.
_SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
_SQLITE_READ_ONLY_OPTIONS = {"timeout": 3, "init_command": "PRAGMA query_only=ON;"}


def database(url: str) -> dict[str, Any]:
    """The site's own database. Relative SQLite paths count from the project's folder.

    Raises ImproperlyConfigured, with one line and without the password, for an address that is not understood.
    """
    config = _parse(url, OWN)
    if config["ENGINE"] == SQLITE:
        _make_absolute(config)
        config["OPTIONS"] = _SQLITE_OPTIONS | config.get("OPTIONS", {})
        return config
    config["CONN_MAX_AGE"] = 60
    config["CONN_HEALTH_CHECKS"] = True
    given = config.get("OPTIONS", {})
    # What the address says comes last and wins: a long migration may need `?options=-c statement_timeout=0`.
    session = f"-c statement_timeout=30s -c lock_timeout=10s {given.get('options', '')}".strip()
    config["OPTIONS"] = {"connect_timeout": 5, "application_name": "tu-hao", **given, "options": session}
    return config


def tracking_database(url: str) -> dict[str, Any]:
    """The tracking database (docs/tracking.md), which this site reads and never writes.

    A connection to a file lives for one reading, so a file that was replaced is simply found; one to a server is kept,
    since a tick takes less time than connecting, and is tried before each reading. A test runner makes no database for
    the alias: SQLite's is an empty one in memory, and on a server the alias becomes a mirror of the site's own test
    database.
    """
    if not url:
        return {"ENGINE": NONE}
    config = _parse(url, TRACKED)
    if config["ENGINE"] == SQLITE:
        config["ENGINE"] = TRACKING_SQLITE
        config["CONN_MAX_AGE"] = 0
        _make_absolute(config)
        if config["NAME"] == ":memory:":
            raise ImproperlyConfigured("the tracking database cannot be in memory: nobody could write to it")
        config["NAME"] = f"file:{quote(config['NAME'])}?mode=ro"
        config["OPTIONS"] = _SQLITE_READ_ONLY_OPTIONS
        config["TEST"] = {"NAME": ":memory:", "MIGRATE": False}
        return config
    config["CONN_MAX_AGE"] = 600
    config["CONN_HEALTH_CHECKS"] = True
    config["TEST"] = {"MIRROR": "default"}
    given = config.get("OPTIONS", {})
    if config["ENGINE"] == MYSQL:
        config["ENGINE"] = TRACKING_MYSQL  # which makes the session read-only; it has no way to say so in its options
        config["OPTIONS"] = {
            "program_name": "tu-hao collector",
            **given,
            "charset": "utf8mb4",
            "isolation_level": "repeatable read",
            "connect_timeout": 3,
            "read_timeout": 10,
        }
        return config
    config["ENGINE"] = TRACKING_POSTGRESQL
    # Here ours come last and win: nothing in the address may make the session writable or patient.
    session = (
        f"{given.get('options', '')} -c default_transaction_read_only=on -c statement_timeout=5s -c lock_timeout=2s"
        " -c idle_in_transaction_session_timeout=30s"
    ).strip()
    config["OPTIONS"] = {
        "application_name": "tu-hao collector",
        **given,
        "connect_timeout": 3,
        "options": session,
    }
    return config


def _parse(url: str, engines: Mapping[str, str]) -> dict[str, Any]:
    try:
        config = dict(dj_database_url.parse(url))
    except ValueError as error:
        raise ImproperlyConfigured(f"a database address is not understood: {error}") from None
    if config["ENGINE"] not in engines:
        raise ImproperlyConfigured(f"databases are {' or '.join(engines.values())}, not {config['ENGINE']}")
    return config


def _make_absolute(config: dict[str, Any]) -> None:
    if config["NAME"] != ":memory:":
        config["NAME"] = str(ROOT / Path(config["NAME"]))
