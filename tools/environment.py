"""Set up what the project runs with: `.venv` at the locked versions, the fonts, the compiled translations.

Run through `tools.bootstrap`. Standard library only: nothing is installed yet when it starts. What is right
already is left alone, so that a second run takes a tenth of a second; `.venv/set-up.json` remembers.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from tools import console, ports
from tools.causes import cause
from tools.console import Failure, Step

ROOT = Path(__file__).resolve().parents[1]
LAST_LINES = 400
"""How much of a program's output is kept to find the cause of its failure in."""


class Environment:
    """The project folder with its `.venv`; `ensure` brings both to what the lock files say."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.python = self.venv / "bin" / "python"
        self._memory = self.venv / "set-up.json"

    def ensure(self, dev: bool) -> None:
        """Do what is missing, with what the tests need too if `dev`. Raises Failure with the line to show."""
        self._ensure_writable()
        self._ensure_venv()
        self._ensure_packages(dev)
        fonts = self.root / "tools" / "fonts.py"
        self._ensure_made(
            "Làm phông chữ (making the fonts)",
            "tools.fonts",
            [fonts],
            [self.root / "site" / "static" / "fonts" / "OFL.txt"],
        )
        catalogues = sorted(self.root.glob("site/locale*/*/LC_MESSAGES/*.po"))
        self._ensure_made(
            "Biên dịch bản dịch (compiling translations)",
            "tools.locale.compile",
            catalogues,
            [catalogue.with_suffix(".mo") for catalogue in catalogues],
        )

    def _ensure_writable(self) -> None:
        with tempfile.TemporaryFile(dir=self.root):
            pass

    def _ensure_venv(self) -> None:
        if self._recall().get("root") == str(self.root) and self._runs():
            return
        for module in ("venv", "ensurepip"):
            if importlib.util.find_spec(module) is None:
                raise Failure(cause("ensurepip is not available"))
        if self.venv.is_symlink():
            self.venv.unlink()  # --clear would empty what it leads to, another folder's environment
        with Step("Tạo môi trường Python .venv (making .venv)"):
            self._output([sys.executable, "-m", "venv", "--clear", "--without-pip", str(self.venv)])
            self._output([str(self.python), "-m", "ensurepip", "--default-pip"])  # venv would keep its words to itself
            self._remember(root=str(self.root))

    def _runs(self) -> bool:
        """Whether the interpreter of `.venv` still starts (a system upgrade may have taken its base away)."""
        try:
            return subprocess.run([self.python, "-c", ""], check=False).returncode == 0
        except OSError:
            return False

    def _ensure_packages(self, dev: bool) -> None:
        run, tests = self.root / "requirements.lock", self.root / "requirements-dev.lock"
        done = {"packages": fingerprint([run])}
        if dev:  # the second lock holds all of the first, at the same versions
            done["test packages"] = fingerprint([run, tests])
        if done.items() <= self._recall().items():
            return
        lock = tests if dev else run
        total = sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())
        pip = [str(self.python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        with Step("Cài các gói Python (installing Python packages)") as step:
            self._output([*pip, "--retries", "2", "--require-hashes", "-r", str(lock)], step, total)
        self._remember(**done)

    def _ensure_made(self, title: str, module: str, sources: list[Path], made: list[Path]) -> None:
        """Run a tool inside `.venv` unless it was run for these sources and what it makes is still there."""
        digest = fingerprint(sources)
        if self._recall().get(module) == digest and all(path.exists() for path in made):
            return
        with Step(title):
            self._output([str(self.python), "-m", module])
        self._remember(**{module: digest})

    def _output(self, command: list[str], step: Step | None = None, packages: int = 0) -> None:
        """Run a program, counting pip's packages into `step`. Raises Failure with the cause when it fails."""
        lines: list[str] = []
        count = 0
        with subprocess.Popen(
            command,
            cwd=self.root,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as program:
            for line in program.stdout or ():
                lines = [*lines[-LAST_LINES:], line.rstrip()]
                if step and line.startswith(("Collecting ", "Requirement already satisfied: ")):
                    count += 1
                    step.detail(f"{count}/{packages}")
                elif step and line.startswith(("Installing collected packages", "Building wheel")):
                    step.detail(line.split(":")[0])
        if program.returncode:
            raise Failure(cause("\n".join(lines)))

    def _recall(self) -> dict[str, str]:
        """What was done to this `.venv`; empty when there is none or it was left half-made."""
        try:
            return dict(json.loads(self._memory.read_text(encoding="utf-8")))
        except (FileNotFoundError, NotADirectoryError, ValueError):
            return {}

    def _remember(self, **done: str) -> None:
        self._memory.write_text(json.dumps({**self._recall(), **done}, indent=1) + "\n", encoding="utf-8")


def fingerprint(files: Iterable[Path]) -> str:
    """One hash of the contents of some files."""
    return hashlib.sha256(b"".join(hashlib.sha256(path.read_bytes()).digest() for path in files)).hexdigest()


def main(arguments: list[str]) -> int:
    """Set up; with `--port`, first see that the port is free. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python3 -m tools.bootstrap", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="what tests and lint need, too")
    parser.add_argument("--port", help="the port that will be served on: say at once when it is taken")
    options = parser.parse_args(arguments)

    def work() -> int:
        if options.port is not None:
            ports.ensure_free(ports.parse(options.port))
        Environment(ROOT).ensure(dev=options.dev)
        return 0

    return console.run(work)
