"""One pass: read the tracking database once, count every campaign, append what may be believed.

What goes wrong with the tracking database never changes a number that is shown: the last good row stays the current
one (its age makes the page say "delayed", then "stale"), or is repeated as `held` where the figures are there but not
to be believed.
"""

import logging
from dataclasses import dataclass, field

from django.db import close_old_connections
from django.db.utils import Error

from campaigns.counting import store
from campaigns.counting.figures import Period, tally
from campaigns.counting.gates import objection
from campaigns.counting.reading import ContractBroken, Reading, read
from campaigns.models import Campaign, CounterSnapshot, Target
from campaigns.tracking.session import TrackingAway, in_plain_words

logger = logging.getLogger("campaigns.counting")

_KINDS = (Target.Kind.ASSIGNED, Target.Kind.SELF_SET)  # of a unit's two targets the assigned one is shown


@dataclass
class Outcome:
    """What a pass came to: the rows that it appended, and in one line why it could not do its work, if so.

    `counted` is how many campaigns there are to count.
    """

    appended: list[CounterSnapshot] = field(default_factory=list)
    problem: str = ""
    counted: int = 0


class Collector:
    """Counts campaigns, pass by pass. Each instance begins an epoch of its own in every campaign."""

    def __init__(self) -> None:
        self._begun: set[int] = set()

    def run(self, accept: bool = False) -> Outcome:
        """One pass. With `accept`, figures are taken where a gate would hold them. What engines say is not raised."""
        close_old_connections()
        try:
            return self._run(accept)
        except Error as error:
            return Outcome(problem=f"the site's own database failed: {in_plain_words(error)}")

    def _run(self, accept: bool) -> Outcome:
        campaigns = list(Campaign.objects.all())
        if not campaigns:
            return Outcome()
        try:
            reading = read(_period_of(campaigns))
        except TrackingAway as away:
            return Outcome(problem=str(away))
        except ContractBroken as broken:
            return Outcome(self._append(campaigns, None, accept), str(broken))
        return Outcome(self._append(campaigns, reading, accept), counted=len(campaigns))

    def _append(self, campaigns: list[Campaign], reading: Reading | None, accept: bool) -> list[CounterSnapshot]:
        """Append a row per campaign in one transaction: what was read, or without a reading the last good, held."""
        fresh = {campaign.pk: _counted(campaign, reading) for campaign in campaigns} if reading else {}
        appended: list[CounterSnapshot] = []

        def write() -> None:
            appended.clear()
            for campaign in campaigns:
                current = store.newest(campaign)
                row = _choose(campaign, current, fresh.get(campaign.pk), accept)
                if row is not None:
                    store.append(campaign, row, current, new_epoch=campaign.pk not in self._begun)
                    appended.append(row)

        store.in_turn(write)
        self._begun.update(row.campaign_id for row in appended)
        return appended


def _choose(
    campaign: Campaign, current: CounterSnapshot | None, found: CounterSnapshot | None, accept: bool
) -> CounterSnapshot | None:
    """The row to append: what was found, or the last good one held, or none where nothing would change."""
    if current is not None and current.state == CounterSnapshot.State.FINAL:
        return None
    if found is not None:
        if store.is_outdated(found, current):
            return None
        reason = objection(found.count, current.count if current else None)
        if reason is None:
            return found
        if accept:
            logger.warning("%s: accepted although %s", campaign.slug, reason)
            return found
        logger.error("%s: held at the last good figures, because %s", campaign.slug, reason)
    if current is None or current.state == CounterSnapshot.State.HELD:
        return None
    return store.held_row(current)


def _period_of(campaigns: list[Campaign]) -> Period:
    """All days that any of the campaigns counts."""
    first = min(min(campaign.count_from, campaign.units_from) for campaign in campaigns)
    last = max(max(campaign.count_to, campaign.units_to) for campaign in campaigns)
    return Period(first, last)


def _counted(campaign: Campaign, reading: Reading) -> CounterSnapshot:
    counted = tally(
        headline=Period(campaign.count_from, campaign.count_to),
        units_period=Period(campaign.units_from, campaign.units_to),
        units=reading.units,
        buckets=reading.buckets,
        targets=_targets_of(campaign, reading),
        today=reading.today,
    )
    if counted.unplaced:
        logger.warning("%s: %d initiatives under units that the list does not know", campaign.slug, counted.unplaced)
    return store.live_row(counted, campaign.target, reading)


def _targets_of(campaign: Campaign, reading: Reading) -> dict[str, int]:
    """Each unit's target: what editors entered wins, kind by kind, over what the tracking database says."""
    by_unit = {code: dict(kinds) for code, kinds in reading.targets.get(campaign.tracking_code, {}).items()}
    for code, kind, amount in campaign.targets.values_list("unit__code", "kind", "amount"):
        by_unit.setdefault(code, {})[kind] = amount
    return {code: next(kinds[kind] for kind in _KINDS if kind in kinds) for code, kinds in by_unit.items()}
