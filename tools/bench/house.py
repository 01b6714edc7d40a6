"""The whole site in a folder of its own: copies of the demo's databases, and each program by the command it runs by."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from tools import serve
from tools.bench.server import await_port, copy_of_demo, free_port, unit_command
from tools.supervisor import end_with_parent
from tools.with_django import ROOT

SIMULATED = 5.0
"""Initiatives a second: more than enough that no count goes down by what is rejected or deleted meanwhile."""
ENDING = 20.0
"""Seconds that a program gets to end by itself."""


class House:
    """Programs by name, on databases that nobody else uses; all of them end with the block.

    `pages` and `live` are the ports where each kind of answer is to be had.
    `environ` is added to their surroundings. Each program leads a group of its own and writes `<name>.log`.
    """

    def __init__(self, folder: Path, **environ: str) -> None:
        self.folder = folder
        self.cms, self.tracking = (copy_of_demo(folder, name) for name in ("cms", "tracking"))
        self.pages, self.live = free_port(), free_port()
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._environ = os.environ | {
            "DJANGO_SETTINGS_MODULE": "config.settings.dev",
            "DATABASE_URL": f"sqlite:///{self.cms}",
            "TRACKING_DATABASE_URL": f"sqlite:///{self.tracking}",
            "REDIS_URL": "",
            **environ,
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name in list(self._running):
            self.end(name)

    def start(self, name: str, command: list[str], port: int = 0) -> None:
        """Run a command; with a port, wait until somebody listens at it. Raises Failure where nobody does."""
        with (self.folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=self._environ,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=end_with_parent,
            )
        self._running[name] = process
        if port:
            await_port(port, process)

    def end(self, name: str, number: signal.Signals = signal.SIGTERM) -> None:
        """Send a signal to a program and all that it started, and wait until it has ended."""
        process = self._running.pop(name)
        os.killpg(process.pid, number)
        try:
            process.wait(ENDING)
        finally:  # whatever is left of it
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def start_web(self) -> None:
        """The web server of `make serve`: pages and counters at one address."""
        self.live = self.pages
        self.start("web", list(serve.web(self.pages).command), self.pages)

    def start_production(self, *of_pages: str) -> None:
        """Pages, live process, collector and simulator, each by its systemd unit; `of_pages` are more arguments."""
        self.start("pages", [*unit_command("pages", self.pages), *of_pages], self.pages)
        self.start("live", unit_command("live", self.live), self.live)
        self.start_collector()
        self.start_simulator()

    def start_collector(self) -> None:
        """One pass every 5 s."""
        self.start("collector", [sys.executable, str(ROOT / "manage.py"), "collect_counters"])

    def start_simulator(self) -> None:
        """What keeps the numbers moving."""
        self.start("simulator", [sys.executable, str(ROOT / "manage.py"), "simulate_tracking", f"--rate={SIMULATED}"])

    def processes(self, name: str) -> list[int]:
        """The process ids of a program with all that it started."""
        group = self._running[name].pid
        pids = (int(folder.name) for folder in Path("/proc").glob("[0-9]*"))
        return [pid for pid in pids if _group(pid) == group]


def _group(pid: int) -> int:
    """The group of a process; 0 where it has just ended."""
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0
