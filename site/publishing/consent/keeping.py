"""A record stays as long as something stands on it, whether one is to be deleted or many."""

from collections.abc import Iterable

from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, ProtectedError
from django.db.models.deletion import Collector
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages

from publishing.consent.reach import pages_that_refer_to
from publishing.models.consent import Consent


def is_stood_on(record: Consent) -> bool:
    """Whether a picture, a person or a text refers to the record: deleting it would leave them without an answer."""
    try:
        Collector(using=DEFAULT_DB_ALIAS, origin=record).collect([record])
    except ProtectedError:
        return True
    return bool(pages_that_refer_to([record]))


def keep_what_is_stood_on(request: HttpRequest, instances: Iterable[Model]) -> HttpResponse | None:
    """Wagtail's hook before the deletion of one snippet or of many: says which records stay, and deletes none then."""
    kept = [record for record in instances if isinstance(record, Consent) and is_stood_on(record)]
    if not kept:
        return None
    names = ", ".join(record.name for record in kept[:5]) + ("…" if len(kept) > 5 else "")
    message = _(
        "Not deleted: pictures, people or quotes stand on the record of %(names)s. Withdraw it, or unlink them."
    )
    messages.error(request, message % {"names": names})
    if len(kept) == 1:
        return redirect("wagtailsnippets_publishing_consent:edit", kept[0].pk)
    return redirect("wagtailsnippets_publishing_consent:list")
