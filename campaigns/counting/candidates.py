"""One campaign within one pass: what is shown, what was found, and what the gates say of the two."""

from dataclasses import dataclass
from datetime import date, timedelta

from campaigns.counting import gates, holds, store
from campaigns.counting.gates import ACCEPTED, Action, Pace, Stand, Verdict
from campaigns.counting.ladder import Rung
from campaigns.models import Campaign, CounterSnapshot, Hold

State = CounterSnapshot.State


@dataclass(frozen=True)
class Shown:
    """A campaign, its newest row (None: never counted) and the hold that is in force."""

    campaign: Campaign
    row: CounterSnapshot | None
    hold: Hold | None

    @classmethod
    def of(cls, campaign: Campaign) -> "Shown":
        """As it stands now: two queries."""
        row = store.newest(campaign)
        return cls(campaign, row, holds.in_force(campaign, row))

    @property
    def is_final(self) -> bool:
        """Whether the campaign was closed: the collector leaves its snapshots alone."""
        return self.row is not None and self.row.state == State.FINAL

    @property
    def is_held(self) -> bool:
        return self.row is not None and self.row.state == State.HELD


def verdict(shown: Shown, found: CounterSnapshot, belated_until: date | None) -> Verdict:
    """Whether what was `found` may replace what is shown. Where nothing is shown, or other days, nothing objects."""
    row = shown.row
    if row is None or (row.periods is not None and row.periods != found.periods):
        return ACCEPTED
    good, new = store.stands(row, found)
    return gates.judge(good, new, _pace(shown, good, new, belated_until), belated_until)


def rung_for(shown: Shown, said: Verdict) -> Rung:
    """How thoroughly must be counted before the verdict counts: nothing is held because of what a tick saw."""
    match said.action:
        case Action.ACCEPT:
            return Rung.TICK
        case Action.RECOUNT:
            return Rung.MINUTE
        case Action.RECONCILE if not holds.is_reconciling(shown.hold):
            return Rung.FULL
        case _:
            return Rung.TICK if shown.is_held else Rung.FULL


def _pace(shown: Shown, good: Stand, new: Stand, belated_until: date | None) -> Pace:
    until = holds.waiting_since(shown.hold) or new.as_of
    fastest = None
    if gates.unmarked_rise(good, new, belated_until) > gates.CALM_RISE:
        fastest = gates.fastest_rate(good, shown.campaign.snapshots.values_list("as_of", "count"))
    return Pace(fastest, until - good.as_of, max(timedelta(0), new.as_of - until))
