"""Who counts: one collector at a time, by compare-and-set on the one row of CollectorState.

A session lock would break under a connection pooler. Each renewal is a conditional UPDATE, and so is the first step of
each transaction that writes: it locks the row until the commit, so a collector that has lost its lease can write
nothing, however late it wakes up. Time is that of the site's own database, the same for all collectors.
"""

import os
import secrets
import socket
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Max, Q
from django.db.models.functions import Now

from campaigns.models import CollectorState, CounterSnapshot

TERM = timedelta(seconds=30)  # after a collector died the next one takes over so much later
ONLY = 1  # the row's key


class LeaseLost(Exception):
    """Another collector has taken over."""


class Lease:
    """One collector's claim. `epoch` is that of its snapshots; it grows whenever the lease changes hands."""

    def __init__(self) -> None:
        self.holder = f"{socket.gethostname()[:32]}:{os.getpid()}:{secrets.token_hex(6)}"
        self.epoch = 0

    def take(self, by_force: bool = False) -> bool:
        """Renew the lease, or take it where it is free, has run out, or `by_force`. False: another one holds it."""
        if self._held().update(expires_at=Now() + TERM):
            return True
        with transaction.atomic():
            state, _made = CollectorState.objects.get_or_create(pk=ONLY)
            newest = CounterSnapshot.objects.aggregate(epoch=Max("epoch"))["epoch"] or 0
            epoch = max(state.epoch, newest) + 1
            free = Q() if by_force else Q(expires_at=None) | Q(expires_at__lt=Now())
            taken = CollectorState.objects.filter(free, pk=ONLY, epoch=state.epoch).update(
                holder=self.holder, epoch=epoch, expires_at=Now() + TERM
            )
        if taken:
            self.epoch = epoch
        return bool(taken)

    def keep(self, for_: timedelta = timedelta(0), **noted: Any) -> None:
        """Renew the lease until `for_` and a term from now, and write what is `noted` beside it.

        Raises LeaseLost. Within a transaction the row stays locked until its end.
        """
        if not self._held().update(expires_at=Now() + TERM + for_, **noted):
            raise LeaseLost

    def release(self) -> None:
        """Let the next one take over at once."""
        self._held().update(holder="", expires_at=None)

    def _held(self) -> Any:
        return CollectorState.objects.filter(pk=ONLY, holder=self.holder, epoch=self.epoch)
