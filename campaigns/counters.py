"""From a stored snapshot to what a page may say: numbers with their time, their state, and what follows from them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate
from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from campaigns.forecast import Forecast
from campaigns.models.campaigns import Campaign, Target
from campaigns.models.pages import CampaignPage
from campaigns.models.periods import Periods
from campaigns.models.record import Closing, Milestone
from campaigns.models.snapshots import CounterSnapshot, Outlook, UnitCount
from campaigns.values import LOCAL, Counter, Day, Standing, State, state_of

UnitTargets = dict[tuple[str, str], Target]
"""Targets by their unit's code and their kind."""


class Figures:
    """A campaign's figures at one moment: its newest snapshot read at `now` (this machine's clock)."""

    def __init__(self, campaign: Campaign, snapshot: CounterSnapshot | None, now: datetime) -> None:
        self.campaign = campaign
        self.snapshot = snapshot
        self.now = now
        self.state = state_of(snapshot, now)

    @cached_property
    def page(self) -> CampaignPage | None:
        """The campaign's published page in the active language, else in another; one query, unless it is known."""
        return CampaignPage.published_for([self.campaign]).get(self.campaign.pk)

    @cached_property
    def local_now(self) -> datetime:
        """Now on the campaign's clock: this machine's, shifted by what the tracking database's differs from it."""
        shift = self.snapshot.as_of - self.snapshot.collected_at if self.snapshot else timedelta()
        return (self.now + shift).astimezone(LOCAL)

    @property
    def today(self) -> date:
        """The campaign's local day."""
        return self.local_now.date()

    @cached_property
    def unfinished_day(self) -> date | None:
        """The local day within which the figures end; None without figures, and for final ones.

        It is today, or the day before while no figures came since midnight.
        """
        if self.snapshot is None or self.state is State.FINAL:
            return None
        return self.snapshot.as_of.astimezone(LOCAL).date()

    @property
    def target(self) -> int | None:
        """The goal that every number, plan and drawing is measured by: the one that was counted against.

        None where there is none; a goal of 0 is none. One that an editor changes comes with the next snapshot.
        """
        return (self.snapshot.target if self.snapshot else self.campaign.target) or None

    @property
    def periods(self) -> Periods:
        """Which days were counted: what the snapshot says, else (older ones do not say) what the campaign does."""
        return (self.snapshot and self.snapshot.periods) or self.campaign.periods

    @property
    def day_number(self) -> int | None:
        """Which day of the campaign it is, from 1; None before its start and after its end."""
        number = (self.today - self.campaign.starts_on).days + 1
        return number if 1 <= number <= self.campaign.days else None

    @property
    def left_days(self) -> int:
        """Days of the campaign after today: all before its start, 0 on its last day and afterwards."""
        return min(self.campaign.days, max(0, (self.campaign.ends_on - self.today).days))

    @property
    def begins_later(self) -> bool:
        """Whether the campaign has not begun."""
        return self.today < self.campaign.starts_on

    @cached_property
    def headline(self) -> Counter:
        """The campaign's own number."""
        return Counter(
            label=self.campaign.name,
            value=self.snapshot.count if self.snapshot else None,
            target=self.target,
            plan=self._plan_now() if self.state in (State.LIVE, State.DELAYED) else None,
            pace=self._pace(),
            begins_on=self.campaign.starts_on,
            ends_on=self.campaign.ends_on,
            **self._common(),
        )

    def _common(self) -> dict[str, Any]:
        snapshot = self.snapshot
        streams = settings.LIVE_MAX_STREAMS and self.state is not State.FINAL
        return {
            "as_of": snapshot.as_of.astimezone(LOCAL) if snapshot else None,
            "state": self.state,
            "age": self.now - snapshot.collected_at if snapshot else None,
            "epoch": snapshot.epoch if snapshot else 0,
            "seq": snapshot.seq if snapshot else 0,
            "live_url": f"/live/{self.campaign.slug}.json",
            "stream_url": f"/live/{self.campaign.slug}/stream" if streams else "",
            "today": self.today,
            "source": self.campaign.source,
        }

    @cached_property
    def standings(self) -> list[Standing]:
        """All first-level units, first by count; a tie shares its rank."""
        rows: list[UnitCount] = self.snapshot.units if self.snapshot else []
        return sorted(map(self._standing, rows), key=lambda row: (row.rank, row.code))

    def _standing(self, row: UnitCount) -> Standing:
        standing = Standing(row["code"], row["count"], row["target"], row["rank"])
        if self.units_share is not None:
            standing = replace(
                standing, rank_yesterday=row.get("rank_yesterday"), rank_last_week=row.get("rank_last_week")
            )
        if not standing.target:
            return standing
        if "target_kind" in row:
            kind, is_example = row["target_kind"], row.get("target_is_example", False)
        else:  # a row from before these were counted along
            listed = self._listed_then(standing)
            kind, is_example = (listed.kind, listed.is_example) if listed else (Target.Kind.ASSIGNED, False)
        return replace(standing, target_kind=kind, target_is_example=is_example)

    def unit(self, code: str, label: str) -> Counter:
        """One unit's number, with the even plan of its own target; its value is None where the snapshot has none."""
        standing, share = self.standing(code), self.units_share
        target = standing.target if standing else None
        return Counter(
            label=label,
            value=standing.count if standing else None,
            target=target,
            plan=round(target * share) if target and share is not None else None,
            unit_code=code,
            begins_on=self.periods.units_from,
            ends_on=self.periods.units_to,
            target_kind=standing.target_kind if standing else "",
            target_is_example=standing.target_is_example if standing else False,
            **self._common(),
        )

    @cached_property
    def targets(self) -> UnitTargets:
        """What the site's list of targets has for the campaign's units; one query."""
        listed = Target.objects.filter(campaign=self.campaign).select_related("unit")
        return {(target.unit.code, target.kind): target for target in listed}

    def target_of(self, standing: Standing) -> Target | None:
        """The list's entry of the target in a row of the ranking; None without one, or if it is the register's own."""
        return self.targets.get((standing.code, standing.target_kind))

    def _listed_then(self, standing: Standing) -> Target | None:
        """The list's entry for a row that does not say which target it has: the assigned one, else the unit's own."""
        assigned = self.targets.get((standing.code, Target.Kind.ASSIGNED))
        own = self.targets.get((standing.code, Target.Kind.SELF_SET))
        return assigned or (own if own is not None and own.amount == standing.target else None)

    @property
    def units_share(self) -> float | None:
        """How much of the units' period has passed, between 0 and 1: the even pace of their targets.

        None before it begins and where the state forbids sentences about the pace.
        """
        if self.snapshot is None or self.state not in (State.LIVE, State.DELAYED):
            return None
        begin = datetime.combine(self.periods.units_from, time(), LOCAL)
        whole = datetime.combine(self.periods.units_to, time(), LOCAL) + timedelta(days=1) - begin
        share = (self.snapshot.as_of - begin) / whole
        return min(1.0, share) if share > 0 else None

    def standing(self, code: str) -> Standing | None:
        """The leaderboard's row of the unit `code`, if the snapshot has it."""
        return next((row for row in self.standings if row.code == code), None)

    @cached_property
    def _totals(self) -> dict[date, tuple[int, int]]:
        """Per local day: what came in and what was held at its end, from the first day of counting."""
        if self.snapshot is None:
            return {}
        counts = [row["count"] for row in self.snapshot.days]
        return {
            date.fromisoformat(row["day"]): (row["count"], total)
            for row, total in zip(self.snapshot.days, accumulate(counts), strict=True)
        }

    @cached_property
    def held_before(self) -> int | None:
        """What was held on the eve of the campaign: where the even pace starts."""
        eve = self._totals.get(self.campaign.starts_on - timedelta(days=1))
        if eve is not None:
            return eve[1]
        return 0 if self.periods.count_from >= self.campaign.starts_on and self.snapshot else None

    def plan_at(self, moment: datetime) -> int | None:
        """What an even pace from the eve of the campaign to its goal would hold at `moment`."""
        start, target = self.held_before, self.target
        if start is None or not target or target <= start:
            return None
        begin = datetime.combine(self.campaign.starts_on, time(), LOCAL)
        share = (moment - begin) / timedelta(days=self.campaign.days)
        return round(start + (target - start) * min(1.0, max(0.0, share)))

    @property
    def even_pace(self) -> int | None:
        """What each day brings in the even plan, rounded as its days in the table are; None without a plan."""
        start, target = self.held_before, self.target
        if start is None or not target or target <= start:
            return None
        return round((target - start) / self.campaign.days)

    def _plan_now(self) -> int | None:
        if self.snapshot is None or self.day_number is None:
            return None
        return self.plan_at(self.snapshot.as_of)

    @property
    def outlook(self) -> Outlook | None:
        """What was recorded of where the number is heading; None where the state forbids saying so."""
        return self.snapshot.outlook if self.snapshot and self.state in (State.LIVE, State.DELAYED) else None

    def _pace(self) -> int | None:
        per_day = self.outlook["per_day"] if self.outlook else None
        return per_day if per_day is not None and per_day >= 0 else None

    @cached_property
    def forecast(self) -> Forecast | None:
        """The outlook in words for pages; None before the campaign begins and after its last day, too."""
        if self.snapshot is None or self.begins_later:
            return None
        return Forecast.of(
            self.outlook,
            count=self.snapshot.count,
            as_of=self.snapshot.as_of,
            last=self.periods.count_to,
            due=self.campaign.ends_on,
            target=self.target,
        )

    @cached_property
    def milestones(self) -> list[Milestone]:
        """The round numbers and goals that were passed, the greatest first; one query."""
        return list(Milestone.objects.filter(campaign=self.campaign))

    @property
    def has_unwatched_milestones(self) -> bool:
        """Whether of any of them only the day is known."""
        return any(milestone.reconstructed for milestone in self.milestones)

    @cached_property
    def closing(self) -> Closing | None:
        """Who signed the final figures; one query, and none while they are not final."""
        if self.state is not State.FINAL:
            return None
        return Closing.objects.filter(campaign=self.campaign).first()

    @cached_property
    def days(self) -> list[Day]:
        """Every day of the campaign, the coming ones included; the plan of an unfinished one is that of the moment."""
        result = []
        for offset in range(self.campaign.days):
            day = self.campaign.starts_on + timedelta(days=offset)
            count, total = self._totals.get(day, (None, None))
            unfinished = count is not None and day == self.unfinished_day
            end = datetime.combine(day + timedelta(days=1), time(), LOCAL)
            plan = self.plan_at(self.snapshot.as_of if self.snapshot and unfinished else end)
            result.append(Day(day, count, total, plan, is_today=day == self.today, is_unfinished=unfinished))
        return result

    @property
    def days_so_far(self) -> list[Day]:
        """The days of the campaign with figures, the present one included."""
        return [day for day in self.days if day.count is not None]

    @property
    def last_day(self) -> Day | None:
        """The newest day with figures."""
        return self.days_so_far[-1] if self.days_so_far else None

    @property
    def day_before(self) -> Day | None:
        """The day before the newest one."""
        return self.days_so_far[-2] if len(self.days_so_far) > 1 else None

    @property
    def best_day(self) -> Day | None:
        """The day of the campaign that brought most."""
        return max(self.days_so_far, key=lambda day: day.count or 0, default=None)

    @property
    def reached_on(self) -> date | None:
        """The first day of the campaign at whose end, or on which so far, the goal was reached."""
        target = self.target
        days = (day.day for day in self.days_so_far if target and (day.total or 0) >= target)
        return next(days, None)

    def counted_between(self, first: date, last: date) -> int | None:
        """What came in from `first` to `last`, both included; None before the first day or without a snapshot."""
        known = [count for day, (count, _total) in self._totals.items() if first <= day <= last]
        return sum(known) if known else None


def figures_of(campaign: Campaign) -> Figures:
    """The campaign's figures now: one query."""
    return Figures(campaign, campaign.snapshots.first(), timezone.now())


def read_figures(campaigns: Iterable[Campaign]) -> None:
    """Give each of `campaigns` its figures now, with its page: two queries, however many there are."""
    wanted = list(campaigns)
    if not wanted:
        return
    newest = CounterSnapshot.objects.filter(campaign=OuterRef("pk")).values("pk")[:1]
    keys = Campaign.objects.filter(pk__in=[campaign.pk for campaign in wanted]).values_list(Subquery(newest))
    snapshots = {snapshot.campaign_id: snapshot for snapshot in CounterSnapshot.objects.filter(pk__in=keys)}
    pages = CampaignPage.published_for(wanted)
    now = timezone.now()
    for campaign in wanted:
        campaign.figures = Figures(campaign, snapshots.get(campaign.pk), now)
        campaign.figures.page = pages.get(campaign.pk)


def featured_figures() -> Figures | None:
    """The figures of the campaign that stands on every page, if there is a published one: two queries."""
    page = CampaignPage.featured_page()
    if page is None:
        return None
    figures = page.campaign.figures = figures_of(page.campaign)
    figures.page = page
    return figures
