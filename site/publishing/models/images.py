"""Pictures with who made them and what may be done with them."""

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from publishing.consent.uses import People, Rights, Use
from publishing.models.consent import Consent, PicturedPerson
from publishing.normalisation import NormalisedTextMixin


class EditorialImage(NormalisedTextMixin, AbstractImage):
    """A picture of the site. `description` (Wagtail's own) is the default text alternative."""

    credit = models.CharField(
        _("credit"),
        max_length=160,
        blank=True,
        help_text=_("Who made it, as it shall be printed: “Photo: Nguyễn Văn A” or “Photo: supplied by the unit”."),
    )

    people = models.CharField(
        _("people who can be recognised"),
        max_length=3,
        choices=People,
        default=People.UNSTATED,
        blank=True,
        help_text=_("Until this is stated, the picture stays out of share cards, posters and share kits."),
    )
    consents = models.ManyToManyField(
        Consent,
        verbose_name=_("who is in the picture"),
        through=PicturedPerson,
        blank=True,
        related_name="pictures",
        help_text=_("The consent of each person who can be recognised."),
    )
    rights = models.CharField(
        _("use by others"),
        max_length=8,
        choices=Rights,
        default=Rights.UNSTATED,
        blank=True,
        help_text=_("Only our own pictures and those that others may use lie in share kits."),
    )

    closed_file = models.CharField(max_length=200, blank=True, editable=False)
    """Where its file lies in the private place while no page may show it; else empty."""
    delete_on = models.DateField(null=True, editable=False)
    """When a withdrawn picture is deleted for good."""

    admin_form_fields = (*Image.admin_form_fields, "credit", "rights", "people", "consents")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_editorialimage", "Can choose picture")]

    @property
    def shows_people(self) -> People:
        """What it says of itself, as the question of consent reads it."""
        return People(self.people)

    @property
    def records(self) -> Sequence[Consent]:
        """The consents of those whom it shows; no query where `publishing.consent.with_records` has loaded them."""
        return list(self.consents.all()) if self.people == People.YES else []

    stands_on: frozenset[Use] = frozenset()

    @property
    def default_alt_text(self) -> str:
        """What a block is offered as the text alternative. Wagtail would fall back to the title: a file's name."""
        return self.description


class EditorialRendition(AbstractRendition):
    """One size and format of a picture."""

    image = models.ForeignKey(EditorialImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
