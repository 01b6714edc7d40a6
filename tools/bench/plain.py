"""The headline from a plain Django view: what the live app is measured against. No product code uses it."""

from __future__ import annotations

from tools.with_django import start_django

start_django("config.settings.dev")

from django.conf import settings  # noqa: E402 - Django must be set up first
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from campaigns.counters import figures_of  # noqa: E402
from campaigns.live import documents  # noqa: E402
from campaigns.models import Campaign  # noqa: E402


def headline(request: HttpRequest, slug: str) -> HttpResponse:
    """Two queries and one document, without any middleware."""
    document = documents.headline(figures_of(Campaign.objects.published().get(slug=slug)))
    headers = {"ETag": document.etag, "Content-Length": str(len(document.body))}
    return HttpResponse(document.body, content_type="application/json", headers=headers)


urlpatterns = [path("live/<slug:slug>.json", headline)]

settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, []
application = get_wsgi_application()
