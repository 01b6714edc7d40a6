"""Errors in the site's own design."""

import logging

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.csrf import requires_csrf_token
from wagtail.models import Locale, Site

from publishing.navigation import Navigation
from sharing.head import Head, share_image, site_root_url

logger = logging.getLogger(__name__)


def favicon(request: HttpRequest) -> HttpResponse:
    """`/favicon.ico`, which browsers ask for by themselves: on to the static file."""
    return redirect(static("img/favicon.ico"))


@requires_csrf_token
def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: says so, offers search and the ways onward."""
    site = Site.find_for_request(request)
    head = Head(
        title=_("Page not found"),
        description="",
        canonical=site_root_url(request) + request.path,
        site_name=site.site_name if site else "",
        image=share_image(request, None, ""),
        indexable=False,
    )
    context = {"head": head, "navigation": Navigation.build(site, Locale.get_active(), request), "request": request}
    return HttpResponse(render_to_string("404.html", context, request), status=404)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponse:
    """500: a page that needs no database, since that may be what is broken."""
    return HttpResponse(render_to_string("500.html", {}), status=500)
