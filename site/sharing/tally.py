"""Count visits by shared links without a write for each: in memory first, into the database every few seconds.

A process that is killed loses what came in the last seconds; one that is ended properly writes it down. While the
database is away nothing is lost as long as there is room.
"""

import atexit
import logging
from collections import Counter
from collections.abc import Callable
from datetime import date
from threading import Lock, Timer
from typing import Final, NamedTuple

from django.conf import settings
from django.db import DatabaseError, IntegrityError, connections, transaction
from django.db.models import F
from django.utils import timezone

from sharing.marks import Source
from sharing.models import PART_LENGTH, ShareTotal

ROOM: Final = 5000
"""Different totals that are held in memory; more come from nobody's links, and are not counted."""

logger = logging.getLogger(__name__)


class Total(NamedTuple):
    """What is counted apart; the fields are those of `ShareTotal`."""

    page: int
    part: str
    network: str
    medium: str
    day: date


class Tally:
    """Holds counts and hands them to `keep` after `seconds`; with 0 only when it is asked to (`flush`)."""

    def __init__(self, keep: Callable[[Counter[Total]], None], seconds: float, room: int = ROOM) -> None:
        self._keep, self._seconds, self._room = keep, seconds, room
        self._counts: Counter[Total] = Counter()
        self._waiting = False
        self._lock = Lock()

    def add(self, page: int, part: str, source: Source) -> None:
        """One visit more, today. Takes no longer than a look into a dict."""
        total = Total(page, part[:PART_LENGTH], *source, timezone.localdate())
        with self._lock:
            if total in self._counts or len(self._counts) < self._room:
                self._counts[total] += 1
            self._wait()

    def flush(self) -> None:
        """Hand over what has come since. What cannot be written stays for the next time."""
        with self._lock:
            taken, self._counts, self._waiting = self._counts, Counter(), False
        if not taken:
            return
        try:
            self._keep(taken)
        except DatabaseError:
            logger.exception("%s visits by shared links could not be written; they wait", taken.total())
            with self._lock:
                self._counts.update(taken)
                self._wait()

    def _wait(self) -> None:
        if self._seconds and not self._waiting:
            self._waiting = True
            timer = Timer(self._seconds, self._flush_apart)
            timer.daemon = True
            timer.start()

    def _flush_apart(self) -> None:
        try:
            self.flush()
        finally:
            connections.close_all()  # those of this thread


def write(counts: Counter[Total]) -> None:
    """Add `counts` to the days' totals: all or nothing, and in one order, so that processes never wait in a ring."""
    with transaction.atomic():
        for total in sorted(counts):
            _add(total, counts[total])


def _add(total: Total, visits: int) -> None:
    row = ShareTotal.objects.filter(**total._asdict())
    more = F("visits") + visits
    if row.update(visits=more):
        return
    try:
        with transaction.atomic():
            ShareTotal.objects.create(**total._asdict(), visits=visits)
    except IntegrityError:  # another process made the row in this very moment
        row.update(visits=more)


tally = Tally(write, settings.SHARE_VISITS_WRITTEN_AFTER)
"""This process's own."""
atexit.register(tally.flush)
