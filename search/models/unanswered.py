"""Searches that found nothing, counted by the day."""

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Unanswered(models.Model):
    """How often one question found nothing on a day. Nobody's address, account or hour is kept.

    `question` is folded, so that all its spellings are one row; see `search.unanswered` for what is never kept.
    """

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=10)
    question = models.CharField(pgettext_lazy("what somebody typed", "search"), max_length=80)
    times = models.PositiveIntegerField(_("times"))

    class Meta:
        verbose_name = _("search that found nothing")
        verbose_name_plural = _("searches that found nothing")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["day", "language", "question"], name="counted_once_a_day")]

    def __str__(self) -> str:
        return f"{self.question} ({self.times})"

    @classmethod
    def forget(cls, today: date) -> None:
        """Delete what is older than KEPT, and what was asked once and not again within ONCE."""
        cls.objects.filter(day__lt=today - KEPT).delete()
        same = cls.objects.filter(
            day__gte=today - KEPT, language=models.OuterRef("language"), question=models.OuterRef("question")
        )
        totals = same.values("language", "question").annotate(total=models.Sum("times"))
        old = cls.objects.filter(day__lt=today - ONCE)
        old.exclude(models.Exists(totals.filter(total__gt=1))).delete()


KEPT = timedelta(days=90)
ONCE = timedelta(days=7)
