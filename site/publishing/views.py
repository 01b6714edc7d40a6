"""Errors in the site's own design."""

import logging
from collections.abc import Callable
from functools import wraps
from http import HTTPMethod, HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, requires_csrf_token
from wagtail.models import Locale, Site

from publishing.models import SiteSettings
from publishing.navigation import Navigation, homes_in_every_language
from sharing.head import Head, share_image, site_root_url

View = Callable[..., HttpResponse]
READING = (HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS)

logger = logging.getLogger(__name__)


def favicon(request: HttpRequest) -> HttpResponse:
    """`/favicon.ico`, which browsers ask for by themselves: on to the static file."""
    return redirect(static("img/favicon.ico"))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a page that asks for nothing of the request, since its very Host may be what is wrong."""
    return HttpResponse(render_to_string("400.html"), status=HTTPStatus.BAD_REQUEST)


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: says so, offers search and the ways onward."""
    return _in_the_sites_design(request, "404.html", _("Page not found"), HTTPStatus.NOT_FOUND)


def read_only(view: View) -> View:
    """A view of a public page: it takes nothing from anybody, and says so in the site's design (405).

    Since it takes nothing, no form of another site can do harm here, and Django's bare page about CSRF is not shown.
    """

    @csrf_exempt
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in READING:
            return view(request, *args, **kwargs)
        response = _in_the_sites_design(
            request, "405.html", _("This page is for reading"), HTTPStatus.METHOD_NOT_ALLOWED
        )
        response.headers["Allow"] = ", ".join(READING)
        return response

    return answer


def _in_the_sites_design(request: HttpRequest, template: str, title: str, status: HTTPStatus) -> HttpResponse:
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
        "languages": homes_in_every_language(),
        "request": request,
    }
    return HttpResponse(render_to_string(template, context, request), status=status)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs no database, since that may be what is broken."""
    return HttpResponse(render_to_string("500.html", {}), status=500)
