"""Database addresses become safe connections."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.databases import database, tracking_database
from config.env import ROOT


def test_sqlite_waits_and_keeps_a_write_ahead_log() -> None:
    config = database("sqlite:////tmp/cms.sqlite3")
    assert config["NAME"] == "/tmp/cms.sqlite3"
    assert config["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert config["OPTIONS"]["timeout"] == 20
    assert "journal_mode=WAL" in config["OPTIONS"]["init_command"]


def test_relative_paths_count_from_the_project() -> None:
    assert Path(database("sqlite:///var/cms.sqlite3")["NAME"]) == ROOT / "var" / "cms.sqlite3"
    assert tracking_database("sqlite:///var/t.sqlite3")["NAME"] == f"file:{ROOT}/var/t.sqlite3?mode=ro"


def test_postgresql_has_timeouts_that_the_address_may_change() -> None:
    config = database("postgres://cms:secret@db.example:5433/cms?sslmode=require&options=-c%20statement_timeout%3D0")
    assert (config["HOST"], config["PORT"]) == ("db.example", 5433)
    assert config["OPTIONS"]["sslmode"] == "require"
    assert config["OPTIONS"]["connect_timeout"] == 5
    assert config["OPTIONS"]["options"].endswith("-c lock_timeout=10s -c statement_timeout=0")


def test_tracking_on_postgresql_is_read_only_whatever_the_address_says() -> None:
    config = tracking_database("postgres://r@db/registration?options=-c%20default_transaction_read_only%3Doff")
    said = config["OPTIONS"]["options"].split("-c ")
    assert config["ENGINE"] == "campaigns.tracking.postgresql"
    assert [part.strip() for part in said if "read_only" in part] == [
        "default_transaction_read_only=off",
        "default_transaction_read_only=on",
    ]
    assert "statement_timeout=5s" in config["OPTIONS"]["options"]
    assert config["OPTIONS"]["connect_timeout"] == 3
    assert config["CONN_HEALTH_CHECKS"] is True


def test_tracking_on_sqlite_opens_the_file_read_only() -> None:
    config = tracking_database("sqlite:////tmp/một%20thư mục/t%3F.sqlite3")
    assert config["CONN_MAX_AGE"] == 0
    assert config["NAME"] == "file:/tmp/m%E1%BB%99t%20th%C6%B0%20m%E1%BB%A5c/t%3F.sqlite3?mode=ro"
    assert "query_only=ON" in config["OPTIONS"]["init_command"]


def test_tracking_on_mariadb_sees_one_moment_and_waits_for_nothing_long() -> None:
    config = tracking_database("mysql://r:secret@db/cms_v1?ssl-ca=/etc/ca.pem&isolation_level=read%20committed")
    assert config["ENGINE"] == "campaigns.tracking.mysql"
    assert config["OPTIONS"]["isolation_level"] == "repeatable read"
    assert config["OPTIONS"]["ssl"] == {"ca": "/etc/ca.pem"}
    assert (config["OPTIONS"]["connect_timeout"], config["OPTIONS"]["read_timeout"]) == (3, 10)
    assert config["CONN_HEALTH_CHECKS"] is True


def test_the_sites_own_database_is_not_on_mariadb() -> None:
    with pytest.raises(ImproperlyConfigured, match=r"databases are SQLite .* or PostgreSQL .*, not .*mysql"):
        database("mysql://u:secret@h/d")


@pytest.mark.parametrize("url", ["oracle://u:secret@h/d", "what://u:secret@h/d", "postgres://u:secret@[h/d", "nothing"])
def test_other_addresses_are_refused_in_one_line_without_the_password(url: str) -> None:
    for understand in (database, tracking_database):
        with pytest.raises(ImproperlyConfigured) as refusal:
            understand(url)
        assert "\n" not in str(refusal.value)
        assert "secret" not in str(refusal.value)


def test_no_test_database_is_made_for_tracking() -> None:
    assert tracking_database("sqlite:////tmp/t.sqlite3")["TEST"] == {"NAME": ":memory:", "MIGRATE": False}
    for scheme in ("postgres", "mysql"):
        assert tracking_database(f"{scheme}://r@db/registration")["TEST"] == {"MIRROR": "default"}


def test_a_tracking_database_in_memory_is_refused() -> None:
    with pytest.raises(ImproperlyConfigured, match="in memory"):
        tracking_database("sqlite://:memory:")
