"""`/sitemap.xml`: every page that everybody may read, in every language, with its versions and its last change."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar

from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from wagtail.contrib.sitemaps import Sitemap
from wagtail.models import Page

from publishing.models.pages import BasePage, public_cache
from publishing.specifics import page_types
from publishing.views import read_only
from sharing.head import site_root_url
from sharing.structured import LOCAL
from sharing.visibility import published

CACHE_SECONDS = 60
XML = "application/xml"


@dataclass(frozen=True)
class Part:
    """What has an address of its own below a page: a unit of a campaign. An empty path is the page itself."""

    path: str
    changed: datetime | None = None


@dataclass
class Address:
    """One line of the sitemap. `versions` are the addresses in all languages, by language code."""

    url: str
    changed: datetime | None
    versions: dict[str, str] = field(default_factory=dict)

    @property
    def alternates(self) -> list[dict[str, str]]:
        """The versions as the template writes them, with the one for readers of any other language."""
        if len(self.versions) < 2:
            return []
        other = self.versions.get("vi") or next(iter(self.versions.values()))
        return [{"language": code, "url": url} for code, url in {**self.versions, "x-default": other}.items()]


class PageSitemap(Sitemap):
    """Pages and their parts. Six queries for the site's types, however many pages there are."""

    limit: ClassVar = 10_000
    """Addresses of one file (the protocol allows 50.000 and 50 MB); beyond it there is an index of files."""

    def items(self) -> list[Address]:
        root = site_root_url(self.request)
        pages = published(Page.objects.type(BasePage)).select_related("locale").order_by("path")
        pages = [page for page in pages if (page.full_url or "").startswith(f"{root}/")]
        types = page_types().values()
        undated = {key for model in types for key in model.undated_in_sitemap()}
        parts: dict[int, list[Part]] = {}
        for model in types:
            parts |= model.parts_in_sitemap()
        families: dict[Any, list[Page]] = defaultdict(list)
        for page in pages:
            families[page.translation_key].append(page)
        changes = _changes(pages, undated)
        return [
            address
            for page in pages
            for address in _addresses(
                page, changes.get(page.pk), families[page.translation_key], parts.get(page.pk, [Part("")])
            )
        ]

    def _urls(self, page: str, protocol: str, domain: str) -> list[dict[str, Any]]:
        shown: list[Address] = self.paginator.page(page).object_list
        return [
            {"location": address.url, "lastmod": _written(address.changed), "alternates": address.alternates}
            for address in shown
        ]


def _changes(pages: list[Page], undated: set[int]) -> dict[int, datetime]:
    """When each page was last published; of one that lists those below it, when it or any of them was."""
    changes = {page.pk: page.last_published_at for page in pages if page.last_published_at and page.pk not in undated}
    newest: dict[str, datetime] = {}
    for page in pages:
        if (time := changes.get(page.pk)) is not None:
            for end in range(page.steplen, len(page.path) + 1, page.steplen):
                newest[page.path[:end]] = max(time, newest.get(page.path[:end], time))
    listing = [page for page in pages if issubclass(page.specific_class, BasePage) and page.specific_class.lists_below]
    return changes | {page.pk: newest[page.path] for page in listing if page.path in newest}


def _addresses(page: Page, changed: datetime | None, family: list[Page], parts: list[Part]) -> Iterator[Address]:
    for part in parts:
        times = [time for time in (changed, part.changed) if time is not None]
        versions = {version.locale.language_code: f"{version.full_url}{part.path}" for version in family}
        yield Address(f"{page.full_url}{part.path}", max(times, default=None), versions)


def _written(time: datetime | None) -> str:
    return time.astimezone(LOCAL).isoformat(timespec="seconds") if time is not None else ""


@read_only
def sitemap(request: HttpRequest) -> HttpResponse:
    """The sitemap; where it is too large for one file, an index of its parts (`?p=2`)."""
    pages = PageSitemap(request)
    count = pages.paginator.num_pages
    if count > 1 and "p" not in request.GET:
        files = [f"{site_root_url(request)}/sitemap.xml?p={number}" for number in range(1, count + 1)]
        response = render(request, "sitemaps/index.xml", {"files": files}, content_type=XML)
    else:
        response = views.sitemap(request, {"pages": pages}, template_name="sitemaps/pages.xml")
        response.render()
    return public_cache(response, CACHE_SECONDS)
