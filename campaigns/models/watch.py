"""How counting goes: who counts, what it last met, which figures wait for a person's word, what editors ask for."""

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from campaigns.models.campaigns import Campaign


class CollectorState(models.Model):
    """The one row about the collector: its lease, and what the editors' dashboard says of it.

    The lease is taken and renewed by compare-and-set (a conditional UPDATE), never by a session lock: those break
    under a connection pooler. `epoch` grows by one whenever another collector takes over, and is the epoch of the
    snapshots that it writes.
    """

    holder = models.CharField(max_length=64, blank=True)
    epoch = models.PositiveIntegerField(default=0)
    expires_at = models.DateTimeField(null=True)
    last_pass_at = models.DateTimeField(null=True)
    last_success_at = models.DateTimeField(null=True)
    last_error = models.TextField(blank=True)
    last_full_at = models.DateTimeField(null=True)
    last_check_at = models.DateTimeField(null=True)
    drift = models.PositiveIntegerField(null=True, help_text="Rows that the last nightly check found counted wrongly.")
    drift_days = models.JSONField(default=list, help_text="The local days on which they were.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="one_collector_state")]

    def __str__(self) -> str:
        return f"epoch {self.epoch} held by {self.holder or 'nobody'}"


class Hold(models.Model):
    """Figures that a gate did not believe, and what became of them.

    `old` and `new` are `{"count": n, "units": [{"code", "count"}, …]}`: what is shown and what was counted (empty where
    nothing could be counted), the units' parts of the count; `new` also has the days that differ, `days`: `[{"day",
    "old", "new"}, …]`, and the times of that look, `as_of` and `counted_at`. While a hold is open the last good figures
    stay. Released: the collector takes what it counts next, once. Rejected: the last
    good figures stay until the counted ones are believable again. Resolved: they became so by themselves.
    """

    class Reason(models.TextChoices):
        DROP = "drop", _("The number fell by more than 5 %")
        ZERO = "zero", _("The number fell to 0")
        UNITS = "units", _("All initiatives of a unit vanished")
        SPIKE = "spike", _("The number rose too fast")
        CONTRACT = "contract", _("The tracking database has changed its shape")
        RECONCILING = "reconciling", _("The number fell and is being counted again")

    class Status(models.TextChoices):
        OPEN = "open", _("Waiting")
        RELEASED = "released", _("Released")
        REJECTED = "rejected", pgettext_lazy("held figures", "Rejected")
        RESOLVED = "resolved", _("Resolved by itself")

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="holds")
    reason = models.CharField(_("reason"), max_length=12, choices=Reason)
    explanation = models.TextField(_("explanation"), blank=True)
    status = models.CharField(
        pgettext_lazy("held figures", "status"), max_length=8, choices=Status, default=Status.OPEN
    )
    opened_at = models.DateTimeField(_("since"))
    old = models.JSONField(default=dict)
    new = models.JSONField(default=dict)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True)
    is_backfill = models.BooleanField(
        _("entered belatedly"), default=False, help_text=_("The rise counts for no pace and no forecast.")
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    taken_at = models.DateTimeField(null=True, help_text="When a release was carried out, or lapsed: it is for once.")

    class Meta:
        verbose_name = _("held figures")
        verbose_name_plural = _("held figures")
        ordering = ["-opened_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], condition=models.Q(status="open"), name="one_open_hold_per_campaign"
            )
        ]
        permissions = [("decide_hold", "Can release or reject held figures")]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.reason} {self.status}"


class CounterQuestion(models.Model):
    """A number that some page asks for beyond a campaign's headline and units; each snapshot carries its answer.

    Made when a page with such a counter is saved (drafts too), so that the collector answers within a pass and no page
    ever groups anything itself. `key` is the question in one line, unique within the campaign, and the key of the
    answer in `CounterSnapshot.answers`. `first` and `last` are local days, both counted. `asked_at` is when a page with
    it was saved last; what no page asks any more is forgotten each night (`campaigns.questions.forget_unasked`).
    """

    class Measure(models.TextChoices):
        REGISTERED = "registered", _("submitted")
        VALID = "valid", _("valid")
        REVIEWING = "reviewing", _("under review")

    class Scope(models.TextChoices):
        CAMPAIGN = "campaign", _("whole campaign")
        UNIT = "unit", _("unit")
        CLUSTER = "cluster", _("cluster")
        FIELD = "field", _("field")

    campaign = models.ForeignKey("campaigns.Campaign", on_delete=models.CASCADE, related_name="questions")
    key = models.CharField(max_length=160)
    measure = models.CharField(max_length=10, choices=Measure)
    scope = models.CharField(max_length=8, choices=Scope)
    scope_code = models.CharField(max_length=40, blank=True)
    first = models.DateField()
    last = models.DateField()
    asked_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "key"], name="one_question_per_key")]

    def __str__(self) -> str:
        return self.key

    @classmethod
    def of(cls, campaign: "Campaign", measure: str, scope: str, scope_code: str, days: tuple[date, date]) -> Self:
        """The question after a number, not stored yet. The same question always has the same key."""
        first, last = days
        key = f"{measure}/{scope}:{scope_code}/{first:%Y-%m-%d}/{last:%Y-%m-%d}"
        return cls(
            campaign=campaign, key=key, measure=measure, scope=scope, scope_code=scope_code, first=first, last=last
        )
