"""Start of every make target: find a Python that is new enough, then let `tools.environment` set up `.venv`.

    python3 -m tools.bootstrap [--dev] [--port PORT]

This file alone is written for old Pythons (3.6 and up), so that one of them says in one clear line what it
lacks, or hands over to a newer one beside it. Everything newer lives in the modules imported at the end.
"""

import os
import shutil
import subprocess
import sys
from typing import Tuple

NEEDED = (3, 11)
NEWER = ("python3.14", "python3.13", "python3.12", "python3.11", "python3")


def version_of(python: str) -> Tuple[int, ...]:
    """(major, minor) of the interpreter at a path; (0, 0) when it does not run (a version manager's shim)."""
    try:
        said = subprocess.check_output(
            [python, "-c", "import sys; print(*sys.version_info[:2])"], stderr=subprocess.DEVNULL
        )
        return tuple(int(part) for part in said.split())
    except (OSError, ValueError, subprocess.CalledProcessError):
        return (0, 0)


def newer_python() -> str:
    """Path of a Python that is new enough, or ""."""
    for name in NEWER:
        path = shutil.which(name)
        if path and version_of(path) >= NEEDED:
            return path
    return ""


def main() -> int:
    """Hand over to a newer Python where this one is too old; else set up. Returns the exit code."""
    if sys.version_info[:2] < NEEDED:
        python = newer_python()
        if python:
            os.execv(python, [python, "-m", "tools.bootstrap", *sys.argv[1:]])  # noqa: S606 - a shell is not wanted
        needed, here = ".".join(map(str, NEEDED)), ".".join(map(str, sys.version_info[:3]))
        line = "✗ Cần Python {0} trở lên, ở đây là {1} (needs Python {0} or newer, this is {1}).\n"
        sys.stderr.buffer.write(line.format(needed, here).encode("utf-8"))
        return 1
    from tools.environment import main as set_up

    return set_up(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
