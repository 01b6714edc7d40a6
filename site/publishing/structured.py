"""What every page of the site is to a search engine: a page of this site, of this publisher, at this place in it."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import pgettext
from wagtail.blocks import StreamValue
from wagtail.images.models import SourceImageIOError

from publishing.consent import Rights
from publishing.models.images import EditorialImage
from publishing.models.settings import SiteSettings
from publishing.navigation import Link, home_address, trail
from publishing.photos import SIZES, logger, on_pages, renditions
from sharing.head import Head, site_root_url
from sharing.structured import (
    BreadcrumbList,
    CollectionPage,
    EntryPoint,
    ImageObject,
    ItemList,
    ListItem,
    NewsMediaOrganization,
    Organization,
    Person,
    Ref,
    SearchAction,
    Thing,
    VideoObject,
    WebPage,
    WebSite,
)
from vietnamese.folding import fold

if TYPE_CHECKING:
    from publishing.models.pages import BasePage

PHOTO_SPECS: Final = tuple(f"fill-1200x{height}|format-jpeg|jpegquality-80" for height in (1200, 900, 675))
"""A photo at 1:1, 4:3 and 16:9, which search engines cut their own pictures from."""
LOGO: Final = "img/apple-touch-icon.png"
_PHOTO_BY: Final = re.compile(r"^\s*(?:ảnh|hình|photo|picture)\s*:\s*", re.IGNORECASE)
_MINUTES: Final = re.compile(
    r"(?:(?P<minutes>\d{1,3})(?:\s*(?:phut|min\w*)|(?=:)))?[\s:,]*(?:(?P<seconds>\d{1,2})\s*(?:giay|s\w*)?)?"
)
_OFFICES: Final = ("ban ", "bao ", "cong doan", "ldld", "lien doan", "phong ", "tap chi", "to ", "tong ", "van phong")
"""How the folded name of an office begins, where a byline names no person."""


def organization_id(request: HttpRequest) -> str:
    """By what the graph knows the publisher."""
    return f"{site_root_url(request)}/#organization"


def whole(
    page: "BasePage", request: HttpRequest, head: Head, about: Sequence[Thing] = (), way: Sequence[Link] | None = None
) -> tuple[Thing, ...]:
    """Everything that is told of `page`: publisher, site, the way to it, the page itself, and what it is `about`.

    The first of these is what it is mainly about. `way` is what stands above it, where that is not the tree's.
    """
    publisher = organization(request)
    site = website(page, request, publisher)
    crumbs = breadcrumbs(trail(page, request) if way is None else way, head, site_root_url(request))
    main = about[0] if about and not isinstance(about[0], VideoObject) else None
    kind = CollectionPage if isinstance(main, ItemList) else WebPage
    shown = kind(
        id=head.canonical,
        name=head.title,
        description=head.description,
        url=head.canonical,
        in_language=page.locale.language_code,
        is_part_of=Ref(site.id),
        breadcrumb=Ref(crumbs.id) if crumbs is not None else None,
        primary_image_of_page=shared_picture(head),
        date_published=head.published,
        date_modified=head.changed,
        main_entity=Ref(main.id) if main is not None else None,
    )
    return (publisher, site, *([crumbs] if crumbs is not None else []), shown, *about)


def organization(request: HttpRequest) -> NewsMediaOrganization:
    """Who answers for the site."""
    root, texts = site_root_url(request), SiteSettings.for_page_request(request)
    return NewsMediaOrganization(
        id=organization_id(request),
        name=texts.wording.organisation or texts.name,
        url=f"{root}/",
        logo=ImageObject(content_url=root + staticfiles_storage.url(LOGO), width=180, height=180),
    )


def website(page: "BasePage", request: HttpRequest, publisher: Thing) -> WebSite:
    """The site in the page's language, with its search."""
    root, texts = site_root_url(request), SiteSettings.for_page_request(request)
    language = page.locale.language_code
    home = root + home_address(language)
    return WebSite(
        id=f"{home}#website",
        name=texts.name,
        description=texts.wording.slogan,
        url=home,
        in_language=language,
        publisher=Ref(publisher.id),
        potential_action=SearchAction(
            target=EntryPoint(url_template=f"{root}{reverse('search:search')}?q={{q}}"), query_input="required name=q"
        ),
    )


