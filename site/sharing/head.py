"""What a page says of itself in its `<head>`, so that a shared link looks right."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TypeAlias

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.images.models import AbstractImage, SourceImageIOError
from wagtail.models import Page, Site

from sharing.cards.addresses import CardAddress
from sharing.feeds import FeedLink
from sharing.languages import OPEN_GRAPH
from sharing.oembed_links import discovery
from sharing.short_links import short_url
from sharing.structured import LOCAL, Thing, graph
from sharing.visibility import published

SHARE_SPEC = "fill-1200x630|format-jpeg|jpegquality-80"
DEFAULT_SHARE_IMAGE = "img/chia-se-mac-dinh.jpg"
PAGE_PARAMETER = "p"
"""Which page of a list an address asks for: `?p=2`."""


@dataclass(frozen=True)
class ShareImage:
    """The one picture of a shared link: an absolute address, its size in pixels and its text alternative."""

    url: str
    width: int
    height: int
    alt: str
    mime: str = "image/jpeg"


@dataclass(frozen=True)
class Head:
    """Title, description, canonical address (absolute, from the Site record, never the request's Host), picture.

    `short` is the short address, for what has one.
    `embed_root` is the site's own address where other sites may show the page, else empty.
    """

    title: str
    description: str
    canonical: str
    image: ShareImage
    short: str = ""
    og_type: str = "website"
    locale: str = field(default_factory=lambda: OPEN_GRAPH.get(get_language() or "", OPEN_GRAPH["vi"]))
    alternates: dict[str, str] = field(default_factory=dict)
    published: datetime | None = None
    modified: datetime | None = None
    section: str = ""
    tags: tuple[str, ...] = ()
    author: str = ""
    things: tuple[Thing, ...] = ()
    feeds: tuple[FeedLink, ...] = ()
    embed_root: str = ""
    indexable: bool = True

    @property
    def published_time(self) -> str:
        """When an article came out, in Vietnam's time: `2022-05-10T14:05:00+07:00`; empty where nothing may date it."""
        return _written(self.published)

    @property
    def modified_time(self) -> str:
        """The same of its last change."""
        return _written(self.changed)

    @property
    def changed(self) -> datetime | None:
        """When it was last changed, which is never before it came out."""
        return self.modified and max(self.modified, self.published or self.modified)

    @property
    def structured_data(self) -> SafeString:
        """What search engines are told, as the content of one script; empty where there is nothing to tell."""
        return graph(self.things) if self.things else SafeString("")

    @property
    def oembed(self) -> dict[str, str]:
        """Where others learn how to show the page: addresses by type; empty where they may not."""
        return discovery(self.canonical, self.embed_root) if self.embed_root else {}

    @property
    def default_alternate(self) -> str:
        """The address for readers of any other language (`x-default`): the Vietnamese one; empty without alternates."""
        return self.alternates.get("vi") or next(iter(self.alternates.values()), "")

    @property
    def other_locales(self) -> list[str]:
        """The locales of the page's live translations, as Open Graph writes them."""
        return [OPEN_GRAPH[code] for code in self.alternates if OPEN_GRAPH.get(code, self.locale) != self.locale]


def _written(time: datetime | None) -> str:
    return time.astimezone(LOCAL).isoformat(timespec="seconds") if time is not None else ""


logger = logging.getLogger(__name__)


def site_root_url(request: HttpRequest) -> str:
    """The site's own address without a slash at its end, as its record says: `https://…`."""
    site = Site.find_for_request(request)
    return site.root_url if site is not None else ""


Picture: TypeAlias = AbstractImage | CardAddress | None


def share_image(request: HttpRequest, pictures: Iterable[Picture], fallback_alt: str) -> ShareImage:
    """The first of `pictures` that there is, at 1200×630 as JPEG, else the picture that comes with the site.

    A picture is one of the library, or the address of a share card (which need not be drawn yet). The library describes
    its pictures in the site's own language; for readers of another one the text alternative is `fallback_alt`.
    """
    root = site_root_url(request)
    described = get_language() == settings.LANGUAGE_CODE
    for picture in pictures:
        if isinstance(picture, CardAddress):
            width, height = picture.size.pixels
            return ShareImage(root + picture.path, width, height, picture.alt or fallback_alt)
        if picture is None:
            continue
        try:
            rendition = picture.get_rendition(SHARE_SPEC)
        except SourceImageIOError:
            logger.error("the file of picture %s (%s) is lost", picture.pk, picture.file.name)
            continue
        url = rendition.url if rendition.url.startswith("http") else root + rendition.url
        return ShareImage(url, rendition.width, rendition.height, (described and picture.description) or fallback_alt)
    return ShareImage(root + staticfiles_storage.url(DEFAULT_SHARE_IMAGE), 1200, 630, fallback_alt)


def part_of_list(head: Head, number: int) -> Head:
    """The head of page `number` of a list whose whole has `head`: from the second on an address of its own.

    The other languages' lists are cut at other places, so such a page names no versions.
    """
    if number == 1:
        return head
    title = _("%(title)s – page %(number)s") % {"title": head.title, "number": number}
    return replace(head, title=title, canonical=f"{head.canonical}?{PAGE_PARAMETER}={number}", alternates={})


def live_translations(page: Page) -> dict[str, Page]:
    """The page in each language in which it is published to all, by language code; one query for a page's lifetime."""
    found: dict[str, Page] | None = page.__dict__.get("_live_translations")
    if found is None:
        found = remember_translations(page, published(page.get_translations(inclusive=True).select_related("locale")))
    return found


def remember_translations(page: Page, pages: Iterable[Page]) -> dict[str, Page]:
    """Let `live_translations` answer with those of `pages` (versions of `page` that are open to all) that are live.

    An alias in another language is no translation: its text is that of the page of which it is an alias.
    """
    live = (other for other in pages if other.live and (other.pk == page.pk or other.alias_of_id is None))
    found = {other.locale.language_code: other for other in live}
    page.__dict__["_live_translations"] = found
    return found


def head_of(
    page: Page,
    request: HttpRequest,
    *,
    description: str,
    pictures: Iterable[Picture],
    path: str = "",
    title: str = "",
    og_type: str = "website",
) -> Head:
    """The head of `page` with the first of `pictures` (see `share_image`).

    `path` and `title` name a part of it that has an address of its own (`don-vi/79/`).
    """
    title = title or page.seo_title or page.title
    alternates = {
        code: translation.full_url + path
        for code, translation in live_translations(page).items()
        if translation.full_url
    }
    return Head(
        title=title,
        description=Truncator(description).chars(200),
        canonical=(page.full_url or site_root_url(request) + "/") + path,
        image=share_image(request, pictures, title),
        short="" if path else short_url(page),
        og_type=og_type,
        locale=OPEN_GRAPH.get(page.locale.language_code, "vi_VN"),
        alternates=alternates if len(alternates) > 1 else {},
        published=page.first_published_at,
        modified=page.last_published_at,
    )
