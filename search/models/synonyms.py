"""Words that mean the same: abbreviations, other names."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from publishing.audit import AuditedMixin
from publishing.normalisation import NormalisedTextMixin
from vietnamese.folding import fold, words

MOST_TERMS = 8
"""Each one is looked for in the place of any other, so a long list makes slow searches."""
MOST_WORDS = 6


class Synonyms(AuditedMixin, NormalisedTextMixin, models.Model):
    """Terms of which each finds the others: “LĐLĐ, liên đoàn lao động”."""

    terms = models.CharField(
        _("terms"),
        max_length=300,
        unique=True,
        help_text=_("Set apart by commas: “TP.HCM, TPHCM, Sài Gòn”. A search for one of them finds all of them."),
    )

    panels = [FieldPanel("terms")]

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ["terms"]

    def __str__(self) -> str:
        return self.terms

    @property
    def listed(self) -> list[str]:
        """The terms, without those that have no letter and no digit."""
        return [term for part in self.terms.split(",") if words(fold(term := part.strip()))]

    def clean(self) -> None:
        super().clean()
        folded = {tuple(words(fold(term))) for term in self.listed}
        if len(folded) < 2:
            raise ValidationError({"terms": _("Write at least two terms that differ, with a comma between them.")})
        if len(folded) > MOST_TERMS or max(map(len, folded)) > MOST_WORDS:
            bounds: dict[str, Any] = {"terms": MOST_TERMS, "words": MOST_WORDS}
            message = _("At most %(terms)s terms of %(words)s words each.")
            raise ValidationError({"terms": ValidationError(message, params=bounds)})
