"""Pages of any type in one list (search results, related pages): what each says of itself in a few lines."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import prefetch_related_objects

if TYPE_CHECKING:
    from publishing.models import BasePage, EditorialImage


@dataclass(frozen=True)
class Teaser:
    """A page in a list of mixed pages. `image` is decoration there, so it has no text alternative."""

    kind: str
    title: str
    url: str
    description: str = ""
    image: "EditorialImage | None" = None
    date: datetime | None = None


def teasers_of(pages: "Iterable[BasePage]") -> list[Teaser]:
    """The teasers of `pages` (specific instances) in their order; queries per page type, not per page."""
    pages = list(pages)
    by_type: dict[type[BasePage], list[BasePage]] = defaultdict(list)
    for page in pages:
        by_type[type(page)].append(page)
    for model, group in by_type.items():
        prefetch_related_objects(group, *model.teaser_relations)
    return [page.teaser for page in pages]
