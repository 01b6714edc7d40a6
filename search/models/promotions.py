"""Pages that editors put above the results of certain searches."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, PageChooserPanel
from wagtail.models import Page

from publishing.audit import AuditedMixin
from publishing.normalisation import NormalisedTextMixin
from sharing.visibility import published
from vietnamese.folding import fold, words


def question_key(text: str) -> str:
    """What is equal for all spellings of one question: its words without marks."""
    return " ".join(words(fold(text)))


class Promotion(AuditedMixin, NormalisedTextMixin, models.Model):
    """A page that stands first when people search for one of `questions`, in the page's language."""

    page = models.ForeignKey(Page, verbose_name=_("page"), on_delete=models.CASCADE, related_name="+")
    questions = models.TextField(
        _("searches"),
        max_length=1000,
        help_text=_("One on each line, as people type it; marks and capitals make no difference."),
    )
    note = models.CharField(
        _("in its own words"),
        max_length=200,
        blank=True,
        help_text=_("Stands below the title. Empty: what the page says of itself."),
    )
    rank = models.PositiveSmallIntegerField(_("place"), default=1, help_text=_("1 stands above 2."))
    keys = models.TextField(editable=False)

    panels = [
        PageChooserPanel("page"),
        FieldPanel("questions"),
        FieldRowPanel([FieldPanel("note"), FieldPanel("rank")]),
    ]

    class Meta:
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")
        ordering = ["rank", "pk"]

    def __str__(self) -> str:
        return f"{self.page} ({', '.join(self.questions.splitlines())})"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save it with its questions folded, each between two line ends, so that one can be found among them."""
        found = dict.fromkeys(key for line in self.questions.splitlines() if (key := question_key(line)))
        self.keys = "".join(f"\n{key}\n" for key in found)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        super().clean()
        if not question_key(self.questions or ""):
            raise ValidationError({"questions": _("Write at least one word that people search for.")})
        if self.page_id and not published(Page.objects.filter(pk=self.page_id, depth__gt=1)).exists():
            raise ValidationError(
                {"page": _("Readers would not see it: choose a page that is published and that everybody may read.")}
            )
