"""`/oembed/?url=…`: from an address of the site to what other sites may show of it.

Only what everybody may read: a draft, a private or an expired page is not found, as if there were none. Short
addresses, addresses with marks and those of pages that have moved lead to the page.
"""

from http import HTTPStatus
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import translation
from django.views.decorators.http import require_safe
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect

from publishing.arriving import page_and_path
from publishing.models import SiteSettings
from publishing.models.pages import public_cache
from publishing.routing import route
from sharing.head import site_root_url
from sharing.oembed import FORMATS, Embed, as_json, as_xml
from sharing.short_links import PREFIX

CACHE_SECONDS = 60
LONGEST = 2048
"""Characters of an address; longer ones are nobody's."""
MOST_PIXELS = 10_000


class _Wrong(Exception):
    """The question itself is wrong: with which status that is said, and why."""

    def __init__(self, status: HTTPStatus, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """400 for a question that is none, 404 for an address that is not ours or not public, 501 for other formats."""
    try:
        form = request.GET.get("format", "json")
        if form not in FORMATS:
            raise _Wrong(HTTPStatus.NOT_IMPLEMENTED, "format: json, xml")
        url = request.GET.get("url", "").strip()
        if not url:
            raise _Wrong(HTTPStatus.BAD_REQUEST, "url: missing")
        sizes = [_pixels(request, name) for name in ("maxwidth", "maxheight")]
        embed = embed_at(request, url)
        if embed is None:
            raise _Wrong(HTTPStatus.NOT_FOUND, "url: no public story, initiative or counter of this site")
    except _Wrong as wrong:
        response: HttpResponse = JsonResponse({"error": str(wrong)}, status=wrong.status)
    else:
        content = embed.answer(SiteSettings.for_page_request(request).name, site_root_url(request), *sizes)
        body = as_xml(content) if form == "xml" else as_json(content)
        response = HttpResponse(body, content_type=FORMATS[form])
        public_cache(response, CACHE_SECONDS)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _pixels(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and 0 < int(text[:9]) <= MOST_PIXELS):
        raise _Wrong(HTTPStatus.BAD_REQUEST, f"{name}: a whole number of pixels, 1 to {MOST_PIXELS}")
    return int(text)


def embed_at(request: HttpRequest, url: str) -> Embed | None:
    """What other sites may show of the public page at the absolute address `url`; None where there is none."""
    try:
        parts = urlsplit(url)
        ours = _is_ours(parts, site_root_url(request))
    except ValueError:  # a port that is none, brackets that do not close
        return None
    path = unquote(parts.path)
    if not ours or len(url) > LONGEST or "\0" in path:
        return None
    if path.startswith(PREFIX):
        path = _behind_short(path.removeprefix(PREFIX).rstrip("/"))
    return _embed_on(request, path) or _embed_on(request, _moved_to(request, path))


def _is_ours(parts: SplitResult, root: str) -> bool:
    site = urlsplit(root)
    plain = {None, 80, 443}
    same_port = parts.port == site.port or (parts.port in plain and site.port in plain)
    return parts.scheme in ("http", "https") and parts.hostname == site.hostname and same_port


def _behind_short(rest: str) -> str:
    """The path of the page that a short address leads to; empty for none."""
    code, _slash, part = rest.partition("/")
    page, path = page_and_path(code, part)
    return unquote(f"{page.url}{path}") if page is not None else ""


def _moved_to(request: HttpRequest, path: str) -> str:
    """The path of the page that once stood at `path`; empty for none."""
    found: Any = get_redirect(request, Redirect.normalise_path(path)) if path else None
    return unquote(urlsplit(found.link or "").path) if found is not None and found.redirect_page_id else ""


def _embed_on(request: HttpRequest, path: str) -> Embed | None:
    if not path:
        return None
    language = translation.get_language_from_path(path) or settings.LANGUAGE_CODE
    if language != settings.LANGUAGE_CODE:
        path = path.removeprefix(f"/{language}")
    with translation.override(language):
        found = route(request, path)
        if found is None or not found.page.is_open:
            return None
        embed: Embed | None = found.page.embed(request, *found.args)
        return embed
