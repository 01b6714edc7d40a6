"""Whole numbers in the admin's forms, typed and shown as in Vietnam.

A browser's own number field reads 300.000 as 300 and says nothing, so the fields here are of text. They stand for
every whole number of a model: the forms of Wagtail's admin take them from its registry.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import register_form_field_override

from vietnamese.formats import number
from vietnamese.numbers import NO_BREAK_SPACE, whole_number


class WholeNumberInput(forms.TextInput):
    """A field of text with the keyboard of digits.

    `echo` names what is counted ("money" or a noun): js/admin.js then says the number in words below, while one types.
    """

    template_name = "publishing/widgets/whole_number.html"

    def __init__(self, attrs: dict[str, Any] | None = None, *, grouped: bool = True, echo: Any = "") -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})
        self.grouped, self.echo = grouped, echo

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["echo"] = str(self.echo)
        return context

    def format_value(self, value: Any) -> str | None:
        """A stored number in groups; what was typed and refused as it was typed."""
        if not isinstance(value, int):
            text: str | None = super().format_value(value)
            return text
        if not self.grouped:
            return str(value)
        return number(value) if get_language() == "vi" else number(value).replace(".", NO_BREAK_SPACE)


class WholeNumberField(forms.IntegerField):
    """Takes 300000, 300.000 and 300 000; anything else is refused, never guessed."""

    widget = WholeNumberInput

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values or isinstance(value, int):
            return None if value in self.empty_values else value
        try:
            return whole_number(str(value))
        except ValueError as error:
            message = gettext("“%(typed)s” is not a whole number. Write for example 300000 or 300.000.")
            raise ValidationError(message, code="invalid", params={"typed": value}) from error


def register_whole_numbers() -> None:
    """Make these fields the admin's own, once, when the apps are ready. Small numbers are years: without groups."""
    for kind in (models.PositiveIntegerField, models.PositiveBigIntegerField):
        register_form_field_override(kind, override={"form_class": WholeNumberField})
    year = {"form_class": WholeNumberField, "widget": WholeNumberInput(grouped=False)}
    register_form_field_override(models.PositiveSmallIntegerField, override=year)


MONEY = "money"
INITIATIVES = _("initiatives")
