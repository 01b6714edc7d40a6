"""Errors in the site's own design."""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPMethod, HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, requires_csrf_token
from wagtail.models import Locale, Site

from publishing.models import SiteSettings
from publishing.models.pages import public_cache
from publishing.navigation import Navigation, homes_in_every_language
from sharing.head import Head, share_image, site_root_url

View = Callable[..., HttpResponse]
READING = (HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS)

logger = logging.getLogger(__name__)


def favicon(request: HttpRequest) -> HttpResponse:
    """`/favicon.ico`, which browsers ask for by themselves: on to the static file."""
    return redirect(static("img/favicon.ico"))


def robots(request: HttpRequest) -> HttpResponse:
    """`/robots.txt`: where the sitemaps are, and what is no page; with HIDE_FROM_SEARCH nothing of the site is.

    Results of a search repeat what stands on pages; their addresses are endless.
    """
    if settings.HIDE_FROM_SEARCH:
        lines = ["User-agent: *", "Disallow: /"]
    else:
        root = site_root_url(request)
        closed = ["/admin/", *searches()]
        lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
        lines += [f"Sitemap: {root}/{name}.xml" for name in ("sitemap", "sitemap-news")]
    return public_cache(HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8"), 3600)


def searches() -> list[str]:
    """The paths of search in every language."""
    paths = []
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        with translation.override(code):
            paths.append(reverse("search:search"))
    return paths


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a page that asks for nothing of the request, since its very Host may be what is wrong."""
    return HttpResponse(render_to_string("400.html"), status=HTTPStatus.BAD_REQUEST)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: says so, offers search and the ways onward."""
    return in_the_sites_design(request, "404.html", _("Page not found"), HTTPStatus.NOT_FOUND)


def page_gone(request: HttpRequest) -> HttpResponse:
    """410: was here, and will not come back."""
    return in_the_sites_design(request, "410.html", _("Page removed"), HTTPStatus.GONE)


def read_only(view: View) -> View:
    """A view of a public page: it takes nothing from anybody, and says so in the site's design (405).

    Since it takes nothing, no form of another site can do harm here, and Django's bare page about CSRF is not shown.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in READING:
            return view(request, *args, **kwargs)
        response = in_the_sites_design(
            request, "405.html", _("This page is for reading"), HTTPStatus.METHOD_NOT_ALLOWED
        )
        response.headers["Allow"] = ", ".join(READING)
        return response

    return answer


def in_the_sites_design(
    request: HttpRequest, template: str, title: str, status: HTTPStatus, more: Mapping[str, Any] | None = None
) -> HttpResponse:
    """An answer that is no page of the tree; the template takes `more` beside what every public page has."""
    site = Site.find_for_request(request)
    head = Head(
        title=title,
        description="",
        canonical=site_root_url(request) + request.path,
        image=share_image(request, [SiteSettings.for_page_request(request).share_image], ""),
        indexable=False,
    )
    context = {
        "head": head,
        "navigation": Navigation.build(site, Locale.get_active(), request),
        "languages": homes_in_every_language(request),
        "request": request,
        **(more or {}),
    }
    return HttpResponse(render_to_string(template, context, request), status=status)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs no database, since that may be what is broken."""
    return HttpResponse(render_to_string("500.html", {}), status=500)
