"""What the CMS database holds for `/live/`: published campaigns and their newest snapshots. Runs in threads."""

from dataclasses import dataclass
from typing import Any

from django.db import close_old_connections
from django.db.models import OuterRef, Subquery

from campaigns.counters import Figures
from campaigns.live import documents
from campaigns.live.representations import Representation, represent
from campaigns.models import Campaign, CounterSnapshot

LARGEST = 2**31 - 1
"""What the database can hold as an epoch or sequence number; greater ones never existed."""


@dataclass(frozen=True, eq=False)
class Published:
    """A campaign that the public may see, its newest snapshot (None before the first), and that one's detail."""

    campaign: Campaign
    snapshot: CounterSnapshot | None
    detail: Representation | None


class Reader:
    """Reads the newest state again and again: one query, and a second one where a campaign has a new snapshot.

    What has not changed since the last reading is the same object as before. A campaign whose page is unpublished is
    gone with the next reading.
    """

    def __init__(self) -> None:
        self._known: dict[str, Published] = {}

    def read(self) -> dict[str, Published]:
        """Every published campaign by its slug. Raises django.db.Error while the database is away."""
        close_old_connections()
        newest = CounterSnapshot.objects.filter(campaign=OuterRef("pk")).order_by("-epoch", "-seq").values("pk")[:1]
        campaigns = {
            row: row.newest  # type: ignore[attr-defined] # annotated
            for row in Campaign.objects.published().annotate(newest=Subquery(newest))
        }
        known = {row.snapshot.pk: row.snapshot for row in self._known.values() if row.snapshot is not None}
        rows = known | CounterSnapshot.objects.in_bulk({*campaigns.values()} - known.keys() - {None})
        self._known = {row.slug: self._published(row, rows.get(pk)) for row, pk in campaigns.items()}
        return self._known

    def _published(self, campaign: Campaign, snapshot: CounterSnapshot | None) -> Published:
        before = self._known.get(campaign.slug)
        if before and before.snapshot is snapshot and _values(before.campaign) == _values(campaign):
            return before
        return Published(campaign, snapshot, detail_of(campaign, snapshot) if snapshot is not None else None)


def read_detail(campaign: Campaign, epoch: int, seq: int) -> Representation | None:
    """One older detail document: one query. Raises django.db.Error while the database is away."""
    close_old_connections()
    if max(epoch, seq) > LARGEST:
        return None
    snapshot = CounterSnapshot.objects.filter(campaign=campaign, epoch=epoch, seq=seq).first()
    return detail_of(campaign, snapshot) if snapshot is not None else None


def detail_of(campaign: Campaign, snapshot: CounterSnapshot) -> Representation:
    """The immutable document of one snapshot: its figures at the time when they were read."""
    return represent(documents.detail(Figures(campaign, snapshot, snapshot.collected_at)))


def _values(campaign: Campaign) -> tuple[Any, ...]:
    return tuple(getattr(campaign, field.attname) for field in Campaign._meta.concrete_fields)
