"""Serve the counter to other sites: without cookies, cacheable as /live/ is, and the one thing here to be framed."""

from collections.abc import Callable
from http import HTTPStatus

from csp.constants import SELF
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from campaigns.embeds.badge import badge_of, badge_saying
from campaigns.embeds.shown import Shown, campaign_page
from campaigns.live.documents import NEXT_MS
from publishing.frames import FRAME_POLICY, THEMES

FRESH = "public, max-age=2, s-maxage=5, stale-while-revalidate=30, stale-if-error=600"
MISSING = "public, max-age=2, s-maxage=5"
HTML, SVG, TEXT = "text/html; charset=utf-8", "image/svg+xml", "text/plain; charset=utf-8"

COUNTER_POLICY = {**FRAME_POLICY, "connect-src": [SELF], "img-src": None}
"""That of framed pages, but that a counter asks for itself anew and has no picture."""
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""The badge's few colours stand in itself: a picture cannot ask for a file."""


@require_safe
@xframe_options_exempt
@csp_replace(COUNTER_POLICY)  # type: ignore[arg-type]  # its types know no view with arguments
def frame(request: HttpRequest, slug: str) -> HttpResponse:
    """`/embed/<campaign>/`: the document for an iframe."""
    return _answer(request, slug, HTML, _frame_of, _frame_saying)


@require_safe
def badge(request: HttpRequest, slug: str) -> HttpResponse:
    """`/embed/<campaign>.svg`: a picture for sites that take no frames."""
    response = _answer(request, slug, SVG, _badge_of, _badge_saying)
    response.headers["Content-Security-Policy"] = DRAWING_POLICY
    return response


@require_safe
def line(request: HttpRequest, slug: str) -> HttpResponse:
    """`/embed/<campaign>.txt`: one line of plain text, for programs and tickers."""
    return _answer(request, slug, TEXT, _line_of, lambda _theme, _title, text: f"{text}\n")


def _answer(
    request: HttpRequest,
    slug: str,
    content_type: str,
    render: Callable[[str, Shown], str],
    say: Callable[[str, str, str], str],
) -> HttpResponse:
    """What `render` makes of what the address asks for, in its language; where there is nothing, what `say` says."""
    language = request.GET.get("lang", "").lower()
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    theme = request.GET.get("theme", "")
    theme = theme if theme in THEMES else ""
    with translation.override(language):
        page = campaign_page(slug)
        code = request.GET.get("unit", "").strip()
        shown = None if page is None else Shown.of_unit(page, code) if code else Shown.whole(page)
        if shown is not None:
            content = render(theme, shown)
        elif page is not None:
            content = say(theme, page.title, _("There is no unit with this code"))
        else:
            content = say(theme, _("Counter"), _("There is no such counter"))
    status = HTTPStatus.OK if shown is not None else HTTPStatus.NOT_FOUND
    response = HttpResponse(content, content_type=content_type, status=status)
    response.headers["Cache-Control"] = FRESH if shown is not None else MISSING
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Content-Language"] = language
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _frame_of(theme: str, shown: Shown) -> str:
    next_ms = NEXT_MS.get(shown.counter.state, 30_000)
    return render_to_string(
        "embeds/counter.html", {"theme": theme, "shown": shown, "counter": shown.counter, "next_ms": next_ms}
    )


def _frame_saying(theme: str, title: str, text: str) -> str:
    return render_to_string("embeds/missing.html", {"theme": theme, "title": title, "text": text})


def _badge_of(theme: str, shown: Shown) -> str:
    return render_to_string("embeds/badge.svg", {"theme": theme, "badge": badge_of(shown)})


def _badge_saying(theme: str, title: str, text: str) -> str:
    return render_to_string("embeds/badge.svg", {"theme": theme, "badge": badge_saying(title, text)})


def _line_of(theme: str, shown: Shown) -> str:
    return f"{shown.sentence}\n"
