"""PO files that come back from translators: what is none of this site's is refused, not met with an error page."""

from contextlib import suppress

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail_localize.models import Translation
from wagtail_localize.views.edit_translation import upload_pofile

OWN_MARK = b"X-WagtailLocalize-TranslationID"
"""The header that says for which translation a PO file was made; wagtail-localize takes it for granted."""


@require_POST
def upload(request: HttpRequest, translation_id: int) -> HttpResponseBase:
    """Wagtail-localize's own view, for a file that has the mark and can be read."""
    file = request.FILES.get("file")
    if file is not None and OWN_MARK in (content := file.read()) and b"\0" not in content:
        file.seek(0)
        with suppress(LookupError, ValueError), transaction.atomic():  # the mark is no header, or the letters are none
            answer: HttpResponseBase = upload_pofile(request, translation_id)
            return answer
    translation = get_object_or_404(Translation, pk=translation_id)
    messages.error(request, _("Choose the PO file that was downloaded from this screen. Nothing was changed."))
    return redirect(translation.get_target_instance_edit_url())
