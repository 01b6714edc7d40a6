"""Feeds in RSS, Atom and JSON Feed: what stands in them comes as dataclasses from those who know the pages.

Every address is absolute and the Site record's. A feed that nobody changed is answered with 304, by its ETag (see
`config.middleware`) or by the time of its last change.
"""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Protocol

from django.contrib.syndication.views import Feed
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape

from sharing.structured import LOCAL
from vietnamese.text import nfc

MOST: Final = 30
"""Entries of a feed."""
_NO_XML: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Letters that XML has no way to write, or had better not."""


def clean(text: str) -> str:
    """`text` in NFC without what no XML document can hold."""
    return _NO_XML.sub("", nfc(text))


@dataclass(frozen=True)
class Picture:
    """A picture of an entry: its absolute address, its length in bytes, its type."""

    url: str
    length: int
    mime: str = "image/jpeg"


@dataclass(frozen=True)
class Entry:
    """One page of a feed. `key` names it for ever, wherever it moves; `summary` is plain text."""

    key: str
    url: str
    title: str
    summary: str
    published: datetime
    changed: datetime
    author: str = ""
    tags: Sequence[str] = ()
    picture: Picture | None = None


@dataclass(frozen=True)
class Channel:
    """A feed: `url` is the page that lists the same to readers, `address` its own; `changed` when it last did."""

    title: str
    description: str
    url: str
    address: str
    changed: datetime
    publisher: str = ""
    icon: str = ""
    entries: Iterable[Entry] = field(default_factory=list)


class _Written(Protocol):
    """What a file or an answer is written to."""

    def write(self, text: Any, /) -> Any: ...


class JsonFeed(SyndicationFeed):
    """JSON Feed 1.1 (jsonfeed.org), made of what Django's syndication framework collects."""

    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: _Written, encoding: str) -> None:
        feed = self.feed
        content = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["description"],
            "icon": feed.get("icon"),
            "language": feed["language"],
            "authors": [{"name": feed["author_name"]}] if feed["author_name"] else None,
            "items": [_json_item(item) for item in self.items],
        }
        outfile.write(json.dumps(_without_empty(content), ensure_ascii=False, separators=(",", ":")).encode(encoding))


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    pictures = [
        {"url": picture.url, "mime_type": picture.mime_type, "size_in_bytes": int(picture.length)}
        for picture in item["enclosures"]
    ]
    return _without_empty(
        {
            "id": item["unique_id"],
            "url": item["link"],
            "title": item["title"],
            "content_text": item["plain"],
            "image": pictures[0]["url"] if pictures else None,
            "date_published": item["pubdate"].isoformat(timespec="seconds"),
            "date_modified": item["updateddate"].isoformat(timespec="seconds"),
            "authors": [{"name": item["author_name"]}] if item["author_name"] else None,
            "tags": list(item["categories"]),
            "attachments": pictures,
        }
    )


def _without_empty(content: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in content.items() if value or name == "items"}


class _Dated(SyndicationFeed):
    """Was changed when its channel says so."""

    content_type: str

    def latest_post_date(self) -> datetime:
        changed: datetime = self.feed["changed"]
        return changed


class _DatedRss(_Dated, Rss201rev2Feed):
    """RSS 2.0."""


class _DatedAtom(_Dated, Atom1Feed):
    """Atom 1.0."""


class _DatedJson(_Dated, JsonFeed):
    """JSON Feed 1.1."""


FORMS: Final = {"rss": _DatedRss, "atom": _DatedAtom, "json": _DatedJson}
"""By the end of the address."""
_NAMES: Final = {"rss": "RSS", "atom": "Atom", "json": "JSON Feed"}


class ChannelFeed(Feed):  # type: ignore[type-arg]  # generic in its stubs alone
    """A channel in one of FORMS; subclasses find the channel of a request in `get_object`."""

    item_guid_is_permalink = False

    def __init__(self, form: str) -> None:
        self.feed_type = FORMS[form]

    def title(self, channel: Channel) -> str:
        return clean(channel.title)

    def description(self, channel: Channel) -> str:
        return clean(channel.description)

    subtitle = description

    def link(self, channel: Channel) -> str:
        return channel.url

    def feed_url(self, channel: Channel) -> str:
        return channel.address

    feed_guid = feed_url

    def author_name(self, channel: Channel) -> str:
        return clean(channel.publisher)

    def feed_extra_kwargs(self, channel: Channel) -> dict[str, Any]:
        return {"changed": channel.changed, "icon": channel.icon}

    def items(self, channel: Channel) -> Iterable[Entry]:
        return channel.entries

    def item_title(self, item: Entry) -> str:
        return clean(item.title)

    def item_description(self, item: Entry) -> str:
        """As HTML, which RSS and Atom readers take it for."""
        return escape(clean(item.summary))

    def item_extra_kwargs(self, item: Entry) -> dict[str, Any]:
        return {"plain": clean(item.summary)}

    def item_link(self, item: Entry) -> str:
        return item.url

    def item_guid(self, item: Entry) -> str:
        return item.key

    def item_pubdate(self, item: Entry) -> datetime:
        return item.published.astimezone(LOCAL)

    def item_updateddate(self, item: Entry) -> datetime:
        return max(item.published, item.changed).astimezone(LOCAL)

    def item_author_name(self, item: Entry) -> str | None:
        return clean(item.author) or None

    def item_categories(self, item: Entry) -> list[str]:
        return [clean(tag) for tag in item.tags]

    def item_enclosures(self, item: Entry) -> list[Enclosure]:
        picture = item.picture
        return [Enclosure(picture.url, str(picture.length), picture.mime)] if picture is not None else []


def feed_address(kind: str, path: str, root: str) -> str:
    """The absolute address of a feed in the active language, without the end that tells its form.

    `kind` is what it lists (stories, initiatives), `path` what narrows it (`don-vi/79/`; empty: nothing).
    """
    base = reverse("feeds:all", kwargs={"kind": kind, "form": "rss"}).removesuffix(f"{kind}.rss")
    return f"{root}{base}{path}{kind}"


@dataclass(frozen=True)
class FeedLink:
    """A feed in the head of a page."""

    title: str
    url: str
    mime: str


def feed_links(title: str, address: str) -> tuple[FeedLink, ...]:
    """The three forms of a feed; `address` is absolute and without its end."""
    return tuple(
        FeedLink(f"{title} ({_NAMES[form]})", f"{address}.{form}", str(kind.content_type).partition(";")[0])
        for form, kind in FORMS.items()
    )
