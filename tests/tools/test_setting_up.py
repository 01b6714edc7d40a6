"""`tools.bootstrap` and `tools.environment`: what a newcomer's machine may lack is said in one clear line."""

import ast
import importlib.util
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tools import ports
from tools.console import Failure
from tools.environment import Environment

PROJECT = Path(__file__).resolve().parents[2]
NOBODY = 65534
OLD = """
import runpy, sys
sys.version_info = (3, 9, 18, "final", 0)
runpy.run_module("tools.bootstrap", {}, "__main__")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project folder with the tools and one locked package."""
    shutil.copytree(PROJECT / "tools", tmp_path / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "requirements.lock").write_text("some-package==1.0 --hash=sha256:00\n")
    (tmp_path / "requirements-dev.lock").write_text("some-package==1.0 --hash=sha256:00\nmore==2 --hash=sha256:11\n")
    return tmp_path


def program(path: Path, script: str) -> None:
    """Write an executable shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def ready_venv(folder: Path, pip: str) -> Path:
    """A .venv that stands already, whose pip is a stand-in; returns the log of what was run in it."""
    log = folder / "runs.log"
    program(folder / ".venv/bin/python", f'echo "$@" >> {log}\ncase "$2" in pip) {pip} ;; esac')
    (folder / ".venv/set-up.json").write_text(json.dumps({"root": str(folder)}))
    return log


def one_line(done: subprocess.CompletedProcess[str]) -> str:
    """The single line on stderr of a program that ended with 1 and said nothing else."""
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    lines = done.stderr.splitlines()
    assert len(lines) == 1, done.stderr
    return lines[0]


def run(folder: Path, *command: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    own = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")}  # make test's
    environ = {**own, "PATH": path or os.environ["PATH"]}
    return subprocess.run(command, cwd=folder, env=environ, capture_output=True, text=True, timeout=60, check=False)


def test_the_launcher_reads_as_old_python() -> None:
    ast.parse((PROJECT / "tools" / "bootstrap.py").read_text(), feature_version=(3, 6))


def test_an_old_python_says_what_it_needs(folder: Path) -> None:
    program(folder / "bin/python3.13", "exit 127")  # a version manager's shim for a version that is not there
    program(folder / "bin/python3", "echo 3 9")
    line = one_line(run(folder, sys.executable, "-c", OLD, path=str(folder / "bin")))
    assert "needs Python 3.11 or newer, this is 3.9.18" in line
    assert not (folder / ".venv").exists()


def test_an_old_python_hands_over_to_a_newer_one(folder: Path) -> None:
    program(folder / "bin/python3.12", 'case "$1" in -c) echo 3 12 ;; *) echo "handed over: $@" ;; esac')
    done = run(folder, sys.executable, "-c", OLD, path=str(folder / "bin"))
    assert done.stdout == "handed over: -m tools.bootstrap\n"


def test_a_read_only_folder_is_said_in_one_line() -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        script = (
            "import os, pathlib, sys; from tools import environment;"
            f"environment.ROOT = pathlib.Path({folder!r});"
            f"os.geteuid() or os.setuid({NOBODY});"  # root may write anywhere
            "sys.exit(environment.main([]))"
        )
        assert "the folder is read-only" in one_line(run(PROJECT, sys.executable, "-c", script))
        Path(folder).chmod(0o755)


def test_a_taken_port_is_said_before_anything_is_made(folder: Path) -> None:
    with socket.create_server((ports.HOST, 0)) as other:
        port = other.getsockname()[1]
        line = one_line(run(folder, sys.executable, "-m", "tools.bootstrap", "--port", str(port)))
    assert f"port {port} is taken" in line
    assert not (folder / ".venv").exists()


@pytest.mark.parametrize("text", ["", "abc", "0", "65536", "-1", "80 80", "٨٠"])
def test_a_port_that_is_none(text: str) -> None:
    with pytest.raises(Failure, match="PORT must be a number"):
        ports.parse(text)


def test_a_python_without_venv_names_the_package(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Failure, match=r"apt install python3\.\d+-venv"):
        Environment(folder).ensure(dev=False)


def test_a_disk_that_is_full_before_there_is_pip(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inner = 'echo "OSError: [Errno 28] No space left on device"; echo "subprocess.CalledProcessError"; exit 1'
    program(folder / "inner", inner)
    program(folder / "python", f"mkdir -p {folder}/.venv/bin && cp {folder}/inner {folder}/.venv/bin/python")
    monkeypatch.setattr(sys, "executable", str(folder / "python"))
    with pytest.raises(Failure, match="the disk is full"):
        Environment(folder).ensure(dev=False)


def test_make_passes_over_a_python_that_does_not_run(folder: Path) -> None:
    program(folder / "bin/python3", "exit 127")  # a version manager's shim for a version that is not there
    program(folder / "bin/python3.12", "true")
    shutil.copy(PROJECT / "Makefile", folder)
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    done = run(folder, "make", "--dry-run", "setup", path=path)
    assert done.stdout == f"{folder / 'bin' / 'python3.12'} -m tools.bootstrap --dev\n"


@pytest.mark.parametrize(
    ("output", "line"),
    [
        ("src/x.c:1:10: fatal error: Python.h: No such file or directory", "a Python header is missing"),
        ("error: command 'gcc' failed: No such file or directory", "a C compiler is missing"),
        ("ERROR: Could not install packages: [Errno 28] No space left on device", "the disk is full"),
        ("ERROR: Could not install packages: [Errno 30] Read-only file system: x", "the folder is read-only"),
        (
            "ERROR: THESE PACKAGES do not match the hashes from the requirements file",
            "does not match the lock",
        ),
        (
            "Temporary failure in name resolution\nERROR: No matching distribution",
            "no Python package registry",
        ),
        ("working\nERROR: something unheard of\n\n", "ERROR: something unheard of"),
        ("", "the installation failed"),
    ],
)
def test_a_failed_installation_names_its_cause(folder: Path, output: str, line: str) -> None:
    (folder / "said").write_text(output)
    ready_venv(folder, f"cat {folder}/said >&2; exit 1")
    done = run(folder, sys.executable, "-m", "tools.bootstrap")
    assert done.returncode == 1
    assert [line in said for said in done.stderr.splitlines()] == [True]
    assert "Traceback" not in done.stderr + done.stdout
    assert "packages" not in json.loads((folder / ".venv/set-up.json").read_text())


def test_what_is_done_is_not_done_again(folder: Path) -> None:
    log = ready_venv(folder, "mkdir -p site/static/fonts && touch site/static/fonts/OFL.txt")
    Environment(folder).ensure(dev=False)
    first = log.read_text()
    assert "-m pip install" in first
    assert "-m tools.fonts" in first
    log.unlink()
    Environment(folder).ensure(dev=False)
    assert log.read_text().strip() == "-c"


def test_a_changed_lock_is_installed_and_the_tests_lock_holds_both(folder: Path) -> None:
    log = ready_venv(folder, "true")
    (folder / "site/static/fonts").mkdir(parents=True)
    (folder / "site/static/fonts/OFL.txt").touch()
    made = Environment(folder)
    made.ensure(dev=True)
    assert "requirements-dev.lock" in log.read_text()
    log.unlink()
    made.ensure(dev=False)
    assert "pip" not in log.read_text()
    (folder / "requirements.lock").write_text("some-package==1.1 --hash=sha256:22\n")
    made.ensure(dev=False)
    assert log.read_text().count("pip install") == 1
    made.ensure(dev=True)
    assert log.read_text().count("pip install") == 2


def test_a_folder_that_was_moved_gets_a_new_environment(folder: Path) -> None:
    ready_venv(folder, "true")
    (folder / ".venv/set-up.json").write_text(json.dumps({"root": "/somewhere/else", "packages": "x"}))
    made = Environment(folder)
    made._ensure_venv()
    assert made._runs()
    assert json.loads((folder / ".venv/set-up.json").read_text()) == {"root": str(folder)}


def test_an_environment_that_is_linked_to_is_left_alone(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    other = tmp_path_factory.mktemp("other")
    ready_venv(other, "true")
    (folder / ".venv").symlink_to(other / ".venv")
    Environment(folder)._ensure_venv()
    assert json.loads((folder / ".venv/set-up.json").read_text()) == {"root": str(folder)}
    assert json.loads((other / ".venv/set-up.json").read_text()) == {"root": str(other)}


def test_the_locks_name_no_host_and_pin_every_package() -> None:
    for lock in (PROJECT / "requirements.lock", PROJECT / "requirements-dev.lock"):
        text = lock.read_text()
        assert "://" not in text
        assert "/" not in text
        names = [line for line in text.splitlines() if not line.startswith((" ", "#"))]
        assert all("==" in name for name in names)
        assert text.count("--hash=sha256:") >= len(names)
