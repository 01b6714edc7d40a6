"""Where a person is shown: pictures, pages, and what is made of them for other places."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail import hooks
from wagtail.models import Page, ReferenceIndex
from wagtail.search import index
from wagtail.search.backends import get_search_backend

from publishing.consent.closing import addresses_of
from publishing.models.consent import Consent
from publishing.models.images import EditorialImage
from vietnamese.text import nfc

MADE_OF_HOOK = "register_made_of_pages"
"""Functions that return a `MadeOf`: cards, posters and kits say so what they have made."""


class MadeOf(Protocol):
    """What is made of pages and their pictures, kept, and handed out under addresses of its own."""

    label: Any

    def addresses(self, pages: Sequence[Page], pictures: Sequence[EditorialImage]) -> list[str]:
        """The addresses under which it is to be had now, from the root of the site."""

    def remove(self, pages: Sequence[Page], pictures: Sequence[EditorialImage]) -> None:
        """Delete it; it is made again, without what may not be used, when somebody asks. May come twice."""


@dataclass
class Reach:
    """Everything that shows the person of `consent`."""

    consent: Consent
    pictures: list[EditorialImage] = field(init=False)

    def __post_init__(self) -> None:
        self.pictures = list(self.consent.pictures.prefetch_related("consents", "renditions").order_by("pk"))

    @cached_property
    def pages(self) -> list[Page]:
        """The published pages that are linked to the record, or show one of its pictures."""
        keys = {*pages_that_refer_to([self.consent]), *pages_that_refer_to(self.pictures)}
        return list(Page.objects.live().filter(pk__in=keys).specific().order_by("title"))

    @cached_property
    def naming(self) -> list[Page]:
        """Published pages with the name in their text: words cannot be taken out by a program."""
        return pages_naming(self.consent.name)

    @cached_property
    def made(self) -> list[tuple[MadeOf, list[str]]]:
        """Cards, posters and kits that were made of the pages, with their addresses."""
        makers = [hook() for hook in hooks.get_hooks(MADE_OF_HOOK)]
        return [(maker, maker.addresses(self.pages, self.pictures)) for maker in makers]

    def addresses(self) -> list[str]:
        """All that shared caches may hold: pages with the lists above them, files, cards, posters, kits."""
        pages = [*self.pages, *self.naming]
        lists = {above.pk: above for page in pages for above in page.get_ancestors().live() if above.url}
        shown = [
            url.rstrip("/") + path
            for page in [*pages, *lists.values()]
            if (url := page.full_url)
            for path in page.specific_deferred.get_cached_paths()
        ]
        files = [address for picture in self.pictures for address in addresses_of(picture)]
        made = [address for _maker, addresses in self.made for address in addresses]
        return list(dict.fromkeys([*shown, *files, *made]))


def pages_that_refer_to(things: Iterable[Model]) -> set[int]:
    """The keys of the pages, published or not, whose fields, people or texts refer to one of `things` of one model."""
    things = list(things)
    if not things:
        return set()
    found = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(things[0]),
        to_object_id__in=[str(thing.pk) for thing in things],
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    return {int(key) for key in found.values_list("object_id", flat=True)}


def pages_naming(name: str) -> list[Page]:
    """Published pages whose searchable text has `name`, spelled so."""
    found = get_search_backend().search(name, Page.objects.live().specific(), operator="and")
    return [page for page in found if nfc(name).casefold() in _text_of(page).casefold()]


def _text_of(page: Page) -> str:
    texts = [each.get_value(page) for each in page.get_search_fields() if isinstance(each, index.SearchField)]
    flat = (part for text in texts for part in (text if isinstance(text, list) else [text]))
    return " ".join(nfc(" ".join(str(part).split())) for part in flat if part)
