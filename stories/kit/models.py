"""What editors wrote over the drafts, and how far a unit's kit is."""

from datetime import timedelta
from typing import ClassVar, Final

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

GIVEN_UP: Final = timedelta(minutes=5)
"""A build of which nothing was heard for so long has died with its worker."""


class Caption(models.Model):
    """A page's caption for one network, where an editor wrote another than the draft. A page has one language.

    `reserved`: whether the page's publicity was restricted when it was written. A caption from before would tell
    what may not be told, so it counts only while that is the same.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    network = models.CharField(max_length=20)
    text = models.TextField()
    reserved = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["page", "network"], name="one_caption_a_network")]

    def __str__(self) -> str:
        return f"{self.page_id}: {self.network}"


class UnitKit(models.Model):
    """The zip of a unit's pages in one language: what it was last made of, and how far the making is."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")

    unit = models.ForeignKey("campaigns.Unit", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    fingerprint = models.CharField(max_length=40, blank=True)
    """Of the pages that it was asked for: another one means that it must be made anew."""
    digest = models.CharField(max_length=40, blank=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    heard_of = models.DateTimeField(auto_now=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "language"], name="one_kit_a_language")]

    def __str__(self) -> str:
        return f"{self.unit_id}/{self.language}: {self.state}"

    @property
    def is_being_made(self) -> bool:
        """Whether somebody is at it, as far as one can tell."""
        return self.state == self.State.WAITING and timezone.now() - self.heard_of < GIVEN_UP
