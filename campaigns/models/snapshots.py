"""What was counted: the only thing that pages, embeds and `/live/` read."""

from typing import NotRequired, TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.models.periods import Periods


class UnitCount(TypedDict):
    """One first-level unit: what it added in the units' period, its target (None: none known), its rank by count.

    `target_kind` says which of the unit's two targets it is (`Target.Kind`; empty without one), `target_is_example`
    whether it is made up; `self_set` is the other one, where a unit with an assigned target set itself one. `valid` and
    `reviewing` are those parts of `count`; `rank_yesterday` and `rank_last_week` its ranks at the closes of yesterday
    and of a week ago (None: not known).
    """

    code: str
    count: int
    target: int | None
    rank: int
    target_kind: NotRequired[str]
    target_is_example: NotRequired[bool]
    self_set: NotRequired[int]
    self_set_is_example: NotRequired[bool]
    valid: NotRequired[int]
    reviewing: NotRequired[int]
    rank_yesterday: NotRequired[int | None]
    rank_last_week: NotRequired[int | None]


class FieldCount(TypedDict):
    """One field of work (`code` is empty where none was given) and its part of the headline."""

    code: str
    count: int


class Outlook(TypedDict):
    """Where the headline is heading, by what arrived on the last seven whole days (see docs/forecast.md).

    `per_day` is their mean without belated entries; `projected`, `low` and `high` are totals at the end of the period;
    `reached_on` is the local day on which the target would be passed. Unknown is None.
    """

    per_day: int | None
    projected: int | None
    low: int | None
    high: int | None
    reached_on: str | None


class DayCount(TypedDict):
    """One local day (`YYYY-MM-DD`) and what was registered on it."""

    day: str
    count: int


class CounterSnapshot(models.Model):
    """A campaign's figures at one moment of the tracking database's clock.

    Rows are only ever appended, by the collector; the greatest (epoch, seq) is the current one. `as_of` is the
    tracking database's own time, `collected_at` this machine's time of the first read that found it at that time: their
    difference is how far the two clocks are apart, and the age of `collected_at` is how fresh the figures are. (A
    replica that stands still answers, and its figures grow old.)
    """

    class State(models.TextChoices):
        LIVE = "live", pgettext_lazy("counter", "Live")
        HELD = "held", _("Being checked")
        FINAL = "final", _("Final figure")

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="snapshots")
    epoch = models.PositiveIntegerField()
    seq = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.LIVE)
    as_of = models.DateTimeField()
    collected_at = models.DateTimeField()
    count = models.PositiveIntegerField()
    target = models.PositiveIntegerField(null=True, blank=True)
    units: "models.JSONField[list[UnitCount]]" = models.JSONField(default=list)
    days: "models.JSONField[list[DayCount]]" = models.JSONField(default=list)
    statuses: "models.JSONField[dict[str, int]]" = models.JSONField(
        default=dict, help_text="The headline's period by status, the rejected ones too."
    )
    fields: "models.JSONField[list[FieldCount]]" = models.JSONField(default=list)
    answers: "models.JSONField[dict[str, int]]" = models.JSONField(
        default=dict, help_text="By the key of a CounterQuestion."
    )
    outlook: "models.JSONField[Outlook | None]" = models.JSONField(null=True, blank=True)
    count_from = models.DateField(null=True, help_text="The days counted, as the campaign had them then.")
    count_to = models.DateField(null=True)
    units_from = models.DateField(null=True)
    units_to = models.DateField(null=True)
    unit_totals: "models.JSONField[dict[str, int]]" = models.JSONField(
        default=dict, help_text="First-level units' parts of the count, by code: what gates and editors compare."
    )
    unplaced = models.PositiveIntegerField(default=0, help_text="Rows of unit codes that the unit list does not know.")

    class Meta:
        verbose_name = _("counter snapshot")
        verbose_name_plural = _("counter snapshots")
        ordering = ["-epoch", "-seq"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "epoch", "seq"], name="one_snapshot_per_epoch_and_seq"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.epoch}.{self.seq}: {self.count}"

    @property
    def periods(self) -> Periods | None:
        """Which days were counted; None in a row that does not say so."""
        if self.count_from and self.count_to and self.units_from and self.units_to:
            return Periods(self.count_from, self.count_to, self.units_from, self.units_to)
        return None
