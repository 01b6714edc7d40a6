"""Pages of any type in one list (search results, related pages): what each says of itself in a few lines."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from publishing.models import EditorialImage


@dataclass(frozen=True)
class Teaser:
    """A page in a list of mixed pages. `image` is decoration there, so it has no text alternative.

    `language` is the page's; `title_language` that of a title that stands in another than its page (a unit's name).
    """

    kind: str
    title: str
    url: str
    description: str = ""
    image: "EditorialImage | None" = None
    date: datetime | None = None
    language: str = ""
    title_language: str = ""
