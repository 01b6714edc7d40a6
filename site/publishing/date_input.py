"""Dates in the admin's forms: what was typed stays, and what is no date is refused in words.

The script of Wagtail's calendar, left alone, puts today in the place of a date that it cannot read; js/admin.js turns
that off. Which spellings are read says `config.formats`.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin import widgets
from wagtail.admin.forms.models import register_form_field_override


def register_dates() -> None:
    """Give the date fields of all admin forms their message, once, when the apps are ready."""
    day = _("There is no such date. Write day/month/year, for example 31/5/2022.")
    moment = _("There is no such date and time. Write day/month/year hour:minute, for example 31/5/2022 14:05.")
    register_form_field_override(
        models.DateField, override={"widget": widgets.AdminDateInput, "error_messages": {"invalid": day}}
    )
    register_form_field_override(
        models.DateTimeField, override={"widget": widgets.AdminDateTimeInput, "error_messages": {"invalid": moment}}
    )
