"""A campaign as something that is counted: its dates, its periods of counting, its goal and its units' targets."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from campaigns.confirmation import ConfirmationPanel, ConfirmedForm
from campaigns.models.periods import Periods
from campaigns.models.units import Unit
from publishing.audit import AuditedMixin
from publishing.normalisation import NormalisedTextMixin
from publishing.number_input import INITIATIVES, WholeNumberInput
from sharing.visibility import published

if TYPE_CHECKING:
    from campaigns.counters import Figures


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Verbs for campaigns."""

    def published(self) -> "CampaignQuerySet":
        """Those with a page that the public can open: their numbers may be shown."""
        from campaigns.models.pages import CampaignPage  # pages belong to campaigns, not campaigns to pages

        return self.filter(pages__in=published(CampaignPage.objects.all())).distinct()


class Campaign(AuditedMixin, NormalisedTextMixin, models.Model):
    """What is counted, and towards which goal. Its page (one per language) tells the story.

    A counter has periods of its own, apart from the campaign's dates: the 300.000 of 2022 are what the portal *holds*
    since 8/1, while units' targets are what they *add* from 22/4 (decision 4).
    """

    read_together: ClassVar = True

    slug = models.SlugField(
        _("code in addresses"),
        max_length=60,
        unique=True,
        help_text=_("Part of /live/… and of embeds; never change it."),
    )
    name = models.CharField(_("name"), max_length=160)
    tracking_code = models.CharField(
        _("code in the tracking database"), max_length=40, blank=True, help_text=_("For the targets kept there.")
    )
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"), help_text=_("Counted as a whole day."))
    count_from = models.DateField(_("count from"))
    count_to = models.DateField(_("count to"))
    units_from = models.DateField(_("count units from"))
    units_to = models.DateField(_("count units to"))
    target = models.PositiveIntegerField(_("goal"), null=True, blank=True)
    source = models.CharField(
        _("source of the figures"), max_length=200, blank=True, help_text=_("Shown beside the numbers.")
    )
    source_en = models.CharField(_("source of the figures in English"), max_length=200, blank=True)
    featured = models.BooleanField(
        _("on every page"), default=False, help_text=_("Its counter stands on the home page and above inner pages.")
    )

    objects = CampaignQuerySet.as_manager()

    base_form_class = ConfirmedForm

    figures: "Figures | None" = None
    """Its figures, where they were read along with it (`campaigns.counters.featured_figures`)."""

    panels = [
        MultiFieldPanel([FieldPanel("name"), FieldPanel("slug"), FieldPanel("featured")], heading=_("Campaign")),
        MultiFieldPanel([FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])], heading=_("Dates")),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("count_from"), FieldPanel("count_to")]),
                FieldPanel("target", widget=WholeNumberInput(echo=INITIATIVES)),
                ConfirmationPanel("confirmed"),
                FieldRowPanel([FieldPanel("units_from"), FieldPanel("units_to")]),
                FieldPanel("tracking_code"),
                FieldPanel("source"),
                FieldPanel("source_en"),
            ],
            heading=_("What is counted"),
            help_text=_(
                "The whole counts what is held since the first date; units count what they add in their period."
            ),
        ),
    ]

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        ordering = ["-starts_on"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        for start, end in (("starts_on", "ends_on"), ("count_from", "count_to"), ("units_from", "units_to")):
            first, last = getattr(self, start), getattr(self, end)
            if first and last and last < first:
                raise ValidationError({end: _("The end must not be before the start.")})

    @classmethod
    def ready_for_texts(cls, campaigns: "Iterable[Campaign]") -> None:
        """Read the figures of those whose live counters stand in one text, together."""
        from campaigns.counters import read_figures  # counters read campaigns, not campaigns counters

        read_figures(campaign for campaign in campaigns if campaign.figures is None)

    @property
    def periods(self) -> Periods:
        """Which days are to be counted."""
        return Periods(self.count_from, self.count_to, self.units_from, self.units_to)

    @property
    def days(self) -> int:
        """How many days the campaign lasts, both ends counted."""
        return (self.ends_on - self.starts_on).days + 1


class Target(AuditedMixin, NormalisedTextMixin, models.Model):
    """What a unit shall add within a campaign. A unit can have two: assigned from above, and set by itself."""

    class Kind(models.TextChoices):
        ASSIGNED = "assigned", _("assigned")
        SELF_SET = "self_set", _("self-set")

    campaign = models.ForeignKey(Campaign, verbose_name=_("campaign"), on_delete=models.CASCADE, related_name="targets")
    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="targets")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.ASSIGNED)
    amount = models.PositiveIntegerField(_("initiatives"))
    source = models.CharField(_("source"), max_length=200, help_text=_("Document or news with its date."))
    is_example = models.BooleanField(
        _("made-up example"), default=False, help_text=_("Marked as such wherever it is shown.")
    )

    panels = [
        FieldPanel("campaign"),
        FieldPanel("unit"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("amount", widget=WholeNumberInput(echo=INITIATIVES))]),
        FieldPanel("source"),
        FieldPanel("is_example"),
    ]

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["campaign", "unit__code", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "kind"], name="one_target_per_unit_and_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.unit.short_name}: {self.amount}"
