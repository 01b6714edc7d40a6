"""The form of a page; that of a new page knows which page it makes.

It carries the key that its page will have in every language (`translation_key`), signed for its editor, so that two
requests of one form are known to mean one page (`publishing.creating`).
"""

from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from wagtail.admin.forms import WagtailAdminPageForm

FIELD = "creation"


def _signer(user: Any) -> signing.Signer:
    return signing.Signer(salt=f"publishing.made_once.{user.pk}")


def key_in(data: Any, user: Any) -> UUID | None:
    """The key of the page-to-be that the form was given, or None where it has none or not this editor's."""
    try:
        return UUID(_signer(user).unsign(data.get(FIELD, "")))
    except (signing.BadSignature, ValueError):
        return None


class MadeOnceForm(WagtailAdminPageForm):
    """Gives a new page the key that it was sent with."""

    creation = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is not None or self.for_user is None:
            del self.fields[FIELD]
        elif self.is_bound:
            self.instance.translation_key = key_in(self.data, self.for_user) or self.instance.translation_key
        else:
            self.initial[FIELD] = _signer(self.for_user).sign(str(self.instance.translation_key))
