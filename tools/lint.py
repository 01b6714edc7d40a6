"""`make lint`: every check but the tests. All of them run; each says how long it took and its faults."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tools.console import Step, run, say

ROOT = Path(__file__).resolve().parents[1]
BIN = Path(sys.executable).parent
PYTHON = sys.executable
MANAGE = [PYTHON, "manage.py"]

CHECKS: dict[str, list[str]] = {
    "ruff check": [PYTHON, "-m", "ruff", "check", "--quiet", "--output-format", "concise", "."],
    "ruff format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
    "import-linter": [str(BIN / "lint-imports")],
    "djlint": [PYTHON, "-m", "djlint", "--lint", "--quiet", "templates"],
    "django check": [*MANAGE, "check", "--fail-level", "WARNING"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "templates": [PYTHON, "-m", "tools.templates"],
    "messages": [PYTHON, "-m", "tools.messages", "--check"],
    "mypy": [PYTHON, "-m", "mypy"],
}


def main() -> int:
    """Run the checks named on the command line, or all; exit code 1 when one finds a fault."""
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", "PYTHONPATH": "site:."}
    failed = []
    for name in sys.argv[1:] or CHECKS:
        with Step(name) as step:
            done = subprocess.run(
                CHECKS[name],
                cwd=ROOT,
                env=environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                check=False,
            )
            step.failed = done.returncode != 0
        if done.returncode:
            failed.append(name)
            say(done.stdout.rstrip())
    if failed:
        say(f"Chưa đạt (failed): {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(run(main))
