"""An editor's word on held figures: it counts only for the figures that were shown, and only once.

The collector changes a hold at the same moments, so each step is one conditional UPDATE. Figures go on growing while
somebody reads them; a decision therefore stands for figures that agree with those shown, by the same measure by which
the collector lets two full recounts agree.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from campaigns import steps
from campaigns.counting.gates import agree
from campaigns.models import CounterSnapshot, Hold

ATTEMPTS = 3
Status = Hold.Status


class AlreadyDecided(Exception):
    """Somebody else, or the collector, has ended the hold."""


class FiguresChanged(Exception):
    """What is held is no longer what the editor was shown."""


class CannotDecide(Exception):
    """There is nothing to decide: nothing could be counted, or the hold no longer lasts."""


@dataclass(frozen=True)
class Seen:
    """What the editor was shown of a hold. `words` tell which units vanished, where that is the matter."""

    reason: str
    count: int
    words: str

    @classmethod
    def of(cls, hold: Hold) -> "Seen":
        """What is to be shown now."""
        words = hold.explanation if hold.reason == Hold.Reason.UNITS else ""
        return cls(hold.reason, hold.new.get("count", 0), words)

    def still_is(self, now: "Seen") -> bool:
        """Whether the figures are the same in all that matters for a decision."""
        return (self.reason, self.words) == (now.reason, now.words) and agree(self.count, now.count)


@dataclass(frozen=True)
class Word:
    """What the editor decided. `is_backfill`: the rise was entered belatedly and counts for no pace."""

    release: bool
    note: str = ""
    is_backfill: bool = False


def can_be_decided(hold: Hold) -> bool:
    """Whether figures wait that a person can judge; where nothing could be counted there are none."""
    return hold.status == Status.OPEN and "count" in hold.new


def can_be_reopened(hold: Hold) -> bool:
    """Whether it is the rejected hold by which the campaign's figures still stand."""
    if hold.status != Status.REJECTED:
        return False
    newest = hold.campaign.holds.order_by("-opened_at", "-pk").values_list("pk", flat=True).first()
    state = hold.campaign.snapshots.values_list("state", flat=True).first()
    return newest == hold.pk and state == CounterSnapshot.State.HELD


def counted_at(hold: Hold) -> datetime | None:
    """When the collector found the held figures, by this machine's clock."""
    said = hold.new.get("counted_at")
    return parse_datetime(said) if said else None


def decide(pk: int, seen: Seen, word: Word, user: Any) -> Hold:
    """Release or reject the hold; raises AlreadyDecided, FiguresChanged or CannotDecide, and then did nothing."""
    status = Status.RELEASED if word.release else Status.REJECTED
    for _attempt in range(ATTEMPTS):
        hold = Hold.objects.select_related("campaign", "decided_by").get(pk=pk)
        if hold.status != Status.OPEN:
            raise AlreadyDecided
        if not can_be_decided(hold):
            raise CannotDecide
        if not seen.still_is(Seen.of(hold)):
            raise FiguresChanged
        is_backfill = word.release and word.is_backfill and hold.new["count"] > hold.old["count"]
        with transaction.atomic():
            done = _unchanged(hold).update(
                status=status, decided_by=user, decided_at=timezone.now(), note=word.note, is_backfill=is_backfill
            )
            if done:
                step = steps.RELEASED if word.release else steps.REJECTED
                steps.tell(step, hold, user, word.note, is_backfill)
                return hold
    raise FiguresChanged


def reopen(pk: int, user: Any) -> Hold:
    """Let a rejected hold wait for a decision again; the collector then tells in it what it counts now."""
    hold = Hold.objects.select_related("campaign").get(pk=pk)
    if not can_be_reopened(hold):
        raise CannotDecide
    with transaction.atomic():
        if not _unchanged(hold).update(status=Status.OPEN, decided_by=None, decided_at=None, note=""):
            raise CannotDecide
        steps.tell(steps.REOPENED, hold, user)
    return hold


def _unchanged(hold: Hold) -> QuerySet[Hold]:
    """The hold on condition that neither a person nor the collector has touched it since it was read."""
    looked_at = hold.new.get("counted_at")
    return Hold.objects.filter(pk=hold.pk, status=hold.status, reason=hold.reason, new__counted_at=looked_at)
