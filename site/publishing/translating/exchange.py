"""PO files that come back from translators: what is none of this site's is refused, not met with an error page.

Wagtail-localize's own view forgets what it could not place and asks the database about every entry, so the file is
read here, and only entries of the page itself reach its import.
"""

from dataclasses import dataclass, field, replace
from tempfile import NamedTemporaryFile
from typing import Any, Final

import polib
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views.edit_translation import download_pofile, user_can_edit_instance

from vietnamese.slugs import slugify

OWN_MARK: Final = "X-WagtailLocalize-TranslationID"
"""The header that says for which translation a PO file was made."""
LARGEST: Final = 1024 * 1024
"""Bytes of a file that is read; the longest page with its translation has a tenth of it."""
SHOWN: Final = 3
"""Passages that are named where some were not found."""


class Refused(Exception):
    """Nothing of the file is taken over; the text says why."""


@dataclass(frozen=True)
class Found:
    """What a file has for a page: entries that are translated and whose passage the page has, and other passages.

    `unfit` are those of the first whose translation is kept and not used: its marks are not those of the original.
    """

    entries: list[polib.POEntry]
    missing: list[str]
    unfit: list[str] = field(default_factory=list)


def download(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """Wagtail-localize's own answer, as a file that is called like the page: its own drops the letter “Đ”."""
    answer: HttpResponseBase = download_pofile(request, translation_id)
    translation = Translation.objects.select_related("source", "target_locale").get(pk=translation_id)
    name = f"{slugify(translation.source.object_repr)}-{translation.target_locale.language_code}.po"
    answer.headers["Content-Disposition"] = f"attachment; filename={name}"
    return answer


@require_POST
def upload(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """Take over what the file has for the page, and tell how much of it that was."""
    translation = get_object_or_404(Translation, pk=translation_id)
    if not user_can_edit_instance(request.user, translation.get_target_instance()):
        raise PermissionDenied
    try:
        found = take_over(translation, request.FILES.get("file"), request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        counts = {"taken": len(found.entries), "missing": _listed(found.missing), "unfit": _listed(found.unfit)}
        if found.missing:
            said = _(
                "Passages taken over: %(taken)d; not found on this page: %(missing)s. Their original has changed, or"
                " the file was not saved in UTF-8."
            )
            messages.warning(request, said % counts)
        else:
            messages.success(request, _("Passages taken over: %(taken)d.") % counts)
        if found.unfit:
            said = _(
                "Of these passages the translation does not fit, and readers keep seeing the original: %(unfit)s. Its"
                " marks, such as bold letters and links, must be those of the original. Each is marked below."
            )
            messages.error(request, said % counts)
    return redirect(get_valid_next_url_from_request(request) or translation.get_target_instance_edit_url())


def take_over(translation: Translation, file: UploadedFile[Any] | None, user: Any) -> Found:
    """Write what `file` translates into `translation`. Raises Refused."""
    if file is not None and (file.size or 0) > LARGEST:
        raise Refused(
            _(
                "This file is larger than 1 MB, which no page needs. Download the PO file anew, copy the translations"
                " into it, and upload that. Nothing was changed."
            )
        )
    try:
        po = _read(file.read() if file is not None else b"")
        if po.metadata[OWN_MARK] != str(translation.uuid):
            raise Refused(_("Cannot import PO file that was created for a different translation."))
        found = _of_page(translation, po)
        po[:] = found.entries
        with transaction.atomic():
            translation.import_po(po, user=user, tool_name="PO File")
            found = replace(found, unfit=_unfit(translation, found.entries))
    except (LookupError, OSError, ValueError) as spoiled:  # no mark or charset, no PO file, letters that are none
        raise Refused(_("Choose the PO file that was downloaded from this screen. Nothing was changed.")) from spoiled
    return found


def _read(content: bytes) -> polib.POFile:
    """The PO file that `content` is; from a file, for polib takes a text for the name of one."""
    if b"\0" in content:
        raise ValueError("there are no such letters in a text")
    with NamedTemporaryFile(suffix=".po") as file:
        file.write(content)
        file.flush()
        return polib.pofile(file.name)


def _of_page(translation: Translation, po: polib.POFile) -> Found:
    """The entries of `po` that can be taken over, each passage once. Raises Refused where there is none."""
    segments = StringSegment.objects.filter(source=translation.source)
    known = set(segments.values_list("context__path", "string__data"))
    translated = {(entry.msgctxt, entry.msgid): entry for entry in po if entry.msgstr and not entry.obsolete}
    found = Found(
        [entry for key, entry in translated.items() if key in known],
        [text for context, text in translated if (context, text) not in known],
    )
    if not translated:
        raise Refused(_("No passage is translated in this file. Nothing was changed."))
    if not found.entries:
        raise Refused(
            _(
                "Nothing was taken over: this page has none of the passages in the file: %(missing)s. The original has"
                " changed, or the file was saved with other letters than UTF-8 or without its “msgctxt” lines."
                " Download the PO file anew, and upload that."
            )
            % {"missing": _listed(found.missing)}
        )
    return found


def _unfit(translation: Translation, entries: list[polib.POEntry]) -> list[str]:
    """The originals of those `entries` that were taken over and marked as faulty."""
    faulty = StringTranslation.objects.filter(
        context__object_id=translation.source.object_id, locale=translation.target_locale_id, has_error=True
    )
    known = set(faulty.values_list("context__path", "translation_of__data"))
    return [entry.msgid for entry in entries if (entry.msgctxt, entry.msgid) in known]


def _listed(passages: list[str]) -> str:
    """How many passages these are, and what the first of them say."""
    first = [f"“{Truncator(text).chars(60)}”" for text in passages[:SHOWN]]
    more = ["…"] if len(passages) > SHOWN else []
    return f"{len(passages)} ({', '.join([*first, *more])})"
