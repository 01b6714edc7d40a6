"""The people behind an initiative, and what it brings beside money."""

from copy import copy
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin

from publishing.consent import People, Rights, Use, may_use
from publishing.models import Consent
from publishing.normalisation import NormalisedChildMixin

EARLIEST_BIRTH_YEAR = 1900


class InitiativeAuthor(NormalisedChildMixin, TranslatableMixin, Orderable):
    """A person behind an initiative, named with job and workplace."""

    page = ParentalKey("stories.InitiativePage", on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(_("name"), max_length=80)
    birth_year = models.PositiveSmallIntegerField(_("year of birth"), null=True, blank=True)
    job = models.CharField(_("job"), max_length=120)
    workplace = models.CharField(_("workplace"), max_length=160)
    portrait = models.ForeignKey(
        "publishing.EditorialImage",
        verbose_name=_("portrait"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    consent = models.ForeignKey(
        Consent,
        verbose_name=_("consent record"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="authors",
        help_text=_("Without one, name and portrait stay out of share cards, posters and share kits."),
    )

    panels: ClassVar = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("birth_year")]),
        FieldRowPanel([FieldPanel("job"), FieldPanel("workplace")]),
        FieldPanel("portrait"),
        FieldPanel("consent"),
    ]

    # As the question of consent reads it: a person, whose name is on whatever shows the person.
    shows_people = People.YES
    rights = Rights.OWN
    stands_on = frozenset({Use.NAME})

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("author")

    def __str__(self) -> str:
        return self.name

    @property
    def records(self) -> list[Consent]:
        """The consent that speaks for this person."""
        return [self.consent] if self.consent is not None else []

    def as_shown(self, language: str) -> "InitiativeAuthor":
        """The person as pages of `language` may show them: where the name may not be used, any worker of that job."""
        shown = copy(self)
        if not may_use(self, Use.NAME, language):
            shown.name, shown.birth_year, shown.workplace = gettext("A worker"), None, ""
        if self.consent is not None and self.consent.refuses(Use.PAGE, language, timezone.localdate()):
            shown.portrait = None
        return shown

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; a portrait shows the person whom the record speaks of, unless it is said to show nobody."""
        super().save(*args, **kwargs)
        portrait = self.portrait
        if self.consent is not None and portrait is not None and portrait.people != People.NO:
            portrait.consents.add(self.consent)
            if portrait.people == People.UNSTATED:
                portrait.people = People.YES
                portrait.save(update_fields=["people"])

    def clean(self) -> None:
        super().clean()
        this_year = timezone.localdate().year
        if self.birth_year is not None and not EARLIEST_BIRTH_YEAR <= self.birth_year <= this_year:
            message = _("Write a year of four digits, from %(first)s to %(last)s.")
            bounds = {"first": EARLIEST_BIRTH_YEAR, "last": this_year}
            raise ValidationError({"birth_year": ValidationError(message, params=bounds)})


class InitiativeEffect(NormalisedChildMixin, TranslatableMixin, Orderable):
    """What an initiative brings that is not counted in money: safety, time, health."""

    page = ParentalKey("stories.InitiativePage", on_delete=models.CASCADE, related_name="effects")
    value = models.CharField(_("figure"), max_length=40, help_text=_("With its unit: “11 ngày”, “0 ca”."))
    label = models.CharField(_("what it says"), max_length=160)

    panels: ClassVar = [FieldRowPanel([FieldPanel("value"), FieldPanel("label")])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("effect")

    def __str__(self) -> str:
        return f"{self.value} {self.label}"
