"""Counting searches that find nothing, so that editors learn what readers miss.

A request only adds to a small count in the memory of its process. Once in a while what was counted goes to the
database in one background task, so that a flood of such searches writes as little as one. What a process has counted
in its last minute is lost with it. Nothing about who asked is kept, and no question that looks like a person's data.
"""

import re
import threading
import time
from collections import Counter
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.db.models import F

from search.models import Unanswered

EVERY = 60.0
"""Seconds between two writings of one process."""
MOST_AT_ONCE = 50
"""Different questions that a process counts between two writings."""
MOST_A_DAY = 1_000
"""Different questions of a day that are kept."""
LONGEST, MOST_WORDS = 80, 10
_PERSONAL = re.compile(r"\d(?:\s?\d){6,}|(?<!\d)(?:0|84)(?:[\s.-]?\d){8,}")
"""Seven digits or more: a telephone, an identity card, an account; of a telephone, with points or hyphens, too. The
codes of initiatives have both, but begin otherwise."""


class Buffer:
    """What a process has counted since it wrote last."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counted: Counter[tuple[str, str]] = Counter()
        self._written = time.monotonic()

    def add(self, language: str, question: str, typed: str) -> dict[str, dict[str, int]]:
        """Count one search, `question` folded; returns what is due to be written, empty in most cases."""
        if not is_countable(question, typed):
            return {}
        with self._lock:
            if len(self._counted) < MOST_AT_ONCE or (language, question) in self._counted:
                self._counted[language, question] += 1
            if time.monotonic() - self._written < EVERY:
                return {}
            self._written = time.monotonic()
            counted, self._counted = self._counted, Counter()
        due: dict[str, dict[str, int]] = {}
        for (spoken, asked), times in counted.items():
            due.setdefault(spoken, {})[asked] = times
        return due


def is_countable(question: str, typed: str) -> bool:
    """Whether a question may be kept: short, and neither an e-mail address nor a number of a person or account."""
    short = 0 < len(question) <= LONGEST and len(question.split()) <= MOST_WORDS
    return short and "@" not in typed and not _PERSONAL.search(typed)


@transaction.atomic
def count(counted: Mapping[str, Mapping[str, int]], today: date) -> None:
    """Add `counted` (times by language and question) to the totals of `today`, and forget what is old."""
    rows = Unanswered.objects.filter(day=today)
    if not rows.exists():
        Unanswered.forget(today)
    room = MOST_A_DAY - rows.count()
    for language, questions in counted.items():
        for question, times in questions.items():
            row = rows.filter(language=language, question=question)
            if row.update(times=F("times") + times) or room <= 0:
                continue
            Unanswered.objects.create(day=today, language=language, question=question, times=times)
            room -= 1


BUFFER = Buffer()
