"""Menus and the language switcher: what stands around a page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language_info
from wagtail.models import Locale, Page, Site

from sharing.head import live_translations

if TYPE_CHECKING:
    from wagtail.query import PageQuerySet


@dataclass(frozen=True)
class Link:
    """One entry of a menu: an address relative to the site, and whether the reader is there."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Navigation:
    """The home page's link, the menu in the head and the further pages in the foot, in the page's language."""

    home: Link
    menu: list[Link]
    more: list[Link]

    @classmethod
    def for_page(cls, page: Page, request: HttpRequest) -> "Navigation":
        """Build from the live children of the language's home page: one query for them, one for the home page."""
        site = Site.find_for_request(request)
        return cls.build(site, page.locale, request, page)

    @classmethod
    def build(cls, site: Site | None, locale: Locale, request: HttpRequest, page: Page | None = None) -> "Navigation":
        """The navigation of `site` in `locale`; `page` marks the entry where the reader is."""
        if site is None:
            return cls(Link(settings.WAGTAIL_SITE_NAME, "/"), [], [])
        home = site.root_page
        if home.locale_id != locale.pk:
            home = home.get_translations().filter(locale=locale).live().first() or home
        path = page.path if page is not None else ""
        children: PageQuerySet = home.get_children().live().public()
        links = [
            (child.show_in_menus, Link(child.title, child.get_url(request) or "/", path.startswith(child.path)))
            for child in children
        ]
        return cls(
            home=Link(home.title, home.get_url(request) or "/", path == home.path),
            menu=[link for in_menu, link in links if in_menu],
            more=[link for in_menu, link in links if not in_menu],
        )


@dataclass(frozen=True)
class LanguageLink:
    """One language of the switcher. `url` is None where this page does not exist in it; `home` then leads on."""

    code: str
    name: str
    url: str | None
    home: str
    current: bool


def language_links(page: Page, request: HttpRequest) -> list[LanguageLink]:
    """The page in every language of the site, in the order of the settings; a missing one says so (url None)."""
    translations = live_translations(page)
    return [
        LanguageLink(
            code=code,
            name=get_language_info(code)["name_local"].capitalize(),
            url=translations[code].get_url(request) if code in translations else None,
            home="/" if code == settings.LANGUAGE_CODE else f"/{code}/",
            current=code == page.locale.language_code,
        )
        for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]
