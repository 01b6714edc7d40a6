"""Stopping a command that runs until told: SIGTERM and SIGINT end it between two pieces of work, not within one."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event
from types import FrameType


@contextmanager
def told_to_stop() -> Iterator[Event]:
    """An event that SIGTERM and SIGINT set while the block runs. Only for the main thread."""
    stop = Event()

    def set_it(signum: int, frame: FrameType | None) -> None:
        stop.set()

    before = {number: signal.signal(number, set_it) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
