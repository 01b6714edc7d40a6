"""Programs of the system that tests and lint need, installed from its own packages where that is possible.

    python3 -m tools.system gettext nginx

Debian and Ubuntu with apt-get, as root or through `sudo` without a password; anywhere else one line says what
to install. Nothing is installed that is there already.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

from tools.causes import cause
from tools.console import Failure, Step, run


@dataclass(frozen=True)
class Need:
    """A program under any of its names, and the Debian package that brings it."""

    names: tuple[str, ...]
    package: str

    def find(self) -> str | None:
        """Path of the program, or None."""
        return next((path for name in self.names if (path := shutil.which(name))), None)


NEEDS = {
    "chromium": Need(("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"), "chromium"),
    "chromium-headless-shell": Need(("chromium-headless-shell",), "chromium-headless-shell"),
    "gettext": Need(("xgettext",), "gettext"),
    "nginx": Need(("nginx", "/usr/sbin/nginx"), "nginx-light"),
    "openssl": Need(("openssl",), "openssl"),
}


def ensure(name: str) -> str:
    """Path of a program of NEEDS, installed first if missing. Raises Failure with what to install."""
    need = NEEDS[name]
    found = need.find()
    if found:
        return found
    root = as_root()
    if root is None or not shutil.which("apt-get"):
        raise Failure(f"Thiếu {name}; hãy cài gói {need.package} (please install the package {need.package})")
    with Step(f"Cài gói {need.package} (installing a system package)"):
        apt(root, "update")
        apt(root, "install", "--yes", "--no-install-recommends", need.package)
    found = need.find()
    if not found:
        raise Failure(f"Gói {need.package} không có {need.names[0]} (the package brought no {need.names[0]})")
    return found


def as_root() -> list[str] | None:
    """What to put before a command to run it as root: nothing, `sudo -n`, or None when there is no way."""
    if os.geteuid() == 0:
        return []
    if (
        shutil.which("sudo")
        and subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False).returncode == 0
    ):
        return ["sudo", "-n"]
    return None


def apt(root: list[str], *arguments: str) -> None:
    """Run apt-get without questions. Raises Failure with its last word."""
    command = [*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Failure(cause(done.stdout + done.stderr))


def main() -> int:
    """Make sure of each program named on the command line."""
    for name in sys.argv[1:]:
        ensure(name)
    return 0


if __name__ == "__main__":
    sys.exit(run(main))
