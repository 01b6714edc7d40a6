"""The browser of the tests: the system's Chromium, installed from the system's packages where it is missing.

    python3 -m tools.chromium      prints its path

Debian's headless shell is the same engine without windows and the pages of their own; tests take a third less with it.
`CHROMIUM` in the environment names another one. Playwright's own download is not used.
"""

from __future__ import annotations

import os
import shutil
import sys

from tools.console import Failure, run, say
from tools.system import NEEDS, ensure

QUIET = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""What keeps the browser off the network but for the pages that it is told to open."""


def path(*, shell: bool = True) -> str:
    """Path of the browser, installed first if missing; without `shell`, of one that could open windows.

    Raises Failure with what to install.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        if found := shutil.which(named):
            return found
        raise Failure(f"Không có trình duyệt {named} (CHROMIUM names no program)")
    if not shell:
        return ensure("chromium")
    if found := NEEDS["chromium-headless-shell"].find() or NEEDS["chromium"].find():
        return found
    try:
        return ensure("chromium-headless-shell")
    except Failure:  # a system that has no such package
        return ensure("chromium")


def arguments() -> list[str]:
    """How to start it; as root it cannot use its sandbox."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else list(QUIET)


def main() -> int:
    """Print the path."""
    say(path())
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
