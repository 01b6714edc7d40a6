"""What a page tells search engines of itself: schema.org's words as JSON-LD, in one graph.

Page types give dataclasses; how they are written stands here alone. Names are schema.org's (release 12), in Python's
spelling: `date_published` is written `datePublished`. What is empty is left out.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString

LOCAL = ZoneInfo("Asia/Ho_Chi_Minh")
"""Every time is written as it was in Vietnam: `2022-05-10T14:05:00+07:00`."""
_ESCAPED = {char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"}


@dataclass(frozen=True, kw_only=True)
class Thing:
    """Anything; the class's name is its type. `id` is what other things of the graph refer to it by (an address)."""

    id: str = ""
    name: str = ""
    description: str = ""
    url: str = ""

    def as_json(self) -> dict[str, Any]:
        """The thing as JSON-LD has it."""
        content: dict[str, Any] = {"@type": type(self).__name__}
        for own in fields(self):
            value = getattr(self, own.name)
            if value not in (None, "", (), []):
                content[own.metadata.get("key") or _written(own.name)] = _as_json(value)
        return content


@dataclass(frozen=True)
class Ref:
    """Another thing of the graph, by its `id`."""

    id: str


@dataclass(frozen=True, kw_only=True)
class Organization(Thing):
    """Who publishes, employs or writes."""

    logo: "ImageObject | None" = None


@dataclass(frozen=True, kw_only=True)
class NewsMediaOrganization(Organization):
    """Who answers for the site."""


@dataclass(frozen=True, kw_only=True)
class Person(Thing):
    """A person who is named."""

    job_title: str = ""
    works_for: Organization | None = None


@dataclass(frozen=True, kw_only=True)
class EntryPoint(Thing):
    """Where an action begins: an address with a gap."""

    url_template: str = ""


@dataclass(frozen=True, kw_only=True)
class SearchAction(Thing):
    """The site's own search."""

    target: EntryPoint
    query_input: str = field(metadata={"key": "query-input"})


@dataclass(frozen=True, kw_only=True)
class CreativeWork(Thing):
    """Anything made. `text`: its words, where there is no page for them."""

    in_language: str = ""
    text: str = ""
    creator: "Sequence[Person | Organization | Ref]" = ()


@dataclass(frozen=True, kw_only=True)
class WebSite(CreativeWork):
    """The site in one language."""

    publisher: Ref | None = None
    potential_action: SearchAction | None = None


@dataclass(frozen=True, kw_only=True)
class ImageObject(CreativeWork):
    """A picture with who made it. `license`: the address of the terms under which others may use it."""

    content_url: str = ""
    width: int | None = None
    height: int | None = None
    caption: str = ""
    credit_text: str = ""
    license: str = ""
    acquire_license_page: str = ""


@dataclass(frozen=True, kw_only=True)
class VideoObject(CreativeWork):
    """A film that a click loads. `duration` as ISO 8601 writes it: `PT2M10S`."""

    embed_url: str = ""
    thumbnail_url: Sequence[str] = ()
    upload_date: datetime | None = None
    duration: str = ""


@dataclass(frozen=True, kw_only=True)
class Article(CreativeWork):
    """A text about something."""

    headline: str
    main_entity_of_page: Ref
    image: Sequence[ImageObject] = ()
    date_published: datetime | None = None
    date_modified: datetime | None = None
    author: Sequence[Person | Organization | Ref] = ()
    publisher: Ref | None = None
    article_section: str = ""
    keywords: Sequence[str] = ()
    video: Sequence[VideoObject] = ()
    award: str = ""
    about: CreativeWork | None = None
    is_part_of: Ref | None = None


@dataclass(frozen=True, kw_only=True)
class NewsArticle(Article):
    """A text of a newsroom."""


@dataclass(frozen=True, kw_only=True)
class ListItem(Thing):
    """One entry of a list, by its address or the thing itself."""

    position: int
    item: "str | Thing" = ""


@dataclass(frozen=True, kw_only=True)
class ItemList(Thing):
    """A list in its order."""

    item_list_element: Sequence[ListItem] = ()
    number_of_items: int | None = None


@dataclass(frozen=True, kw_only=True)
class BreadcrumbList(ItemList):
    """The way to a page from the home page."""


@dataclass(frozen=True, kw_only=True)
class WebPage(CreativeWork):
    """A page, whatever it is about."""

    is_part_of: Ref | None = None
    breadcrumb: Ref | None = None
    primary_image_of_page: ImageObject | None = None
    date_published: datetime | None = None
    date_modified: datetime | None = None
    main_entity: "Ref | Thing | None" = None


@dataclass(frozen=True, kw_only=True)
class CollectionPage(WebPage):
    """A page that lists others."""


@dataclass(frozen=True, kw_only=True)
class PostalAddress(Thing):
    """Where something is; the country alone."""

    address_country: str = ""


@dataclass(frozen=True, kw_only=True)
class Place(Thing):
    """Where something happens."""

    address: PostalAddress | None = None


@dataclass(frozen=True, kw_only=True)
class Event(Thing):
    """What happens from a first to a last day, both included."""

    start_date: date
    end_date: date
    location: Place
    organizer: Ref | None = None
    image: Sequence[str] = ()
    in_language: str = ""
    event_status: str = "https://schema.org/EventScheduled"
    event_attendance_mode: str = "https://schema.org/MixedEventAttendanceMode"


@dataclass(frozen=True, kw_only=True)
class DataDownload(CreativeWork):
    """One file of a dataset."""

    content_url: str = ""
    encoding_format: str = ""


@dataclass(frozen=True, kw_only=True)
class Dataset(CreativeWork):
    """Figures as files. `temporal_coverage`: from/to, as ISO 8601 writes it."""

    license: CreativeWork | None = None
    temporal_coverage: str = ""
    spatial_coverage: Place | None = None
    date_modified: datetime | None = None
    distribution: Sequence[DataDownload] = ()
    variable_measured: Sequence[str] = ()
    is_accessible_for_free: bool = True


def graph(things: Iterable[Thing]) -> SafeString:
    """`things` as the content of a script of type `application/ld+json`.

    Whatever stands in a title, no script can end or begin in it: `<`, `>` and `&` are written as escapes.
    """
    content = {"@context": "https://schema.org", "@graph": [thing.as_json() for thing in things]}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    for char, escape in _ESCAPED.items():
        text = text.replace(char, escape)
    return SafeString(text)


def _written(name: str) -> str:
    if name == "id":
        return "@id"
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _as_json(value: Any) -> Any:
    if isinstance(value, Thing):
        return value.as_json()
    if isinstance(value, Ref):
        return {"@id": value.id}
    if isinstance(value, datetime):
        return value.astimezone(LOCAL).isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list)):
        return [_as_json(item) for item in value]
    return value
