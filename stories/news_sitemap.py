"""`/sitemap-news.xml`: the stories of the last two days, as news search engines take them."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from publishing.models import SiteSettings
from publishing.models.pages import public_cache
from publishing.views import read_only
from sharing.feeds import clean
from sharing.head import site_root_url
from sharing.structured import LOCAL
from sharing.visibility import published
from stories.models import StoryPage

DAYS: Final = 2
MOST: Final = 1000
"""Both are Google's limits for a news sitemap."""
CACHE_SECONDS: Final = 60


@dataclass(frozen=True)
class News:
    """One story: in which publication, in which language, when it came out."""

    url: str
    name: str
    language: str
    date: str
    title: str


@read_only
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """The newest first; two queries."""
    texts, names = SiteSettings.for_page_request(request), {}
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        with translation.override(code):
            names[code] = texts.name
    now = timezone.now()
    recent = published(StoryPage.objects.filter(date__gt=now - timedelta(days=DAYS), date__lte=now))
    root = site_root_url(request)
    news = [
        News(
            url=page.full_url,
            name=clean(names[page.locale.language_code]),
            language=page.locale.language_code,
            date=page.date.astimezone(LOCAL).isoformat(timespec="seconds"),
            title=clean(page.title),
        )
        for page in recent.select_related("locale").newest_first()[:MOST]
        if (page.full_url or "").startswith(f"{root}/")
    ]
    response = render(request, "sitemaps/news.xml", {"news": news}, content_type="application/xml")
    return public_cache(response, CACHE_SECONDS)
