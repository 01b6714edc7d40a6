"""Run several programs as one: prefixed output, restarts with back-off, an end that leaves nothing behind.

Each program gets a session of its own, so that Ctrl-C in the terminal reaches the supervisor alone, and the
supervisor reaches the program with all its children through its process group. POSIX only; on Linux the
kernel also ends the programs when the supervisor itself is killed outright.
"""

from __future__ import annotations

import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType
from typing import IO, Self, cast

GRACE = 8.0
"""Seconds that programs get to end by themselves before they are killed."""
STEADY = 60.0
"""A program that ran this many seconds was healthy: its next fall is restarted after the shortest pause."""
LONGEST_PAUSE = 30.0
TICK = 0.2
LAST_LINES = 60
LABEL_WIDTH = 8
PIPE_SIZE = 1 << 16
COLOURS = (36, 32, 35, 33, 34, 31)
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with_parent() -> None:
    """In a new child: ask the kernel for a SIGTERM when the supervisor dies."""
    if _libc is not None:
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _start(
    command: Sequence[str],
    environ: Mapping[str, str],
    folder: Path,
    stdout: int | None,
    pass_fds: Sequence[int] = (),
) -> subprocess.Popen[bytes]:
    """Start a process in its own session. `stdout` is subprocess.PIPE, or None for the supervisor's own."""
    return subprocess.Popen(
        command,
        bufsize=0,
        cwd=folder,
        env=dict(environ),
        stdin=subprocess.DEVNULL,
        stdout=stdout,
        stderr=None if stdout is None else subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=end_with_parent,
        pass_fds=pass_fds,
    )


@dataclass(frozen=True)
class Program:
    """A program to keep running.

    `vital`: when it ends, everything ends. `every`: it ends by itself and is run again that many seconds
    after it began, as by a clock. Any other end is a fall, and the pause before each restart doubles.
    """

    name: str
    command: Sequence[str]
    vital: bool = False
    every: float | None = None


class Child:
    """One program as it runs: its process, its unfinished output line, when it is due again."""

    def __init__(self, program: Program, say: Callable[[str], None]) -> None:
        self.program = program
        self._say = say
        self.process: subprocess.Popen[bytes] | None = None
        self.output: IO[bytes]
        self.last: deque[str] = deque(maxlen=LAST_LINES)
        self.due = 0.0
        self._began = 0.0
        self._pause = 1.0
        self._half = b""

    def start(self, environ: Mapping[str, str], folder: Path) -> subprocess.Popen[bytes]:
        """Start the process in a session of its own, its output in a pipe that never blocks the reader."""
        self._began, self._half = time.monotonic(), b""
        process = _start(self.program.command, environ, folder, subprocess.PIPE)
        self.process, self.output = process, cast("IO[bytes]", process.stdout)
        os.set_blocking(self.output.fileno(), False)
        return process

    def read(self) -> bool:
        """Take in what was said since the last call, up to a pipe's fill; False when the output has ended."""
        data = self.output.read(PIPE_SIZE)
        *whole, self._half = (self._half + (data or b"")).split(b"\n")
        self._hear(whole)
        return data != b""

    def read_rest(self) -> None:
        """After the end: take in what is left, an unfinished line too."""
        self.read()
        self._hear([self._half] if self._half else [])
        self._half = b""

    def _hear(self, lines: list[bytes]) -> None:
        for line in lines:
            text = line.decode("utf-8", "replace").rstrip("\r")
            self.last.append(text)
            self._say(text)

    def plan_next(self, code: int) -> float | None:
        """Set when to run again after an end; returns the pause in seconds after a fall, else None."""
        now = time.monotonic()
        if self.program.every is not None and code == 0:
            self.due = max(now, self._began + self.program.every)
            self._pause = 1.0
            return None
        if now - self._began >= STEADY:
            self._pause = 1.0
        pause, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)
        self.due = now + pause
        return pause


