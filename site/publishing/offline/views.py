"""The two addresses of reading offline: the service worker, and the page for what was never read."""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from publishing.models.pages import public_cache
from publishing.views import read_only, searches
from sharing.marks import MARK

WORKER = Path(__file__).with_name("worker.js")
MAX_AGE = 60
"""Seconds for which a shared cache may keep both; browsers ask for the worker with every page."""

UNTOUCHED = ("admin", "live", "s", "embed", "oembed", "tai-lieu", "tai-ve", "media", "static")
"""The first step of addresses that the worker leaves to the browser: private, counted, live, or no page."""
WALLBOARD = "bang-dien-tu"
ASKED = ("s",)
"""Of those, what leads to pages: the browser's own request goes on; the worker speaks if no answer comes."""
STYLES = ("css/tokens.css", "css/site.css")
FONTS = ("be-vietnam-pro-400", "be-vietnam-pro-600", "be-vietnam-pro-800", "sang-kien-so-600", "sang-kien-so-800")


@read_only
def service_worker(request: HttpRequest) -> HttpResponse:
    """`/sw.js`: the worker with the names of this deployment's files; at the root, so that it reaches every page."""
    script = f"const SITE = {json.dumps(_site(), ensure_ascii=False)};\n{WORKER.read_text(encoding='utf-8')}"
    return public_cache(HttpResponse(script, content_type="text/javascript; charset=utf-8"), MAX_AGE)


@read_only
def offline_page(request: HttpRequest) -> HttpResponse:
    """What a reader without a network sees of a page that was never read; the worker adds what was."""
    return public_cache(HttpResponse(render_to_string("offline.html", {}, request)), MAX_AGE)


def _site() -> dict[str, Any]:
    """What the worker has to know: see the first lines of worker.js."""
    pages, words = {}, {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            pages[code] = reverse("offline")
            words[code] = {
                "notice": _("You are reading a copy that was kept at {t}. Its figures are those of that time."),
                "again": _("Load the page anew"),
            }
    untouched = [f"/{step}/" for step in UNTOUCHED] + searches()
    return {
        "version": getattr(staticfiles_storage, "manifest_hash", "") or "0",
        "offline": pages,
        "words": words,
        "untouched": [*untouched, f"/{WALLBOARD}/"],
        "asked": [*(f"/{step}/" for step in ASKED), *searches()],
        "anew": searches(),
        "marks": MARK,
        "static": settings.STATIC_URL,
        "media": settings.MEDIA_URL,
        "files": [*pages.values(), *map(static, [*STYLES, *(f"fonts/{name}.woff2" for name in FONTS)])],
    }
