"""What cards and teasers of pages read from other tables, loaded for all of them together."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from django.db.models import prefetch_related_objects

from publishing.models.images import EditorialImage
from publishing.models.pages import BasePage
from publishing.photos import prefetch_photos
from publishing.teasers import Teaser

AnyPage = TypeVar("AnyPage", bound=BasePage)


def ready_for_cards(pages: Iterable[AnyPage], *more: EditorialImage | None) -> list[AnyPage]:
    """`pages` with what their cards read (one query for each relation of a type) and all pictures (one query).

    `more` pictures of the same page are loaded along with theirs.
    """
    loaded = with_card_relations(pages)
    prefetch_photos([*pictures_of(loaded), *more])
    return loaded


def with_card_relations(pages: Iterable[AnyPage]) -> list[AnyPage]:
    """The same without the pictures' sizes, for those who load them with others."""
    loaded = list(pages)
    by_type: dict[type[BasePage], list[BasePage]] = defaultdict(list)
    for page in loaded:
        by_type[type(page)].append(page)
    for model, group in by_type.items():
        prefetch_related_objects(group, *model.card_relations())
    return loaded


def teasers_of(pages: Iterable[BasePage]) -> list[Teaser]:
    """The teasers of `pages` (specific instances) in their order, with everything that they need loaded together."""
    return [page.teaser for page in ready_for_cards(pages)]


def pictures_of(pages: Iterable[BasePage]) -> Iterator[EditorialImage | None]:
    """The pictures on the cards of `pages`."""
    for page in pages:
        yield from page.card_pictures
