"""Production starts with what it needs, and with one clear line refuses anything unsafe."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "a1b2c3d4e5f6g7h8" * 4,
    "PUBLIC_URL": "https://tuhao.example",
    "ALLOWED_HOSTS": "tuhao.example",
}


def start(tmp_path: Path, **changes: str) -> subprocess.CompletedProcess[str]:
    """Run `manage.py check --deploy` as a production machine would, with `changes` to a good environment."""
    ours = {*GOOD, "DJANGO_ALLOW_ASYNC_UNSAFE"}  # the last is set by the browser's tests in the same process
    environment = {key: value for key, value in os.environ.items() if key not in ours}
    environment |= GOOD | {"DATABASE_URL": f"sqlite:///{tmp_path / 'cms.sqlite3'}"} | changes
    return subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={key: value for key, value in environment.items() if value},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_good_environment_starts_without_a_warning(tmp_path: Path) -> None:
    result = start(tmp_path)
    assert result.returncode == 0, result.stderr


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
    ],
)
def test_an_unsafe_environment_is_refused_in_words(tmp_path: Path, changes: dict[str, str], said: str) -> None:
    result = start(tmp_path, **changes)
    assert result.returncode != 0
    assert said in result.stderr.strip().splitlines()[-1]
