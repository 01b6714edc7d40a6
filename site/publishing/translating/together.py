"""Two people with one translation open: nobody's passage is replaced by who has not seen it.

wagtail-localize's screen sends a passage and nothing of what stood there when it was opened, so the session remembers
when that was.
"""

from datetime import datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from rest_framework.authentication import SessionAuthentication
from rest_framework.decorators import api_view, authentication_classes, permission_classes
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_400_BAD_REQUEST, HTTP_409_CONFLICT
from wagtail.models import Page
from wagtail_localize.models import StringSegment, StringTranslation, Translation
from wagtail_localize.views import edit_translation as theirs

from publishing.translating.versions import is_original
from vietnamese import formats

_SEEN: Final = "translations_seen"
_MOST: Final = 50
"""Pages whose opening a session remembers: the last ones."""


def remember_opening(request: HttpRequest, page: Page) -> None:
    """Before the edit screen of a version is shown."""
    if request.method == "GET" and not is_original(page):
        _remember(request, page.pk)


@api_view(["PUT", "DELETE"])
@permission_classes([IsAuthenticated])
@authentication_classes([SessionAuthentication])
def edit_passage(request: Request, translation_id: int, string_segment_id: int) -> HttpResponseBase:
    """wagtail-localize's view, unless somebody else has saved the passage since the screen was opened.

    What no screen sends is refused: nothing at all, or letters that no database takes.
    """
    if request.method == "PUT" and "\0" in request.POST.get("value", "\0"):
        return Response(status=HTTP_400_BAD_REQUEST)
    translation = get_object_or_404(Translation, pk=translation_id)
    other = _unseen(request, translation, string_segment_id)
    if other is None:
        answer: HttpResponseBase = theirs.edit_string_translation(
            request._request, translation_id=translation_id, string_segment_id=string_segment_id
        )
        return answer
    if request.method == "DELETE":  # the screen's script marks it as not saved
        return Response(status=HTTP_409_CONFLICT)
    return _told(request, translation, other, string_segment_id)


def _unseen(request: Request, translation: Translation, segment_id: int) -> StringTranslation | None:
    """What somebody else saved of the passage since the screen was opened or last told of it."""
    page = translation.get_target_instance()
    opened = request.session.get(_SEEN, {}).get(str(page.pk)) if isinstance(page, Page) else None
    segment = StringSegment.objects.filter(pk=segment_id, source=translation.source_id).first()
    if opened is None or segment is None or not page.permissions_for_user(request.user).can_edit():
        return None
    others = StringTranslation.objects.filter(
        translation_of=segment.string_id,
        locale=translation.target_locale_id,
        context=segment.context_id,
        updated_at__gt=datetime.fromisoformat(opened),
    )
    return others.exclude(last_translated_by=request.user.pk).select_related("last_translated_by").first()


def _told(request: Request, translation: Translation, other: StringTranslation, segment: int) -> Response:
    """The passage as it was sent, unsaved, and what stands in its place. Who sends it again has seen that."""
    _remember(request._request, translation.get_target_instance().pk)
    who = other.last_translated_by
    said = _(
        "Not saved: since you opened the page, %(name)s has saved this passage at %(time)s: “%(text)s”."
        " Edit and save again to put yours in its place, or reload the page to keep theirs."
    ) % {
        "name": (who.get_full_name() or who.get_username()) if who is not None else _("somebody else"),
        "time": formats.time(other.updated_at),
        "text": Truncator(other.data).chars(300),
    }
    return Response(
        {
            "string_id": other.translation_of_id,
            "segment_id": segment,
            "data": request.POST["value"],
            "error": said,
            "comment": said,
            "last_translated_by": None,
        }
    )


def _remember(request: HttpRequest, page: Any) -> None:
    opened: dict[str, str] = request.session.get(_SEEN, {})
    opened.pop(str(page), None)
    request.session[_SEEN] = dict([*opened.items(), (str(page), timezone.now().isoformat())][-_MOST:])
