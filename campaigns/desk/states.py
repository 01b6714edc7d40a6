"""How counting goes, for the admin's first screen: per campaign and for the collector. A fixed number of queries."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from campaigns.desk.words import in_words
from campaigns.models import Campaign, Closing, CollectorState, CounterSnapshot, Hold
from campaigns.values import State, state_of

BULKY = ("units", "days", "statuses", "fields", "answers", "outlook")
"""Columns of a snapshot that the screen does not need."""


@dataclass(frozen=True)
class CampaignLine:
    """A campaign's figure with its state, and the hold that waits for a decision or was rejected and lasts."""

    campaign: Campaign
    snapshot: CounterSnapshot | None
    state: State
    age: timedelta | None
    hold: Hold | None
    is_closed: bool

    @property
    def state_words(self) -> str:
        """The state as the site's own chip says it."""
        return {
            State.LIVE: pgettext("counter", "Live"),
            State.DELAYED: _("%(minutes)s min late") % {"minutes": self.minutes},
            State.STALE: _("Not updated"),
            State.HELD: pgettext("counter", "Being checked"),
            State.FINAL: pgettext("counter", "Final figure"),
            State.UNKNOWN: _("No figures yet"),
        }[self.state]

    @property
    def is_in_order(self) -> bool:
        """Whether nobody need look after it."""
        return self.state in (State.LIVE, State.FINAL)

    @property
    def minutes(self) -> int:
        """Whole minutes since the last successful reading."""
        return int(self.age.total_seconds()) // 60 if self.age else 0

    @property
    def age_words(self) -> str:
        """How long ago the figure was read; of a final figure nobody asks."""
        if self.age is None or self.state is State.FINAL:
            return ""
        if self.minutes < 1:
            return _("read less than a minute ago")
        if self.minutes < 60:
            return _("read %(minutes)s minutes ago") % {"minutes": self.minutes}
        hours = self.minutes // 60
        if hours < 24:
            return _("read %(hours)s hours ago") % {"hours": hours}
        return _("read %(days)s days ago") % {"days": hours // 24}


@dataclass(frozen=True)
class CollectorLine:
    """Who counts, what it last met, and what the nightly check found."""

    holder: str
    last_success_at: datetime | None
    last_full_at: datetime | None
    last_check_at: datetime | None
    error: str
    error_words: str
    drift: int | None
    drift_days: list[date]

    @classmethod
    def now(cls) -> "CollectorLine":
        """As the collector's one row has it; without the row nobody ever counted."""
        row = CollectorState.objects.first() or CollectorState()
        is_held = row.expires_at is not None and row.expires_at > timezone.now()
        return cls(
            holder=row.holder if is_held else "",
            last_success_at=row.last_success_at,
            last_full_at=row.last_full_at,
            last_check_at=row.last_check_at,
            error=row.last_error,
            error_words=in_words(row.last_error),
            drift=row.drift,
            drift_days=[date.fromisoformat(day) for day in row.drift_days],
        )


def campaign_lines() -> list[CampaignLine]:
    """Every campaign, newest first: three queries."""
    newest = CounterSnapshot.objects.filter(campaign=OuterRef("pk")).values("pk")[:1]
    closed = Closing.objects.filter(campaign=OuterRef("pk"))
    held = Hold.objects.filter(campaign=OuterRef("pk")).order_by("-opened_at", "-pk").values("pk")[:1]
    campaigns: list[Any] = list(
        Campaign.objects.annotate(newest=Subquery(newest), last_hold=Subquery(held), is_closed=Exists(closed))
    )
    keys = [campaign.newest for campaign in campaigns]
    rows = {row.campaign_id: row for row in CounterSnapshot.objects.defer(*BULKY).filter(pk__in=keys)}
    holds = {hold.campaign_id: hold for hold in Hold.objects.filter(pk__in=[one.last_hold for one in campaigns])}
    now = timezone.now()
    return [_line(campaign, rows.get(campaign.pk), holds.get(campaign.pk), now) for campaign in campaigns]


def _line(campaign: Any, row: CounterSnapshot | None, hold: Hold | None, now: datetime) -> CampaignLine:
    age, state = now - row.collected_at if row else None, state_of(row, now)
    lasts = hold is not None and (
        hold.status == Hold.Status.OPEN or (hold.status == Hold.Status.REJECTED and state is State.HELD)
    )
    return CampaignLine(campaign, row, state, age, hold if lasts else None, campaign.is_closed)