class Supervisor:
    """Keeps programs running for as long as its block lasts; `tick` in a loop does the work.

    SIGINT, SIGTERM and SIGHUP end the loop; a second SIGINT kills what still runs. `code` is the exit code.
    """

    def __init__(self, environ: Mapping[str, str], folder: Path) -> None:
        self.code = 0
        self.over = False
        self._environ = environ
        self._folder = folder
        self._children: list[Child] = []
        self._selector = selectors.DefaultSelector()
        self._running: list[subprocess.Popen[bytes]] = []
        self._interrupts = 0
        self._colour = sys.stdout.isatty()

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over = True
        self._end()

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self.over = True
        self._interrupts += number == signal.SIGINT

    def add(self, *programs: Program) -> None:
        """Start programs with the next tick."""
        self._children += [Child(program, partial(self.say, program.name)) for program in programs]

    def call(self, command: Sequence[str], pass_fds: Sequence[int] = ()) -> int:
        """Run a command to its end, its output unchanged; returns its exit code, negative if it was ended."""
        process = _start(command, self._environ, self._folder, None, pass_fds)
        self._running.append(process)
        while process.poll() is None and not self.over:
            time.sleep(TICK / 4)
        if process.poll() is None:
            self._end()
        _signal_group(process.pid, signal.SIGKILL)  # what it left behind
        self._running.remove(process)
        return process.wait()

    def tick(self) -> bool:
        """Start what is due, show what was said, notice who ended; False once it is over."""
        now = time.monotonic()
        for child in self._children:
            if child.process is None and child.due <= now and not self.over:
                self._start(child)
        self._listen(TICK)
        for child in self._children:
            if child.process is not None and child.process.poll() is not None:
                self._on_end(child, child.process)
        return not self.over

    def say(self, name: str, text: str) -> None:
        """Write one line under a program's name. When nobody can read any more, it is over."""
        label = f"{name:<{LABEL_WIDTH}} |"
        if self._colour:
            names = [child.program.name for child in self._children]
            colour = COLOURS[names.index(name) % len(COLOURS)]
            label = f"\r\033[K\033[{colour}m{label}\033[0m"  # over the line that a Step may be counting on
        try:
            sys.stdout.write(f"{label} {text}\n")
            sys.stdout.flush()
        except OSError:  # the terminal was closed, or the reader of the pipe is gone
            self.over = True

    def _start(self, child: Child) -> None:
        self._running.append(child.start(self._environ, self._folder))
        self._selector.register(child.output, selectors.EVENT_READ, child)

    def _listen(self, seconds: float) -> None:
        """Wait up to some seconds for output and show it."""
        for key, _ in self._selector.select(seconds):
            if not key.data.read():
                self._selector.unregister(key.fileobj)

    def _on_end(self, child: Child, process: subprocess.Popen[bytes]) -> None:
        """A process has ended: end what it left behind, show its last words, and plan the next run."""
        _signal_group(process.pid, signal.SIGKILL)
        if child.output in self._selector.get_map():
            self._selector.unregister(child.output)
        child.read_rest()
        child.output.close()
        self._running.remove(process)
        child.process = None
        if self.over:
            return
        if child.program.vital:
            self._give_up(child, process.returncode)
            return
        pause = child.plan_next(process.returncode)
        if pause is not None:
            text = f"đã dừng (mã {process.returncode}), chạy lại sau {pause:.0f} s (ended, restarting)"
            self.say(child.program.name, text)

    def _give_up(self, child: Child, code: int) -> None:
        name = child.program.name
        self.say(name, f"đã dừng (mã {code}), nên dừng tất cả (ended, so all ends). Các dòng cuối (last lines):")
        for line in child.last:
            self.say(name, f"  {line}")
        self.over, self.code = True, 1

    def _end(self) -> None:
        """End every group: ask, wait GRACE seconds while showing last words, then kill."""
        began, already = time.monotonic(), self._interrupts
        self._signal_all(signal.SIGTERM)
        while any(_alive(process) for process in self._running):
            waited = time.monotonic() - began
            if waited > GRACE or self._interrupts > min(already, 1):
                self._signal_all(signal.SIGKILL)
            if waited > GRACE + 2.0:  # what is left has ended, and nobody on this machine takes note of it
                break
            self._listen(TICK / 4)
        for child in self._children:
            if child.process is not None:
                self._on_end(child, child.process)

    def _signal_all(self, number: signal.Signals) -> None:
        for process in self._running:
            _signal_group(process.pid, number)


def _signal_group(group: int, number: signal.Signals) -> None:
    """Signal a process group; one that has already ended is no error."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def _alive(process: subprocess.Popen[bytes]) -> bool:
    """Whether a process, or anyone in the group it leads, still runs. Takes note of its end."""
    process.poll()
    try:
        os.killpg(process.pid, 0)
    except (ProcessLookupError, PermissionError):
        return False
    return True
