"""A second look before a campaign's goal or period changes by more than half: the public sees it at once."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel

from vietnamese import formats

PERIODS = (("starts_on", "ends_on"), ("count_from", "count_to"), ("units_from", "units_to"))


def changes_by_half(old: float, new: float) -> bool:
    """Whether one of two sizes is less than half of the other."""
    return min(old, new) * 2 < max(old, new)


def _days(first: date, last: date) -> int:
    return (last - first).days + 1


class ConfirmedForm(WagtailAdminModelForm):
    """The form of a campaign: a large change is saved only with the box ticked that then appears."""

    confirmed = forms.BooleanField(label=_("Yes, I have checked these numbers"), required=False)
    to_confirm = False
    """Whether the box is to be shown."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk is None or cleaned.get("confirmed"):
            return cleaned
        for name, words in self._large_changes(cleaned):
            self.to_confirm = True
            message = gettext(
                "%(change)s: is this what you mean? If so, tick “Yes, I have checked these numbers” below."
            )
            self.add_error(name, ValidationError(message, code="unconfirmed", params={"change": words}))
        return cleaned

    def _large_changes(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, str]]:
        """The field and both values in words, for each change by more than half."""
        stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
        old, new = stored.target, cleaned.get("target")
        if old is not None and "target" in cleaned and (new is None or changes_by_half(old, new)):
            yield "target", f"{formats.number(old)} → {formats.number(new)}"
        for first, last in PERIODS:
            before = getattr(stored, first), getattr(stored, last)
            start, end = cleaned.get(first), cleaned.get(last)
            if start is None or end is None or end < start:
                continue  # refused for another reason
            after = start, end
            if changes_by_half(_days(*before), _days(*after)) or after[0] > before[1] or after[1] < before[0]:
                yield last, " → ".join("–".join(map(formats.date, days)) for days in (before, after))


class ConfirmationPanel(FieldPanel):
    """The box, shown where it is asked for."""

    class BoundPanel(FieldPanel.BoundPanel):
        """The box within a form."""

        def is_shown(self) -> bool:
            """Only after a change was refused for want of it."""
            return bool(self.form.to_confirm) and super().is_shown()
