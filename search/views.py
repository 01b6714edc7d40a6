"""The results page: everything published in the reader's language."""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import get_language, pgettext
from wagtail.models import Locale, Site

from campaigns.counters import featured_figures
from publishing.models import SiteSettings
from publishing.models.pages import public_cache
from publishing.navigation import LanguageLink, Navigation, home_address, language_name
from publishing.paging import page_of
from publishing.views import read_only
from search.results import found_teasers, found_units, published_in
from sharing.head import Head, share_image, site_root_url
from vietnamese.text import nfc

MAX_QUERY = 200
"""Characters of a query that are looked for and shown."""

CACHE_SECONDS = 10
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")


@read_only
def search(request: HttpRequest) -> HttpResponse:
    """Answer `?q=` with pages of teasers (`?p=`), the best first; without a query, ways to begin."""
    query = clean_query(request.GET.get("q", ""))
    locale = Locale.get_active()
    site = Site.find_for_request(request)
    pages = page_of(published_in(locale).search(query), request) if query else None
    title = pgettext("page", "Search")
    figures = featured_figures()
    campaign_page = figures.page if figures is not None and pages is not None and pages.number == 1 else None
    context = {
        "query": query,
        "figures": figures,
        "units": found_units(query, campaign_page),
        "results": found_teasers(pages.object_list) if pages else None,
        "total": pages.paginator.count if pages else 0,
        "pages": pages,
        "searching": True,
        "head": Head(
            title=f"{query} – {title}" if query else title,
            description="",
            canonical=site_root_url(request) + reverse("search:search"),
            image=share_image(request, [SiteSettings.for_page_request(request).share_image], title),
            indexable=False,
        ),
        "navigation": Navigation.build(site, locale, request),
        "languages": search_in_every_language(query),
    }
    return public_cache(render(request, "pages/search/search.html", context), CACHE_SECONDS)


def clean_query(text: str) -> str:
    """What was asked, on one line, in NFC, without what nobody typed, at most MAX_QUERY characters."""
    return " ".join(_CONTROL.sub(" ", nfc(text)).split())[:MAX_QUERY].strip()


def search_in_every_language(query: str) -> list[LanguageLink]:
    """The same search in each language of the site, for the switcher."""
    links = []
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        with translation.override(code):
            address = reverse("search:search")
        links.append(
            LanguageLink(
                code=code,
                name=language_name(code),
                url=f"{address}?{urlencode({'q': query})}" if query else address,
                home=home_address(code),
                current=code == get_language(),
            )
        )
    return links
