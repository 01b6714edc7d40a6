"""Menus and the language switcher: what stands around a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page, Site

from publishing.models.settings import SiteSettings
from sharing.head import live_translations
from sharing.languages import language_tag
from sharing.visibility import published
from vietnamese.text import nfc

if TYPE_CHECKING:
    from django.db.models import QuerySet


@dataclass(frozen=True)
class Link:
    """One entry of a menu: an address relative to the site, and whether the reader is there."""

    title: str
    url: str
    current: bool = False


HOME_DEPTH = 2
"""Where home pages stand in the tree: below the root."""
LONGEST_FILTER = 100
"""Longer values cannot be anybody's code or tag."""


@dataclass(frozen=True)
class Navigation:
    """The home page's link, the menu in the head and the further pages in the foot, in the page's language.

    `submit` is the address of the page that tells how to submit (chosen in the settings), or of the call to submit on
    the home page where there is none in the language.
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
        chosen = SiteSettings.for_page_request(request).submit_page
        submitting = chosen.translation_key if chosen is not None else None
        wanted = _keys(depth=HOME_DEPTH + 1, path__startswith=home.path).union(
            _keys(translation_key=home.translation_key),  # which tell the languages
            _keys(translation_key=submitting, locale=home.locale_id),
        )  # each by an index of its own; a condition with “or” would read all pages
        found = list(published(Page.objects.filter(pk__in=wanted).select_related("locale")).order_by("path"))
        remember_languages(request, [child for child in found if child.depth == HOME_DEPTH])
        links, submit = [], f"{home_url}#gui"
        for child in found:
            if child.depth == HOME_DEPTH:
                continue
            url = child.get_url(request) or "/"
            if child.depth == HOME_DEPTH + 1:
                links.append((child.show_in_menus, Link(child.title, url, path.startswith(child.path))))
            if chosen is not None and child.translation_key == chosen.translation_key:
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


def _keys(**conditions: Any) -> "QuerySet[Any]":
    return Page.objects.filter(**conditions).order_by().values("pk")


def _home_above(page: Page | None) -> Page | None:
    """The home page of `page`'s language: itself, or the published one above it where its surroundings are known."""
    if page is None or page.depth == HOME_DEPTH:
        return page
    known = getattr(page, "surroundings", None)
    return next((ancestor for ancestor in known.above if ancestor.depth == HOME_DEPTH), None) if known else None


@dataclass(frozen=True)
class LanguageLink:
    """One language of the switcher. `url` is None where this page does not exist in it; `home` then leads on.

    `missing` says so in that language, to whoever reads it: “no English version yet”.
    """

    code: str
    name: str
    url: str | None
    home: str
    current: bool

    @property
    def tag(self) -> str:
        """The language as `lang` and `hreflang` write it."""
        return language_tag(self.code)

    @property
    def label(self) -> str:
        """The language in two letters."""
        return self.code[:2].upper()

    @property
    def missing(self) -> str:
        """What is said where this page does not exist in the language."""
        with override(self.code):
            return _("no %(language)s version yet") % {"language": language_name_here(self.code)}


def offered(request: HttpRequest) -> list[str]:
    """The codes of the languages in which the site has a home page that readers can open, in the settings' order.

    Read once a request, with the navigation where there is one.
    """
    found: frozenset[str] | None = getattr(request, "_languages", None)
    if found is None:
        site = Site.find_for_request(request)
        homes = site.root_page.get_translations(inclusive=True) if site is not None else Page.objects.none()
        found = remember_languages(request, published(homes.select_related("locale")))
    return [code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES if code in found]


def remember_languages(request: HttpRequest, homes: Iterable[Page]) -> frozenset[str]:
    """Take note of the languages of `homes`, the site's home pages that readers can open."""
    found = frozenset(home.locale.language_code for home in homes)
    request._languages = found  # type: ignore[attr-defined]  # for the life of the request
    return found


def language_links(page: Page, request: HttpRequest, path: str = "", query: str = "") -> list[LanguageLink]:
    """The page in every language that the site offers; a missing one says so (url None).

    `path` is what follows the page's own address where a part of it has one (`don-vi/79/`), `query` the filters that
    are on (`?loai=story`).
    """
    translations = live_translations(page)
    return [
        LanguageLink(
            code=code,
            name=language_name(code),
            url=f"{translations[code].get_url(request)}{path}{query}" if code in translations else None,
            home=home_address(code),
            current=code == page.locale.language_code,
        )
        for code in offered(request)
    ]


def homes_in_every_language(request: HttpRequest) -> list[LanguageLink]:
    """The home page in every language that the site offers, for what is no page (404)."""
    return [
        LanguageLink(code, language_name(code), home_address(code), home_address(code), current=code == get_language())
        for code in offered(request)
    ]


def home_address(code: str) -> str:
    """The address of a language's home page: the site's own language has no prefix."""
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"


def kept(request: HttpRequest, parameters: Iterable[str]) -> QueryDict:
    """Those `parameters` that the address gives; what else stands in it is nobody's, and goes into no link."""
    known = QueryDict(mutable=True)
    for parameter in parameters:
        values = (value.replace("\0", "") for value in request.GET.getlist(parameter))
        if given := [value for value in values if 0 < len(value) <= LONGEST_FILTER]:
            known.setlist(parameter, given)
    return known


def kept_query(request: HttpRequest, parameters: Iterable[str]) -> str:
    """The same as a query string with its `?`; empty without any.

    Page numbers are not among them: the same list is cut at other places in another language.
    """
    known = kept(request, parameters)
    return f"?{known.urlencode()}" if known else ""


def language_name(code: str) -> str:
    """What a language calls itself, its first letter large and the others as they are: "Tiếng Việt".

    Django's own spelling is decomposed, hence NFC.
    """
    name: str = nfc(get_language_info(code)["name_local"])
    return name[:1].upper() + name[1:]


def language_name_here(code: str) -> str:
    """What a language is called in the active one, inside a sentence: "tiếng Anh"; English names keep their capital."""
    name: str = nfc(str(get_language_info(code)["name_translated"]))
    return name[:1].lower() + name[1:] if get_language() == "vi" else name
