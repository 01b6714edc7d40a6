"""From an address to its page in one query.

Wagtail walks down the tree with two queries for each level, and everything that stands around the page (its versions
in other languages, the pages above it, whether it is open to all) is asked for again. An address names all of them, so
here they come together, and the page remembers them.
"""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult
from wagtail.views import serve

from publishing.arriving import to_plain_address
from publishing.models.pages import BasePage
from publishing.navigation import remember_languages
from publishing.specifics import specific_pages, translations_of
from publishing.surroundings import Surroundings
from publishing.views import read_only
from sharing.head import remember_translations
from sharing.marks import is_marked
from sharing.visibility import open_to_all

DEEPEST = 12
"""Steps of an address; the site has no page that deep, and each step makes the query longer."""


@read_only
def serve_page(request: HttpRequest, path: str) -> HttpResponse:
    """Wagtail's own view, with the page already found; readers who come by a shared link are sent on to it."""
    found = route(request, path)
    if is_marked(request):
        return to_plain_address(request, found)
    request._wagtail_route_for_request = found  # type: ignore[attr-defined]  # where Wagtail looks
    response: HttpResponse = serve(request, path)
    return response


def route(request: HttpRequest, path: str) -> RouteResult | None:
    """The page at `path` below the home page of the active language, with what is left for its own routes."""
    site = Site.find_for_request(request)
    if site is None:
        return None
    steps = [step for step in path.split("/") if step]
    if len(steps) > DEEPEST:
        return None
    root = _root_path(site)
    if root is None:
        return None
    addresses = [root + "".join(f"{step}/" for step in steps[:end]) for end in range(len(steps) + 1)]
    families = _families(addresses)
    by_address = {page.url_path: page for page in families}
    way = [by_address[address] for address in addresses if address in by_address]
    if not way or way[0].url_path != root:
        return None
    page = way[-1]
    page.surroundings = Surroundings(
        above=tuple(ancestor for ancestor in way[:-1] if ancestor.live), is_open=page.open_to_all
    )
    remember_translations(
        page, [other for other in families if other.translation_key == page.translation_key and other.open_to_all]
    )
    homes = (other for other in families if other.translation_key == way[0].translation_key)
    remember_languages(request, [home for home in homes if home.live and home.open_to_all])
    try:
        found: RouteResult = page.route(request, steps[len(way) - 1 :])
    except Http404:
        return None
    return found


def _root_path(site: Site) -> str | None:
    """The tree address of the site's home page in the active language; None where there is none in it.

    Under the addresses without a language stands the site's own home page, in whichever language that is.
    """
    language = get_language()
    roots = (root for root in Site.get_site_root_paths() if root.site_id == site.pk and root.language_code == language)
    found = next(roots, None)
    path: str = found.root_path if found is not None else site.root_page.url_path
    return path if found is not None or language == settings.LANGUAGE_CODE else None


def _families(addresses: list[str]) -> list[BasePage]:
    """The pages at `addresses` (tree addresses) with all their translations, each marked with `open_to_all`."""
    slugs = [address.rstrip("/").rpartition("/")[2] for address in addresses]  # these are indexed, addresses are not
    named = Page.objects.filter(url_path__in=addresses, slug__in=slugs)
    return specific_pages(translations_of(named).annotate(open_to_all=open_to_all()))
