"""Closing a campaign: its figures freeze as final, signed; what is counted afterwards stands beside them."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from campaigns import steps
from campaigns.counting import store
from campaigns.models import Campaign, Closing, CollectorState, CounterSnapshot
from campaigns.models.record import UnitTotal


class CannotClose(Exception):
    """Why a campaign cannot be closed now; the message is a code for the admin's words."""


@dataclass(frozen=True)
class Signature:
    """Who signed the figures, when, and in which document."""

    signed_by: str
    signed_on: date
    document: str = ""


def close(campaign: Campaign, seen: tuple[int, int], signature: Signature, user: Any) -> Closing:
    """Freeze the figures of the snapshot `seen` (epoch, seq), which the person who signs was shown.

    Raises CannotClose: `closed` (it is already), `gone` (that snapshot is no longer kept: show the figures again),
    `held` (they wait for a decision).
    """
    with transaction.atomic():
        CollectorState.objects.select_for_update().first()  # a pass that writes waits until this is done, and we for it
        return _close(campaign, seen, signature, user)


def _close(campaign: Campaign, seen: tuple[int, int], signature: Signature, user: Any) -> Closing:
    if Closing.objects.filter(campaign=campaign).exists():
        raise CannotClose("closed")
    signed = campaign.snapshots.filter(epoch=seen[0], seq=seen[1]).first()
    current = store.newest(campaign)
    if signed is None or current is None:
        raise CannotClose("gone")
    if CounterSnapshot.State.HELD in (signed.state, current.state):
        raise CannotClose("held")
    final = store.repeated(signed, CounterSnapshot.State.FINAL)
    store.append(campaign, final, current, current.epoch)
    closing = Closing.objects.create(
        campaign=campaign,
        count=signed.count,
        as_of=signed.as_of,
        units=_units(signed),
        signed_by=signature.signed_by,
        signed_on=signature.signed_on,
        document=signature.document,
        closed_by=user,
        closed_at=timezone.now(),
    )
    steps.tell_closing(closing)
    return closing


def revise(campaign: Campaign, found: CounterSnapshot) -> None:
    """Note what is counted since, where it differs from what was noted last."""
    closing = Closing.objects.filter(campaign=campaign).first()
    if closing is None or (closing.revised_count == found.count and closing.revised_units == _units(found)):
        return
    closing.revised_count, closing.revised_as_of = found.count, found.as_of
    closing.revised_units = _units(found)
    closing.save(update_fields=["revised_count", "revised_as_of", "revised_units"])


def _units(row: CounterSnapshot) -> list[UnitTotal]:
    return [UnitTotal(code=unit["code"], count=unit["count"], rank=unit["rank"]) for unit in row.units]
