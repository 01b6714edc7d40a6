"""What was counted: the only thing that pages, embeds and `/live/` read."""

from typing import NotRequired, TypedDict

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnitCount(TypedDict):
    """One first-level unit: what it added in the units' period, its target (None: none known), its rank by count."""

    code: str
    count: int
    target: int | None
    rank: int


class DayCount(TypedDict):
    """One local day (`YYYY-MM-DD`) and what was registered on it."""

    day: str
    count: int
    note: NotRequired[str]


class CounterSnapshot(models.Model):
    """A campaign's figures at one moment of the tracking database's clock.

    Rows are only ever appended, by the collector; the greatest (epoch, seq) is the current one. `as_of` is the
    tracking database's own time, `collected_at` this machine's time of the successful read: their difference is how
    far the two clocks are apart, and the age of `collected_at` is how fresh the figures are.
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
