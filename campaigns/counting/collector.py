"""One pass: look at the tracking database, count every campaign, append what may be believed.

What goes wrong with the tracking database never changes a number that is shown: the last good row stays the current
one (its age makes the page say "delayed", then "stale"), or is repeated as `held` where the figures are there but not
to be believed. All that a pass writes is one transaction, whose first step proves that the lease is still held.
"""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import close_old_connections, transaction
from django.db.utils import Error
from django.utils import timezone

from campaigns.counting import closing, holds, record, store
from campaigns.counting.candidates import Shown, rung_for, verdict
from campaigns.counting.figures import Tally, tally
from campaigns.counting.ladder import Ladder, Look, Rung
from campaigns.counting.lease import Lease, LeaseLost
from campaigns.counting.plans import plans
from campaigns.counting.publish import Announcer
from campaigns.counting.reading import ContractBroken
from campaigns.models import Campaign, CollectorState, CounterSnapshot, Unit
from campaigns.tracking.contract import LOCAL
from campaigns.tracking.session import TrackingAway, in_plain_words
from campaigns.values import DELAYED_AFTER

logger = logging.getLogger("campaigns.counting")

NIGHT = timedelta(hours=2)  # after midnight in Vietnam, when the sums are checked


@dataclass
class Outcome:
    """What a pass came to: the rows that it appended, and in one line why it could not do its work, if so.

    `counted` is how many campaigns there are to count; `standing_by` says that another collector counts them.
    """

    appended: list[CounterSnapshot] = field(default_factory=list)
    problem: str = ""
    counted: int = 0
    standing_by: bool = False


@dataclass(frozen=True)
class Found:
    """What a pass counted of a campaign: the row that it would append, and the same count up to an earlier day."""

    row: CounterSnapshot
    told: Callable[[date], Tally]


class Collector:
    """Counts campaigns, pass by pass, while it holds the lease. `seconds` is a clock that never goes back.

    What it finds wrong with the figures is logged when it appears or changes, not with every pass.
    """

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._lease = Lease()
        self._ladder = Ladder(seconds)
        self._announcer = Announcer()
        self._told: dict[tuple[int, str], str] = {}

    def run(self, accept: bool = False, by_force: bool = False) -> Outcome:
        """One pass. What engines say is not raised.

        With `accept`, figures are taken where a gate would hold them; `by_force` takes the lease from another one.
        """
        close_old_connections()
        try:
            return self._run(accept, by_force)
        except LeaseLost:
            return Outcome(standing_by=True)
        except Error as error:
            return Outcome(problem=f"the site's own database failed: {in_plain_words(error)}")

    def keep(self, seconds: float) -> None:
        """Keep the lease over a wait, so that no other collector makes the same attempts meanwhile."""
        self._quietly(lambda: self._lease.keep(for_=timedelta(seconds=seconds)))

    def release(self) -> None:
        """Let another collector take over at once."""
        self._quietly(self._lease.release)

    def _run(self, accept: bool, by_force: bool) -> Outcome:
        campaigns = list(Campaign.objects.all())
        if not campaigns:
            return Outcome()
        if not self._lease.take(by_force):
            return Outcome(standing_by=True)
        try:
            look, found = self._look(campaigns)
        except TrackingAway as away:
            self._lease.keep(last_pass_at=timezone.now(), last_error=str(away))
            return Outcome(problem=str(away))
        except ContractBroken as broken:
            return self._announced(Outcome(self._hold_all(campaigns, str(broken)), str(broken)))
        self._tell_what_is_strange(found)
        return self._announced(Outcome(self._write(look, found, accept), counted=len(campaigns)))

    def _look(self, campaigns: list[Campaign]) -> tuple[Look, dict[Campaign, Found]]:
        """Count by the rung that is due, and again by a higher one where a gate wants to be sure."""
        shown = [Shown.of(campaign) for campaign in campaigns]
        at_least = Rung.FULL if any(holds.recount_is_due(one.hold) for one in shown) else Rung.TICK
        first = look = self._ladder.look(at_least, check=_check_is_due())
        while True:
            found, until = _counted(campaigns, look), look.frame.belated_until
            wanted = [rung_for(one, verdict(one, found[one.campaign].row, until)) for one in shown if not one.is_final]
            if max(wanted, default=Rung.TICK) <= look.rung:
                return look.with_drift_of(first), found
            look = self._ladder.look(max(wanted))

    def _write(self, look: Look, found: dict[Campaign, Found], accept: bool) -> list[CounterSnapshot]:
        """Append a row per campaign and say how it went, or nothing at all."""
        with transaction.atomic():
            self._lease.keep(**_went_well(look), last_error=_standing_clock(found, look))
            rows = [self._append(campaign, one, look, accept) for campaign, one in found.items()]
        return [row for row in rows if row is not None]

    def _append(self, campaign: Campaign, found: Found, look: Look, accept: bool) -> CounterSnapshot | None:
        """What was found, or the last good figures held, or nothing where nothing would change."""
        shown, row = Shown.of(campaign), found.row
        if shown.is_final:
            closing.revise(campaign, row)
            return None
        if shown.row is not None:
            if row.as_of == shown.row.as_of:
                row.collected_at = shown.row.collected_at  # a clock that stands still has told nothing newer since
            said = verdict(shown, row, look.frame.belated_until)
            good, new = store.stands(shown.row, row)
            if not holds.may_pass(campaign, shown.hold, good, new, said, look.rung is Rung.FULL, accept):
                return self._hold(shown)
        is_belated = shown.hold is not None and shown.hold.is_backfill
        record.keep(campaign, row, shown.row, found.told, look.frame.belated_until, is_belated)
        store.append(campaign, row, shown.row, self._lease.epoch)
        return row

    def _hold_all(self, campaigns: list[Campaign], words: str) -> list[CounterSnapshot]:
        """Nothing can be counted: the last good figures of all campaigns, held."""
        with transaction.atomic():
            self._lease.keep(last_pass_at=timezone.now(), last_error=words)
            rows = []
            for shown in map(Shown.of, campaigns):
                if shown.row is not None and not shown.is_final:
                    holds.contract_broken(shown.campaign, shown.hold, store.stand(shown.row), words)
                    rows.append(self._hold(shown))
        return [row for row in rows if row is not None]

    def _hold(self, shown: Shown) -> CounterSnapshot | None:
        if shown.row is None or shown.is_held:
            return None
        row = store.repeated(shown.row, CounterSnapshot.State.HELD)
        store.append(shown.campaign, row, shown.row, self._lease.epoch)
        return row

    def _announced(self, outcome: Outcome) -> Outcome:
        """The outcome, once what it appended was told to whoever listens."""
        self._announcer.announce(outcome.appended)
        return outcome

    def _tell_what_is_strange(self, found: dict[Campaign, Found]) -> None:
        known = set(Unit.objects.values_list("code", flat=True))
        for campaign, row in ((campaign, one.row) for campaign, one in found.items()):
            strange = ", ".join(
                sorted(code[:40] for code in {one["code"] for one in row.units if one["count"]} - known)
            )
            unplaced = f"{row.unplaced} initiatives under units that the list does not know" if row.unplaced else ""
            self._tell(campaign, "unplaced", unplaced)
            self._tell(campaign, "strange", strange and f"the site's list lacks units that were counted: {strange}")

    def _tell(self, campaign: Campaign, subject: str, words: str) -> None:
        before = self._told.get((campaign.pk, subject), "")
        self._told[campaign.pk, subject] = words
        if words and words != before:
            logger.warning("%s: %s", campaign.slug, words)

    def _quietly(self, about_the_lease: Callable[[], None]) -> None:
        try:
            about_the_lease()
        except LeaseLost:
            pass  # the next pass stands by
        except Error as error:
            logger.warning("the lease could not be written: %s", in_plain_words(error))


