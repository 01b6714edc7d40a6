"""What the tools say to the person at the terminal: steps with their time, and failures in one clear line."""

from __future__ import annotations

import errno
import sys
import threading
import time
from collections.abc import Callable
from types import TracebackType
from typing import Self

from tools.causes import DISK_FULL, READ_ONLY

PLAIN_EVERY = 10.0
"""Seconds between signs of life where the output is no terminal (on a terminal the line itself counts up)."""


class Failure(Exception):
    """Something that the person can mend; its text is the one line to show."""


def of_os_error(error: OSError, path: str) -> Failure | None:
    """The clear line for a full disk or a folder that cannot be written; None for any other error."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Failure(f"{DISK_FULL}: {error.filename or path}")
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return Failure(f"{READ_ONLY}: {error.filename or path}")
    return None


def say(text: str) -> None:
    """Write one line at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def seconds(value: float) -> str:
    """A duration as people here write it: `3,4 s`."""
    return f"{value:.1f} s".replace(".", ",")


class Step:
    """One thing being done: says what when it starts, gives signs of life, says how long it took.

    Use as a context manager; `detail` names what it is at just now. It has failed when an exception leaves
    the block or `failed` is set. On a terminal it is one line that counts up.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.failed = False
        self._detail = ""
        self._live = sys.stdout.isatty()
        self._over = threading.Event()
        self._ticker = threading.Thread(target=self._tick, daemon=True)

    def detail(self, text: str) -> None:
        """What it is doing now, shown with the next sign of life."""
        self._detail = text

    def __enter__(self) -> Self:
        self._began = time.monotonic()
        self._show(f"→ {self.title} …", end="" if self._live else "\n")
        self._ticker.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._ticker.join()
        took = seconds(time.monotonic() - self._began)
        mark = "✗" if self.failed or error else "✓"
        self._show(f"{mark} {self.title}: {took}", end="\n")

    def _tick(self) -> None:
        while not self._over.wait(1.0 if self._live else PLAIN_EVERY):
            elapsed = f"{time.monotonic() - self._began:.0f} s"
            detail = f" {self._detail}" if self._detail else ""
            if self._live:
                self._show(f"→ {self.title} …{detail} {elapsed}", end="")
            else:
                self._show(f"  …{detail} {elapsed}", end="\n")

    def _show(self, text: str, end: str) -> None:
        sys.stdout.write(("\r\033[K" if self._live else "") + text + end)
        sys.stdout.flush()


def run(main: Callable[[], int]) -> int:
    """Run a tool's main function; a `Failure` becomes its one line on stderr and exit code 1, Ctrl-C 130."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return main()
    except Failure as failure:
        sys.stderr.write(f"✗ {failure}\n")
        return 1
    except OSError as error:
        known = of_os_error(error, ".")
        if known is None:
            raise
        sys.stderr.write(f"✗ {known}\n")
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return 130
