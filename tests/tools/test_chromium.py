"""Which browser the tests take, of those that a system has."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools import chromium
from tools.console import Failure

Install = Callable[[str], str]


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Install:
    """Lets the system have a program; it has no other."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("CHROMIUM", raising=False)

    def program(name: str) -> str:
        path = tmp_path / name
        path.write_text("#!/bin/sh\n")
        path.chmod(0o755)
        return str(path)

    return program


def test_the_shell_is_taken_where_there_is_one(install: Install) -> None:
    browser = install("chromium")
    assert chromium.path() == browser
    shell = install("chromium-headless-shell")
    assert chromium.path() == shell
    assert chromium.path(shell=False) == browser


def test_the_environment_decides(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    install("chromium")
    own = install("own-browser")
    monkeypatch.setenv("CHROMIUM", "own-browser")
    assert chromium.path() == chromium.path(shell=False) == own
    monkeypatch.setenv("CHROMIUM", "none-such")
    with pytest.raises(Failure, match="none-such"):
        chromium.path()


def test_a_system_without_a_browser_is_told_what_to_install(install: Install) -> None:
    with pytest.raises(Failure, match="chromium"):
        chromium.path()