def _counted(campaigns: list[Campaign], look: Look) -> dict[Campaign, Found]:
    wanted = plans(campaigns, look.targets)

    def count(campaign: Campaign) -> Found:
        def told(day: date) -> Tally:
            return tally(wanted[campaign.pk], look.sums, look.tree, day)

        return Found(store.live_row(told(look.frame.today), campaign, look.frame), told)

    return {campaign: count(campaign) for campaign in campaigns}


def _check_is_due() -> bool:
    last = CollectorState.objects.values_list("last_check_at", flat=True).first()
    return last is None or _night(last) < _night(timezone.now())


def _night(moment: datetime) -> date:
    """The local day whose night it was last."""
    return (moment.astimezone(LOCAL) - NIGHT).date()


def _standing_clock(found: dict[Campaign, Found], look: Look) -> str:
    """One line where the database answers and its clock has not moved for so long that the figures are late."""
    newest = [store.newest(campaign) for campaign in found]
    since = [row.collected_at for row in newest if row is not None and row.as_of == look.frame.as_of]
    if not since or look.frame.collected_at - min(since) <= DELAYED_AFTER:
        return ""
    return f"the clock of the tracking database stands still at {look.frame.as_of.astimezone(LOCAL):%Y-%m-%d %H:%M:%S}"


def _went_well(look: Look) -> dict[str, Any]:
    """What the row about the collector says after a pass; what the nightly check found is logged as well."""
    now = timezone.now()
    noted: dict[str, Any] = {"last_pass_at": now, "last_success_at": now}
    if look.rung is Rung.FULL:
        noted["last_full_at"] = now
    if look.drift is not None:
        noted |= {
            "last_check_at": now,
            "drift": look.drift.rows,
            "drift_days": [day.isoformat() for day in look.drift.days],
        }
        if look.drift.rows:
            days = ", ".join(noted["drift_days"])
            logger.warning("the nightly check found %d rows counted wrongly, on %s", look.drift.rows, days)
    return noted
