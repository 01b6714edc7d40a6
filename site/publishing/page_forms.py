"""The form in which pages are written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import Panel

from publishing.legacy_texts import LegacyText, error_of, legacy_texts
from publishing.made_once import MadeOnceForm


class EditorialPageForm(MadeOnceForm):
    """The form of every page type.

    An address that nobody typed is made of the title. Text that looks like a legacy charset is kept in drafts and
    refused when the page is published or sent to approval, until it is corrected or an editor says that it is meant so.
    """

    keep_as_typed = forms.BooleanField(
        label=_("Keep as typed"),
        required=False,
        help_text=_("Only for text that is meant so, for example a foreign word. It then may be published as it is."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False  # the page makes its own (`BasePage._set_core_field_defaults`)

    def clean_go_live_at(self) -> datetime | None:
        """A time that is newly set must be to come: with one of the past the page would be out at once."""
        moment: datetime | None = self.cleaned_data["go_live_at"]
        before: datetime | None = self.instance.go_live_at
        is_new = before is None or moment != before.replace(second=0, microsecond=0)  # the field has minutes alone
        if moment is not None and is_new and moment <= timezone.now():
            raise ValidationError(
                _("This time is past. Set one that is to come, or leave it empty and publish at once."), code="past"
            )
        return moment

    def legacy_texts(self) -> Iterator[tuple[forms.ModelForm[Any], LegacyText]]:
        """Every text in the form that looks like a legacy charset and is not kept as typed, with its own form."""
        kept = set(self.instance.kept_as_typed)
        inline = (form for formset in self.formsets.values() for form in formset.forms)
        for form in (self, *inline):
            yield from ((form, found) for found in legacy_texts(form.instance) if found.text not in kept)

    def is_valid(self) -> bool:
        valid = bool(super().is_valid())
        if not self.is_bound or self.is_deferred_validation:
            return valid
        return self._charset_is_valid and valid

    def full_clean(self) -> None:
        self.instance.charset_is_left_to_the_form = True
        try:
            super().full_clean()
        finally:
            self.instance.charset_is_left_to_the_form = False

    @cached_property
    def _charset_is_valid(self) -> bool:
        """Whether no text is refused; the others get their message, once."""
        found = list(self.legacy_texts())
        if self.cleaned_data.get("keep_as_typed"):
            self.instance.kept_as_typed = [*self.instance.kept_as_typed, *(text.text for _form, text in found)]
            return True
        for form, field in dict.fromkeys((form, text.field) for form, text in found):
            error = error_of([text for owner, text in found if owner is form and text.field == field])
            if field not in form.fields:
                form.add_error(None, error)
            elif field not in form.errors:  # a stream shows one error; the warning above the form tells of the others
                form.add_error(field, error)
        return not found


class LegacyTextPanel(Panel):
    """Stands above all others where the page holds such text: what it probably means, and the way out."""

    def get_form_options(self) -> dict[str, Any]:
        """The panel shows this field itself, or nobody does."""
        return {"fields": ["keep_as_typed"]}

    class BoundPanel(Panel.BoundPanel):
        """The panel with the form at hand."""

        template_name = "publishing/admin/legacy_texts.html"

        @cached_property
        def texts(self) -> list[LegacyText]:
            """What is found in the form."""
            return [found for _form, found in self.form.legacy_texts()] if self.form is not None else []

        def is_shown(self) -> bool:
            return bool(self.texts)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "texts": self.texts, "keep": self.form["keep_as_typed"]}
