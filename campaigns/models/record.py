"""What counting leaves for good beside the snapshots: closed days, milestones, and the figures that were signed."""

from typing import TypedDict

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class UnitTotal(TypedDict):
    """One first-level unit in a record: its count and its rank by count at that moment."""

    code: str
    count: int
    rank: int


class DayClose(models.Model):
    """What a campaign held at the end of a local day, as it was seen then; the present day's row follows each pass.

    Unlike the snapshot's `days`, which sort by the day of registration and change with every late entry, these figures
    stay as they were: growth from close to close is what *arrived* on a day. Pace, forecast and movements in rank come
    from them. `backfilled` is the part of the day's growth that was marked as entered belatedly, and counts for no
    pace. `reconstructed` rows were made from days of registration when counting began, for the days before it.
    """

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="closes")
    day = models.DateField()
    as_of = models.DateTimeField()
    count = models.PositiveIntegerField()
    backfilled = models.PositiveIntegerField(default=0)
    units: "models.JSONField[list[UnitTotal]]" = models.JSONField(default=list)
    reconstructed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("day's close")
        verbose_name_plural = _("days' closes")
        ordering = ["campaign", "-day"]
        constraints = [models.UniqueConstraint(fields=["campaign", "day"], name="one_close_per_day")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.day}: {self.count}"


class Milestone(models.Model):
    """A round number or a goal that a campaign passed, to the minute; kept even if the count later falls below it."""

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="milestones")
    amount = models.PositiveIntegerField(_("initiatives"))
    reached_at = models.DateTimeField(_("reached at"), help_text=_("By the tracking database's clock."))
    is_goal = models.BooleanField(_("the campaign's goal"), default=False)
    reconstructed = models.BooleanField(
        _("from days of registration"),
        default=False,
        help_text=_("Passed before counting began: only the day is known."),
    )

    class Meta:
        verbose_name = _("milestone")
        verbose_name_plural = _("milestones")
        ordering = ["campaign", "-amount"]
        constraints = [models.UniqueConstraint(fields=["campaign", "amount"], name="one_milestone_per_amount")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.amount}"


class Closing(models.Model):
    """The figures that a campaign ended with, and who signed them. They never change.

    The collector goes on counting beside them: `revised_*` is what the tracking database says since, and is shown
    beside the signed figure, never over it.
    """

    campaign = models.OneToOneField("campaigns.Campaign", on_delete=models.PROTECT, related_name="closing")
    count = models.PositiveIntegerField()
    as_of = models.DateTimeField()
    units: "models.JSONField[list[UnitTotal]]" = models.JSONField(default=list)
    signed_by = models.CharField(_("signed by"), max_length=160, help_text=_("Name and office."))
    signed_on = models.DateField(_("signed on"))
    document = models.CharField(
        pgettext_lazy("report", "document"), max_length=160, blank=True, help_text=_("Number of the report.")
    )
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField()
    revised_count = models.PositiveIntegerField(null=True)
    revised_as_of = models.DateTimeField(null=True)
    revised_units: "models.JSONField[list[UnitTotal]]" = models.JSONField(default=list)

    class Meta:
        verbose_name = _("closing")
        verbose_name_plural = _("closings")
        permissions = [("close_campaign", "Can close a campaign")]

    def __str__(self) -> str:
        return f"{self.campaign_id}: {self.count}"

    def revised(self, unit_code: str = "") -> int | None:
        """What is counted since of the whole or of one unit; None where that is what was signed, or not known."""
        if not unit_code:
            return self.revised_count if self.revised_count != self.count else None
        signed, since = (
            next((unit["count"] for unit in units if unit["code"] == unit_code), None)
            for units in (self.units, self.revised_units)
        )
        return since if since != signed else None
