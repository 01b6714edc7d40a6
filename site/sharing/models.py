"""What sharing keeps: its cards, which pages are gone for good, and how many visits shared links brought."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from sharing.cards.content import Size

PART_LENGTH = 40


class RemovedPage(models.Model):
    """A page that was public and was deleted: its short address says that it is gone (410). No word of it is kept."""

    page = models.PositiveBigIntegerField(primary_key=True)
    removed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("removed page")
        verbose_name_plural = _("removed pages")

    def __str__(self) -> str:
        return str(self.page)


class ShareTotal(models.Model):
    """How many visits a day the links shared on one network brought to a page. Nothing of any visitor is kept.

    `page` is the page's key and no relation: the figures stay when the page goes. `part` names a part of it that has
    an address of its own (a unit's code in a campaign). `network` and `medium` are those of `sharing.networks`.
    """

    day = models.DateField(_("day"))
    page = models.PositiveBigIntegerField(_("page"))
    part = models.CharField(_("part of the page"), max_length=PART_LENGTH, blank=True)
    network = models.CharField(_("network"), max_length=12)
    medium = models.CharField(_("medium"), max_length=8)
    visits = models.PositiveIntegerField(_("visits"), default=0)

    class Meta:
        verbose_name = _("visits by shared links")
        verbose_name_plural = _("visits by shared links")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "part", "network", "medium", "day"], name="one_share_total_a_day")
        ]
        indexes: ClassVar = [models.Index(fields=["day"], name="share_total_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.page} {self.network}: {self.visits}"


class ShareCard(models.Model):
    """A card that was drawn once and stands at its address for good, as long as its page is open to all.

    `part` is a part of the page with cards of its own (`unit-79`, `person-1`; empty: the page itself), `file` a name in
    the default storage. `file` is empty where an old card of a live number was thinned out: a newer one answers then.
    """

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="share_cards")
    part = models.CharField(max_length=PART_LENGTH, blank=True)
    kind = models.CharField(max_length=8)
    size = models.CharField(max_length=9, choices=[(size.value, size.value) for size in Size])
    digest = models.CharField(max_length=20)
    file = models.CharField(max_length=160, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("share card")
        verbose_name_plural = _("share cards")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["page", "part", "digest", "size"], name="one_card_of_a_content_and_size"),
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "made_at"], name="share_card_kind_made_at")]

    def __str__(self) -> str:
        return f"{self.page_id} {self.part} {self.digest} {self.size}"
