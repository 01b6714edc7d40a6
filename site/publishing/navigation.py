"""Menus and the language switcher: what stands around a page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from sharing.head import live_translations
from sharing.visibility import published
from vietnamese.text import nfc

if TYPE_CHECKING:
    from wagtail.query import PageQuerySet


@dataclass(frozen=True)
class Link:
    """One entry of a menu: an address relative to the site, and whether the reader is there."""

    title: str
    url: str
    current: bool = False


HOME_DEPTH = 2
"""Where home pages stand in the tree: below the root."""
SUBMIT_PAGE_SLUGS = frozenset({"gui-sang-kien", "how-to-submit"})
"""The page that tells how to submit an initiative, in each language: where "Submit" leads when the settings name no
address."""


@dataclass(frozen=True)
class Navigation:
    """The home page's link, the menu in the head and the further pages in the foot, in the page's language.

    `submit` is the address of the page "How to submit", or of the call to submit on the home page where there is none.
    """

    home: Link
    menu: list[Link]
    more: list[Link]
    submit: str = ""

    @classmethod
    def for_page(cls, page: Page, request: HttpRequest) -> "Navigation":
        """Build from the live children of the language's home page: one query for them, one for the home page."""
        site = Site.find_for_request(request)
        return cls.build(site, page.locale, request, page)

    @classmethod
    def build(cls, site: Site | None, locale: Locale, request: HttpRequest, page: Page | None = None) -> "Navigation":
        """The navigation of `site` in `locale`; `page` marks the entry where the reader is."""
        if site is None:
            return cls(Link(settings.WAGTAIL_SITE_NAME, "/"), [], [], "/#gui")
        home = site.root_page
        if home.locale_id != locale.pk:
            home = _home_above(page) or home.get_translations().filter(locale=locale).live().first() or home
        path = page.path if page is not None else ""
        home_url = home.get_url(request) or "/"
        children: PageQuerySet = published(home.get_children())
        links, submit = [], f"{home_url}#gui"
        for child in children:
            url = child.get_url(request) or "/"
            links.append((child.show_in_menus, Link(child.title, url, path.startswith(child.path))))
            if child.slug in SUBMIT_PAGE_SLUGS:
                submit = url
        return cls(
            home=Link(home.title, home_url, path == home.path),
            menu=[link for in_menu, link in links if in_menu],
            more=[link for in_menu, link in links if not in_menu],
            submit=submit,
        )


def trail(page: Page, request: HttpRequest) -> list[Link]:
    """The published pages above `page`, from the language's home page down to its parent.

    One query, for a draft that an editor looks at; none for a page that was found by its address.
    """
    known = getattr(page, "surroundings", None)
    above = known.above if known is not None else page.get_ancestors().filter(depth__gt=1).live()
    return [Link(ancestor.title, ancestor.get_url(request) or "/") for ancestor in above]


def _home_above(page: Page | None) -> Page | None:
    """The home page of `page`'s language: itself, or the published one above it where its surroundings are known."""
    if page is None or page.depth == HOME_DEPTH:
        return page
    known = getattr(page, "surroundings", None)
    return next((ancestor for ancestor in known.above if ancestor.depth == HOME_DEPTH), None) if known else None


@dataclass(frozen=True)
class LanguageLink:
    """One language of the switcher. `url` is None where this page does not exist in it; `home` then leads on."""

    code: str
    name: str
    url: str | None
    home: str
    current: bool

    @property
    def missing(self) -> str:
        """What is said where this page does not exist in the language: “chưa có bản tiếng Anh”."""
        language = nfc(str(get_language_info(self.code)["name_translated"]))
        if get_language() == "vi":  # inside a sentence; English names keep their capital
            language = language[:1].lower() + language[1:]
        return _("no %(language)s version yet") % {"language": language}


def language_links(page: Page, request: HttpRequest, path: str = "") -> list[LanguageLink]:
    """The page in every language of the site, in the order of the settings; a missing one says so (url None).

    `path` is what follows the page's own address where a part of it has one (`don-vi/79/`).
    """
    translations = live_translations(page)
    return [
        LanguageLink(
            code=code,
            name=language_name(code),
            url=f"{translations[code].get_url(request)}{path}" if code in translations else None,
            home="/" if code == settings.LANGUAGE_CODE else f"/{code}/",
            current=code == page.locale.language_code,
        )
        for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES
    ]


def language_name(code: str) -> str:
    """What a language calls itself, its first letter large and the others as they are: "Tiếng Việt".

    Django's own spelling is decomposed, hence NFC.
    """
    name: str = nfc(get_language_info(code)["name_local"])
    return name[:1].upper() + name[1:]
