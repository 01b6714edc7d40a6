"""The newest documents of every campaign, as bytes, in the memory of one process."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from campaigns.counters import Figures
from campaigns.live import documents
from campaigns.live.reading import Published
from campaigns.live.representations import Representation, represent
from campaigns.values import DELAYED_AFTER, STALE_AFTER, State

DETAILS_KEPT = 12
"""Detail documents per campaign: a minute at one snapshot in five seconds. Older ones are read (archive.py)."""
NEVER = float("inf")


class Entry:
    """One campaign: its headline as of now, its last detail documents, and the frame that streams send."""

    def __init__(self, published: Published) -> None:
        self.published = published
        self.details: dict[tuple[int, int], Representation] = {}
        self._until = 0.0
        self._headline: Representation
        self.frame = b""
        self.take(published)

    def take(self, published: Published) -> None:
        """Go on with what was read."""
        self.published = published
        if published.detail is not None:
            self.details[_place(published)] = published.detail
            while len(self.details) > DETAILS_KEPT:
                del self.details[next(iter(self.details))]
        self._build(time.time())

    @property
    def newest(self) -> tuple[int, int]:
        """The epoch and sequence number of the newest snapshot; (0, 0) before the first."""
        return _place(self.published)

    def headline(self) -> Representation:
        """The headline with the state that its age gives it now; built again when that has changed."""
        now = time.time()
        if now >= self._until:
            self._build(now)
        return self._headline

    def _build(self, now: float) -> None:
        moment = datetime.fromtimestamp(now, UTC)
        document = documents.headline(Figures(self.published.campaign, self.published.snapshot, moment))
        self._until = _changes_at(self.published, moment)
        self._headline = represent(document)
        self.frame = b"id: " + document.etag.strip('"').encode() + b"\ndata: " + document.body + b"\n\n"


class Store:
    """The entries by slug. `ready` once the database has been read for the first time."""

    def __init__(self) -> None:
        self.entries: dict[str, Entry] = {}
        self.ready = False

    def take(self, published: Mapping[str, Published]) -> None:
        """Hold what was read, and nothing else: a campaign that is no longer published is gone."""
        for slug in self.entries.keys() - published.keys():
            del self.entries[slug]
        for slug, row in published.items():
            entry = self.entries.get(slug)
            if entry is None:
                self.entries[slug] = Entry(row)
            elif entry.published is not row:
                entry.take(row)
        self.ready = True


def _place(published: Published) -> tuple[int, int]:
    snapshot = published.snapshot
    return (snapshot.epoch, snapshot.seq) if snapshot is not None else (0, 0)


def _changes_at(published: Published, now: datetime) -> float:
    """When the state will be another by age alone, as seconds since 1970."""
    state = Figures(published.campaign, published.snapshot, now).state
    waits: dict[State, timedelta] = {State.LIVE: DELAYED_AFTER, State.DELAYED: STALE_AFTER}
    if published.snapshot is None or state not in waits:
        return NEVER
    return (published.snapshot.collected_at + waits[state]).timestamp() + 0.001