def breadcrumbs(way: Iterable[Link], head: Head, root: str) -> BreadcrumbList | None:
    """The way to a page, itself at its end; None for a home page, to which there is none."""
    steps = [
        (link.title if number else pgettext("site", "Home"), f"{root}{link.url}") for number, link in enumerate(way)
    ]
    if not steps:
        return None
    items = [
        ListItem(position=position, name=name, item=address)
        for position, (name, address) in enumerate([*steps, (head.title, head.canonical)], 1)
    ]
    return BreadcrumbList(id=f"{head.canonical}#breadcrumb", item_list_element=items)


def shared_picture(head: Head) -> ImageObject:
    """The picture of shared links."""
    picture = head.image
    return ImageObject(content_url=picture.url, width=picture.width, height=picture.height, caption=picture.alt)


def listing(links: Iterable[tuple[str, str]], head: Head, root: str) -> ItemList:
    """The list of a page with `head`: pages by their titles and their addresses on the site, in its order."""
    items = [ListItem(position=number, name=title, url=root + url) for number, (title, url) in enumerate(links, 1)]
    return ItemList(id=f"{head.canonical}#list", item_list_element=items, number_of_items=len(items))


def photo(image: EditorialImage, request: HttpRequest, caption: str = "") -> list[ImageObject]:
    """`image` in the three shapes that search engines ask for, with who made it and how others may use it, if they may.

    Empty where no page may show it, and where its file is lost.
    """
    if not on_pages(image):
        return []
    try:
        made = image.get_renditions(*PHOTO_SPECS)
    except SourceImageIOError:
        logger.error("the file of picture %s (%s) is lost", image.pk, image.file.name)
        return []
    terms = SiteSettings.for_page_request(request).terms_of_pictures if Rights(image.rights).reach_others else ""
    return [
        ImageObject(
            content_url=absolute(rendition.url, request),
            width=rendition.width,
            height=rendition.height,
            caption=caption,
            credit_text=_PHOTO_BY.sub("", image.credit),
            license=terms,
            acquire_license_page=terms,
        )
        for rendition in (made[spec] for spec in PHOTO_SPECS)
    ]


def author(byline: str, request: HttpRequest) -> Person | Organization | Ref:
    """Who wrote it: a person or an office, with the search for what else stands under the name; else the publisher."""
    if not byline:
        return Ref(organization_id(request))
    address = reverse("search:search", query={"q": byline})
    kind = Organization if fold(byline).startswith(_OFFICES) else Person
    return kind(name=byline, url=site_root_url(request) + address)


def videos(body: StreamValue, request: HttpRequest, head: Head) -> list[VideoObject]:
    """The films of a text that has been read, which a click loads."""
    return [
        VideoObject(
            id=f"{head.canonical}#video-{number}",
            name=film["title"],
            description=film.get("caption") or film["title"],
            embed_url=film.embed_url.partition("?")[0],
            thumbnail_url=[_still(film.get("poster"), request) or head.image.url],
            upload_date=head.published,
            duration=_duration(film.get("duration") or ""),
        )
        for number, film in enumerate((block.value for block in body if block.block_type == "video"), 1)
        if film.embed_url
    ]


def _still(poster: EditorialImage | None, request: HttpRequest) -> str:
    made = renditions(poster, SIZES["figure"]) if poster is not None else []
    return absolute(made[-1].url, request) if made else ""


def _duration(words: str) -> str:
    """“2 phút 10 giây”, “2 min 10 s”, “2:10” → PT2M10S; empty where it is told otherwise."""
    found = _MINUTES.fullmatch(fold(words).strip())
    if found is None or not any(found.groups()):
        return ""
    minutes, seconds = int(found["minutes"] or 0), int(found["seconds"] or 0)
    return f"PT{minutes}M{seconds}S"


def absolute(url: str, request: HttpRequest) -> str:
    """The address of a file of the site, which may be kept elsewhere, as others reach it."""
    return url if url.startswith("http") else site_root_url(request) + url
