"""What stands in the feeds: the newest stories and initiatives of a language, of a campaign, a unit or a tag.

A restricted initiative stands in none: a feed dates what it brings, and the filters by campaign, unit and tag would
tell what is kept back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from wagtail.models import Locale, PageLogEntry

from campaigns.models import CampaignPage, Unit
from publishing.cards import ready_for_cards
from publishing.models import SiteSettings
from publishing.models.pages import BasePage, IndexPage, public_cache
from publishing.navigation import home_address
from publishing.share_cards import chosen_picture
from publishing.structured import LOGO
from publishing.views import read_only
from sharing.feeds import FORMS, MOST, Channel, ChannelFeed, Entry, feed_address
from sharing.head import site_root_url
from sharing.renditions import picture_of
from sharing.short_links import short_url
from sharing.visibility import published
from stories.models import FormerSlug, InitiativeIndexPage, InitiativePage, StoryIndexPage, StoryPage, Tag

CACHE_SECONDS: Final = 60
LONGEST_SLUG: Final = 100


@dataclass(frozen=True)
class Kind:
    """What a feed lists: pages of a type, called so, with the index that lists them to readers."""

    model: type[StoryPage] | type[InitiativePage]
    index: type[IndexPage]
    title: Any


KINDS: Final = {
    "stories": Kind(StoryPage, StoryIndexPage, gettext_lazy("Stories")),
    "initiatives": Kind(InitiativePage, InitiativeIndexPage, gettext_lazy("Initiatives")),
}
"""By the name in the address."""


@dataclass(frozen=True)
class Part:
    """What narrows a feed: its name, the page that tells of it, its place in the address, the pages that belong."""

    name: str = ""
    url: str = ""
    path: str = ""
    condition: tuple[tuple[str, Any], ...] = ()


def campaign_part(page: CampaignPage) -> Part:
    """What belongs to the campaign of `page`."""
    return Part(page.title, page.full_url or "", page.feed_path, (("campaign", page.campaign_id),))


def unit_part(unit: Unit, page: CampaignPage | None) -> Part:
    """What comes from `unit`; `page` is the campaign's in which readers find it."""
    url = f"{page.full_url or ''}{unit.path}" if page is not None else ""
    return Part(unit.name, url, unit.path, (("unit", unit.pk),))


def tag_part(tag: Tag, index: IndexPage | None) -> Part:
    """What has `tag`; `index` lists it."""
    url = f"{index.full_url or ''}?the={tag.slug}" if index is not None else ""
    return Part(tag.name, url, f"the/{tag.slug}/", (("tagged_items__tag", tag.pk),))


@read_only
def feed(request: HttpRequest, kind: str, form: str, **narrowed: str) -> HttpResponse:
    """`/feeds/stories.rss` and its like."""
    if kind not in KINDS or form not in FORMS:
        raise Http404(f"no feed {kind[:40]}.{form[:40]}")
    response = PagesFeed(form)(request, kind=kind, form=form, **narrowed)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return public_cache(response, CACHE_SECONDS)


class PagesFeed(ChannelFeed):
    """The channel that an address asks for."""

    def get_object(self, request: HttpRequest, /, kind: str, form: str, **narrowed: str) -> Channel:  # type: ignore[override]  # of keywords alone
        locale, what = Locale.get_active(), KINDS[kind]
        index = published(what.index.objects.filter(locale=locale)).first()
        part = part_of(index, **narrowed)
        found: Any = published(what.model.objects.filter(locale=locale, **dict(part.condition)))
        if what.model is InitiativePage:
            found = found.disclosed()
        pages: list[Any] = ready_for_cards(found.newest_first().with_card_joins().prefetch_related("tags")[:MOST])
        texts, root = SiteSettings.for_page_request(request), site_root_url(request)
        return Channel(
            title=f"{what.title} – {part.name or texts.name}",
            description=texts.describing(f"{what.title} – {part.name}" if part.name else str(what.title)),
            url=part.url or (index.full_url if index is not None else "") or root + home_address(locale.language_code),
            address=f"{feed_address(kind, part.path, root)}.{form}",
            changed=last_change(pages),
            publisher=texts.wording.organisation,
            icon=root + staticfiles_storage.url(LOGO),
            entries=[entry(page, request) for page in pages],
        )


def part_of(index: IndexPage | None, campaign: str = "", unit: str = "", tag: str = "") -> Part:
    """What an address narrows a feed to. Raises Http404 where there is no such thing to the public."""
    if campaign:
        page = CampaignPage.published_with_code(campaign[:LONGEST_SLUG])
        if page is None:
            raise Http404("no such campaign")
        return campaign_part(page)
    if unit:
        found = Unit.objects.at(unit).first()
        if found is None:
            raise Http404("no such unit")
        return unit_part(found, CampaignPage.featured_page())
    if tag:
        former = FormerSlug.objects.filter(slug=tag).values("tag")
        known = Tag.objects.filter(slug=tag).first() or Tag.objects.filter(pk__in=former).first()
        if known is None:
            raise Http404("no such tag")
        return tag_part(known, index)
    return Part()


def entry(page: StoryPage | InitiativePage, request: HttpRequest) -> Entry:
    """A page as an entry. An initiative is told by its `Disclosure`, as everywhere."""
    shown = page.disclosure if isinstance(page, InitiativePage) else page
    image = chosen_picture(shown.image, page.locale.language_code)
    return Entry(
        key=short_url(page),
        url=page.full_url or "",
        title=page.title,
        summary=page.head_description,
        published=page.date,
        changed=page.last_published_at or page.date,
        author=page.byline if isinstance(page, StoryPage) else "",
        tags=[tag.name for tag in page.tags.all()],
        picture=picture_of(image, request) if image is not None else None,
    )


def last_change(pages: Iterable[BasePage]) -> datetime:
    """When anything changed that a feed may show or no longer show: the newest entry of the history of pages."""
    newest = PageLogEntry.objects.order_by("-timestamp").values_list("timestamp", flat=True).first()
    times = [newest, *(page.last_published_at for page in pages), *(getattr(page, "date", None) for page in pages)]
    return max((time for time in times if time is not None), default=datetime(2022, 1, 8, tzinfo=UTC))
