"""The loop: its pace, its patience while the database is away, its end."""

import logging
import os
import signal
import threading
import time
from threading import Event

import pytest

from campaigns.counting.collector import Collector, Outcome
from campaigns.counting.loop import collect_until
from campaigns.management.stopping import told_to_stop


class Script(Collector):
    """A collector whose passes come to what the test says; it remembers how it was asked."""

    def __init__(self, *problems: str) -> None:
        super().__init__()
        self.problems = list(problems)
        self.accepted: list[bool] = []
        self.kept: list[float] = []

    def run(self, accept: bool = False, by_force: bool = False) -> Outcome:
        self.accepted.append(accept)
        problem = self.problems.pop(0)
        return Outcome(standing_by=True) if problem == "standing by" else Outcome(problem=problem)

    def keep(self, seconds: float) -> None:
        self.kept.append(seconds)


class Clock(Event):
    """An event that does not wait, but remembers for how long; set when `passes` have been waited for."""

    def __init__(self, passes: int) -> None:
        super().__init__()
        self.passes = passes
        self.waits: list[float] = []

    def wait(self, timeout: float | None = None) -> bool:
        assert timeout is not None
        self.waits.append(timeout)
        if len(self.waits) == self.passes:
            self.set()
        return self.is_set()


def test_it_waits_longer_each_time_that_it_fails(caplog: pytest.LogCaptureFixture) -> None:
    clock = Clock(9)
    with caplog.at_level(logging.INFO):
        collect_until(clock, Script("", *["away"] * 7, ""), interval=5)
    assert clock.waits == pytest.approx([5, 2, 4, 8, 16, 32, 60, 60, 5], abs=0.5)
    assert [record.getMessage() for record in caplog.records] == [
        "away; the last good figures stay",
        "the tracking database can be read again",
    ]


def test_the_time_that_a_pass_takes_counts_and_a_long_one_is_followed_by_a_rest() -> None:
    clock, moments = Clock(3), iter([0.0, 0.5, 5.0, 6.5, 10.0, 19.0])  # passes of 0.5, 1.5 and 9 s
    collect_until(clock, Script("", "", ""), interval=5, seconds=moments.__next__)
    assert clock.waits == [4.5, 3.5, 2.5]


def test_it_starts_again_with_a_short_wait() -> None:
    clock = Clock(5)
    collect_until(clock, Script("away", "away", "", "locked", ""), interval=5)
    assert clock.waits == pytest.approx([2, 4, 5, 2, 5], abs=0.5)


def test_it_accepts_until_a_pass_succeeds() -> None:
    collector = Script("away", "", "")
    collect_until(Clock(3), collector, interval=5, accept=True)
    assert collector.accepted == [True, True, False]


def test_it_keeps_the_lease_while_it_waits() -> None:
    collector = Script("", "away", "away", "")
    collect_until(Clock(4), collector, interval=5)
    assert collector.kept == [2, 4]


def test_it_says_once_that_it_stands_by(caplog: pytest.LogCaptureFixture) -> None:
    collector = Script("standing by", "standing by", "", "")
    with caplog.at_level(logging.INFO):
        collect_until(Clock(4), collector, interval=5, accept=True)
    assert [record.getMessage() for record in caplog.records] == [
        "another collector counts; standing by",
        "this collector counts now",
    ]
    assert collector.accepted == [True, True, True, False]


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_it_between_two_passes(signum: signal.Signals) -> None:
    before = signal.getsignal(signum)
    started = time.monotonic()
    with told_to_stop() as stop:
        threading.Timer(0.2, os.kill, (os.getpid(), signum)).start()
        collect_until(stop, Script("", "", ""), interval=30)
    assert time.monotonic() - started < 10
    assert signal.getsignal(signum) is before
