"""Downloads for everybody: of public pages alone, never of anything that a request could write."""

import logging
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import quote_etag
from django.utils.translation import gettext as _

from campaigns.models import Unit
from publishing.models.pages import public_cache
from publishing.views import in_the_sites_design, read_only
from sharing.background import after_commit
from stories.kit.models import UnitKit
from stories.kit.serving import PUBLIC, Public, open_page
from stories.kit.tasks import make_unit_kit
from stories.kit.units import MOST, fingerprint_of, finished, pages_of
from vietnamese.slugs import slugify

CACHE_SECONDS = 10
AGAIN_SECONDS = 3
"""After how long the page that tells of a kit's making asks again."""
TYPES = {"pdf": "application/pdf", "zip": "application/zip"}
logger = logging.getLogger(__name__)


@read_only
def newest(request: HttpRequest, key: int, name: str) -> HttpResponse:
    """The lasting address of a page's file: on to the address of what it is now."""
    public = _public(key, name)
    return public_cache(redirect("kit:file", key, public.place.digest, name), CACHE_SECONDS)


@read_only
def file(request: HttpRequest, key: int, digest: str, name: str) -> HttpResponse:
    """The file itself, made now where nobody asked before; an address of earlier content leads to the newest."""
    public = _public(key, name)
    if digest != public.place.digest:
        return redirect("kit:newest", key, name)
    try:
        path = public.path()
    except OSError:
        logger.exception("%s of page %s could not be kept", name, key)
        return no_room(request)
    return _handed_out(request, path.open("rb"), public.file_name, digest)


@read_only
def unit_kit(request: HttpRequest, key: int, language: str) -> HttpResponse:
    """A unit's kit; while it is being made, a page that tells how far it is and asks again by itself."""
    if language not in dict(settings.LANGUAGES):
        raise Http404("no such language")
    unit = get_object_or_404(Unit, pk=key)
    pages = pages_of(unit, language)
    if not pages:
        raise Http404("this unit has no public page")
    row, _created = UnitKit.objects.get_or_create(unit=unit, language=language)
    fingerprint = fingerprint_of(pages[:MOST])
    if row.fingerprint == fingerprint and row.state == row.State.READY and (path := finished(row)) is not None:
        name = f"bo-chia-se-{slugify(unit.short_name or unit.name, 60)}.zip"
        return _handed_out(request, path.open("rb"), name, row.digest)
    if row.fingerprint == fingerprint and row.state == row.State.FAILED:
        row.delete()  # asked for again, it is tried again
        return no_room(request)
    if not (row.fingerprint == fingerprint and row.is_being_made):
        _ask_for(row, fingerprint)
    row.refresh_from_db()
    if finished(row) is not None and row.state == row.State.READY:
        return redirect(request.path)
    return _being_made(request, row, unit)


def _ask_for(row: UnitKit, fingerprint: str) -> None:
    row.fingerprint, row.state, row.done, row.total = fingerprint, row.State.WAITING, 0, 0
    row.save()
    after_commit(make_unit_kit, row.pk)


def _being_made(request: HttpRequest, row: UnitKit, unit: Unit) -> HttpResponse:
    context = {"row": row, "unit": unit}
    response = in_the_sites_design(request, "kit/being_made.html", _("Share kit"), HTTPStatus.ACCEPTED, context)
    response.headers["Refresh"] = str(AGAIN_SECONDS)
    response.headers["Cache-Control"] = "no-store"
    return response


def no_room(request: HttpRequest) -> HttpResponse:
    """503: the file could not be written; nothing of it is left, and the next request tries again."""
    response = in_the_sites_design(
        request, "kit/no_room.html", _("The file cannot be made now"), HTTPStatus.SERVICE_UNAVAILABLE
    )
    response.headers["Retry-After"] = "300"
    return response


def _public(key: int, name: str) -> Public:
    page = open_page(key) if name in PUBLIC else None
    if page is None:
        raise Http404("no public page has this file")
    return Public(page, name)


def _handed_out(request: HttpRequest, opened: Any, name: str, digest: str) -> Any:
    """The file as a download that caches may keep for a moment; search engines shall find the page instead."""
    response: HttpResponseBase = FileResponse(
        opened, as_attachment=True, filename=name, content_type=TYPES[name.rpartition(".")[2]]
    )
    response.headers["ETag"] = quote_etag(digest)
    response.headers["X-Robots-Tag"] = "noindex"
    return public_cache(response, CACHE_SECONDS)  # type: ignore[arg-type]
