"""Pictures with who made them and what may be done with them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.images.models import AbstractImage, AbstractRendition, Image

from publishing.normalisation import NormalisedTextMixin


class EditorialImage(NormalisedTextMixin, AbstractImage):
    """A picture of the site. `description` (Wagtail's own) is the default text alternative."""

    credit = models.CharField(
        _("credit"),
        max_length=160,
        blank=True,
        help_text=_("Who made it, as it shall be printed: “Photo: Nguyễn Văn A” or “Photo: supplied by the unit”."),
    )

    admin_form_fields = (*Image.admin_form_fields, "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        permissions = [("choose_editorialimage", "Can choose picture")]

    @property
    def default_alt_text(self) -> str:
        """What a block is offered as the text alternative. Wagtail would fall back to the title: a file's name."""
        return self.description


class EditorialRendition(AbstractRendition):
    """One size and format of a picture."""

    image = models.ForeignKey(EditorialImage, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        unique_together = (("image", "filter_spec", "focal_point_key"),)
