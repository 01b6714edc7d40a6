"""Production starts with what it needs, and with one clear line refuses anything unsafe."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "a1b2c3d4e5f6g7h8" * 4,
    "PUBLIC_URL": "https://tuhao.example",
    "ALLOWED_HOSTS": "tuhao.example",
}
UNSET = ("TRACKING_DATABASE_URL", "EMAIL_URL", "EMAIL_FROM", "DJANGO_ALLOW_ASYNC_UNSAFE")  # the last: browser tests
CAMPAIGN = """
from datetime import date
from campaigns.models import Campaign
day = date(2022, 4, 22)
Campaign.objects.create(slug="a", name="A", starts_on=day, ends_on=day, count_from=day, count_to=day,
                        units_from=day, units_to=day)
"""
CHECK = ("manage.py", "check", "--deploy", "--fail-level", "WARNING")


def start(tmp_path: Path, *command: str, changes: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a Python program as a production machine would, with `changes` to a good environment."""
    environment = {key: value for key, value in os.environ.items() if key not in {*GOOD, *UNSET}}
    environment |= GOOD | {"DATABASE_URL": f"sqlite:///{tmp_path / 'cms.sqlite3'}"} | dict(changes or {})
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={key: value for key, value in environment.items() if value},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_good_environment_starts_without_a_warning(tmp_path: Path) -> None:
    result = start(tmp_path, *CHECK)
    assert result.returncode == 0, result.stderr
    mail = {"EMAIL_URL": "smtps://tu-hao:m%40t@mail.example", "EMAIL_FROM": "tu-hao@tuhao.example"}
    assert start(tmp_path, *CHECK, changes=mail).returncode == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "demo-key-for-this-machine-only-production-refuses-to-start-with-it"}, "SECRET_KEY"),
        ({"PUBLIC_URL": ""}, "PUBLIC_URL"),
        ({"PUBLIC_URL": "http://tuhao.example"}, "https://"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "other.example"}, "ALLOWED_HOSTS must have the host of PUBLIC_URL"),
        ({"DATABASE_URL": ""}, "needs these environment variables: DATABASE_URL"),
        ({"DATABASE_URL": "mysql://a:secret@b/c"}, "SQLite"),
        ({"EMAIL_URL": "mail.example"}, "EMAIL_URL is smtp://host"),
        ({"EMAIL_URL": "smtp://a:secret@mail.example"}, "in the clear"),
        ({"EMAIL_FROM": "nobody"}, "EMAIL_FROM"),
        ({"LIVE_MAX_STREAMS": "many"}, "LIVE_MAX_STREAMS must be a whole number"),
    ],
)
def test_an_unsafe_environment_is_refused_in_one_line(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    result = start(tmp_path, *CHECK, changes=changes)
    assert result.returncode == 1
    line, *more = result.stderr.splitlines()
    assert not more, result.stderr
    assert said in line
    assert "secret" not in line


def test_the_web_server_ends_at_once_and_says_why(tmp_path: Path) -> None:
    gunicorn = ("-m", "gunicorn", "config.wsgi", "--pythonpath", "site", "--bind", "127.0.0.1:0", "--no-control-socket")
    result = start(tmp_path, *gunicorn, changes={"DATABASE_URL": ""})
    assert result.returncode == 4
    assert "✗ production needs these environment variables: DATABASE_URL\n" in result.stderr
    assert "Traceback" not in result.stderr


def test_without_a_tracking_database_the_collector_says_so_and_reads_no_demo(tmp_path: Path) -> None:
    assert start(tmp_path, "manage.py", "migrate", "--verbosity", "0").returncode == 0
    assert start(tmp_path, "manage.py", "shell", "-v", "0", "-c", CAMPAIGN).returncode == 0
    for command in (["check_tracking"], ["collect_counters", "--once"]):
        result = start(tmp_path, "manage.py", *command)
        assert result.returncode == 1
        assert "TRACKING_DATABASE_URL is not set" in result.stderr.splitlines()[-1]
        assert "Traceback" not in result.stderr
