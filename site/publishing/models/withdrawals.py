"""What ends a consent, and whether the site has carried it out."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from publishing.consent.uses import Use
from publishing.models.consent import Consent
from publishing.normalisation import NormalisedTextMixin


class Withdrawal(NormalisedTextMixin, models.Model):
    """One end of some uses: somebody withdrew, a day came, an editor corrected the record, or a mistake was undone.

    `addresses` are those that showed what ended, written down before anything is removed, so that a second try knows
    them too.
    """

    class Cause(models.TextChoices):
        WITHDRAWN = "withdrawn", _("withdrawn")
        EXPIRED = "expired", _("expired")
        CHANGED = "changed", _("record changed")
        UNDONE = "undone", _("withdrawal undone")

    class State(models.TextChoices):
        PENDING = "pending", _("under way")
        DONE = "done", _("carried out")
        FAILED = "failed", _("failed, will be tried again")

    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="withdrawals")
    cause = models.CharField(max_length=10, choices=Cause)
    uses = models.JSONField(default=list)
    received_on = models.DateField(_("withdrawn on"), default=timezone.localdate)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    delete_pictures = models.BooleanField(default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    addresses = models.JSONField(default=list)
    finished_at = models.DateTimeField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ("-recorded_at", "-pk")

    def __str__(self) -> str:
        return f"{self.consent}: {self.get_cause_display()}"

    @property
    def may_be_undone(self) -> bool:
        """Whether it is a withdrawal that still holds: what a later one ended, an older one that was undone cannot."""
        if self.cause != self.Cause.WITHDRAWN or not set(self.uses) <= set(self.consent.withdrawn):
            return False
        later = self.consent.withdrawals.filter(cause=self.Cause.UNDONE, pk__gt=self.pk)
        return self.uses not in later.values_list("uses", flat=True)

    @property
    def uses_in_words(self) -> str:
        """The uses that end, as editors know them."""
        return ", ".join(str(Use(use).label) for use in self.uses)
