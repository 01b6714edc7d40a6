"""Readers who come by a shared link: by a short address, or with marks on the page's own.

Either way they are counted and sent on to the page's plain address, the one that caches hold and that is worth copying.
"""

from http import HTTPStatus
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from publishing.models.pages import BasePage, public_cache
from publishing.views import page_gone, read_only
from sharing import short_links
from sharing.marks import Source, is_a_persons, source_of, without_marks
from sharing.qr import svg_file
from sharing.tally import tally

QR_MAX_AGE = 3600
"""Seconds for which a shared cache may keep a code; it only changes with the site's name."""


def to_plain_address(request: HttpRequest, found: RouteResult | None) -> HttpResponse:
    """From an address with marks to the same one without, counted if it is a page's that everybody may read."""
    if found is None:
        raise Http404
    source = source_of(request)
    if source is not None and found.page.is_open and is_a_persons(request):
        part = found.page.part_of(*found.args)
        if part is not None:
            tally.add(found.page.pk, part, source)
    return _onward(escape_leading_slashes(escape_uri_path(request.path)) + without_marks(request))


@read_only
def short_address(request: HttpRequest, code: str, part: str = "") -> HttpResponse:
    """`/s/<id>`, `/s/<id>/<part>`: to the page wherever it stands now; 410 once deleted, 404 where closed."""
    page, path = page_and_path(code, part)
    if page is None:
        if short_links.was_removed(code):
            return page_gone(request)
        raise Http404
    if is_a_persons(request):
        tally.add(page.pk, unquote(part), source_of(request) or Source("short", "share"))
    return _onward(f"{page.url}{path}{without_marks(request)}")


@read_only
def short_address_as_qr(request: HttpRequest, code: str, part: str = "") -> HttpResponse:
    """`/s/<id>.svg`: the QR code of a short address, as a picture."""
    page, _path = page_and_path(code, part)
    if page is None:
        raise Http404
    drawing = svg_file(short_links.qr_url(page, part))
    response = HttpResponse(drawing, content_type="image/svg+xml", headers={"X-Robots-Tag": "noindex"})
    return public_cache(response, QR_MAX_AGE)


def page_and_path(code: str, part: str) -> tuple[Page | None, str]:
    """The page of a short address and what follows its own address; no page for a part that it does not have."""
    page = short_links.page_with(code)
    if page is None or page.get_url_parts() is None:
        return None, ""
    if not part:
        return page, ""
    specific = page.specific
    path = specific.path_of(part) if isinstance(specific, BasePage) else ""
    return (specific, path) if path else (None, "")


def _onward(address: str) -> HttpResponse:
    """A redirect that nobody keeps, so that everyone who follows the link is seen here."""
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    return HttpResponseRedirect(address, status=HTTPStatus.FOUND, headers=headers)
