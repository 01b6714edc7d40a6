"""Labels for the fields of Wagtail's admin forms that have none of their own.

Django then makes a label of the field's English name, which no catalogue can translate. Editors meet these
fields every day: when they log in and when they insert a link.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm
from wagtail.admin.forms.choosers import (
    AnchorLinkChooserForm,
    EmailLinkChooserForm,
    ExternalLinkChooserForm,
    PhoneLinkChooserForm,
)
from wagtail.contrib.redirects.forms import ConfirmImportForm

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise  # the stubs' name; no such class at run time

LABELS: dict[type[forms.Form], dict[str, StrPromise]] = {
    LoginForm: {"password": _("Password"), "remember": _("Remember me")},
    ExternalLinkChooserForm: {"link_text": _("Link text")},
    AnchorLinkChooserForm: {"link_text": _("Link text")},
    PhoneLinkChooserForm: {"phone_number": _("Phone number"), "link_text": _("Link text")},
    EmailLinkChooserForm: {
        "email_address": _("Email address"),
        "link_text": _("Link text"),
        "subject": _("Subject of the message"),
        "body": _("Text of the message"),
    },
    ConfirmImportForm: {"permanent": _("Permanent")},
}
"""The label of each such field, by form."""


def name_admin_fields() -> None:
    """Give the fields their labels. Called once, when the apps are ready; a label that Wagtail sets is kept."""
    for form, labels in LABELS.items():
        for name, label in labels.items():
            field = form.base_fields[name]
            if field.label is None:
                field.label = label
