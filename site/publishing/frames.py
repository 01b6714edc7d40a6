"""Stories and initiatives in other sites' frames: `/embed/trang/<id>/`. No cookies, no index, nothing but a card.

These documents and the counters (`campaigns.embeds`) alone may be framed by anybody.
"""

from dataclasses import replace
from http import HTTPStatus
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe
from wagtail.models import Page

from publishing.cards import teasers_of
from publishing.models import BasePage, SiteSettings
from publishing.share_cards import chosen_picture
from publishing.specifics import specific_pages
from sharing.short_links import LARGEST
from sharing.visibility import published

FRAME_POLICY: dict[str, Any] = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF],
    "connect-src": None,
    "font-src": None,
    "manifest-src": None,
    "frame-src": None,
    "form-action": [NONE],
    "frame-ancestors": ["*"],
}
"""A framed document may stand in anybody's frame; it loads less than any page of the site."""
THEMES = ("light", "dark")
FRESH = "public, max-age=60, s-maxage=10, stale-while-revalidate=60, stale-if-error=600"
MISSING = "public, max-age=2, s-maxage=5"


@require_safe
@xframe_options_exempt
@csp_replace(FRAME_POLICY)  # type: ignore[arg-type]  # its types know no view with arguments
def page_frame(request: HttpRequest, key: int) -> HttpResponse:
    """The card of the public page with this key, in the page's language."""
    theme = request.GET.get("theme", "")
    context: dict[str, Any] = {"theme": theme if theme in THEMES else ""}
    page = framed_page(key)
    if page is None:
        context |= {"title": _("This page is not here"), "text": _("It was taken back, or it is not public.")}
        response = HttpResponse(render_to_string("embeds/missing.html", context), status=HTTPStatus.NOT_FOUND)
        response.headers["Cache-Control"] = MISSING
    else:
        with translation.override(page.locale.language_code):
            [whole] = teasers_of([page])
            teaser = replace(whole, image=chosen_picture(whole.image, page.locale.language_code))
            texts = SiteSettings.for_page_request(request)
            context |= {"page": page, "teaser": teaser, "site_name": texts.name}
            response = HttpResponse(render_to_string("embeds/page.html", context))
        response.headers["Cache-Control"] = FRESH
        response.headers["Content-Language"] = page.locale.language_code
        response.headers["Link"] = f'<{page.full_url}>; rel="canonical"'
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def framed_page(key: int) -> BasePage | None:
    """The page with this key, if it is one for frames and everybody may read it; one query."""
    pages = specific_pages(published(Page.objects.filter(pk=key))) if key <= LARGEST else []
    return next((page for page in pages if page.embeddable), None)
