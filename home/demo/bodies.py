"""From the content files' body tables to the raw data of a StreamField, every item with an id of its own.

Ids are derived from what they identify, so loading twice gives the same page and wagtail-localize finds its strings.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

Table = Mapping[str, Any]


class UnknownReference(LookupError):
    """A content file names a picture, page or unit that the demo does not have."""


class BodyBuilder:
    """Builds bodies against what was loaded before: pictures, pages, campaigns, units… by name → primary key."""

    def __init__(
        self,
        images: Mapping[str, int],
        pages: Mapping[str, int],
        campaigns: Mapping[str, int],
        units: Mapping[str, int],
        clusters: Mapping[str, int],
        fields: Mapping[str, int],
    ) -> None:
        self._images, self._pages, self._campaigns, self._units = images, pages, campaigns, units
        self._clusters, self._fields = clusters, fields
        self._builders: dict[str, Callable[[Table], Any]] = {
            "paragraph": lambda table: table["html"].strip(),
            "quote": self._quote,
            "figure": self._figure,
            "gallery": self._gallery,
            "key_figures": self._key_figures,
            "counter": self._counter,
            "initiative": lambda table: {"page": self._look_up(self._pages, table["slug"])},
            "related": lambda table: self.related(table.get("heading", ""), table["slugs"]),
            "call_to_action": self._call_to_action,
        }

    def build(self, owner: str, tables: Iterable[Table]) -> list[dict[str, Any]]:
        """The raw stream of `owner` (its slug). Raises UnknownReference, or KeyError for a missing key."""
        self._owner, self._count = owner, 0
        return [
            {"type": table["type"], "value": self._builders[table["type"]](table), "id": self._id()} for table in tables
        ]

    def _id(self) -> str:
        self._count += 1
        return str(uuid5(NAMESPACE_URL, f"{self._owner}#{self._count}"))

    def _items(self, values: Iterable[Any]) -> list[dict[str, Any]]:
        return [{"type": "item", "value": value, "id": self._id()} for value in values]

    @staticmethod
    def _look_up(known: Mapping[str, int], name: str) -> int:
        if name not in known:
            raise UnknownReference(name)
        return known[name]

    def _image(self, table: Table) -> dict[str, Any]:
        return {
            "image": self._look_up(self._images, table["image"]),
            "decorative": table.get("decorative", False),
            "alt_text": table.get("alt", ""),
        }

    def _quote(self, table: Table) -> dict[str, Any]:
        portrait = table.get("portrait")
        return {
            "text": table["text"],
            "name": table["name"],
            "role": table.get("role", ""),
            "portrait": self._look_up(self._images, portrait) if portrait else None,
        }

    def _figure(self, table: Table) -> dict[str, Any]:
        return {
            "image": self._image(table),
            "caption": table.get("caption", ""),
            "credit": table.get("credit", ""),
            "size": table.get("size", "text"),
        }

    def _gallery(self, table: Table) -> dict[str, Any]:
        pictures = [{"image": self._image(item), "caption": item.get("caption", "")} for item in table["images"]]
        return {"items": self._items(pictures)}

    def _key_figures(self, table: Table) -> dict[str, Any]:
        figures = [{"value": item["value"], "label": item["label"]} for item in table["items"]]
        return {"figures": self._items(figures), "source": table.get("source", "")}

    def _counter(self, table: Table) -> dict[str, Any]:
        """What is left out is as a new block has it."""
        of = next((name for name in ("unit", "cluster", "field") if table.get(name)), "campaign")
        things = {"unit": self._units, "cluster": self._clusters, "field": self._fields}
        plain = ("measure", "period", "target", "day", "first", "last")
        return {
            "heading": table.get("heading", ""),
            "campaign": self._look_up(self._campaigns, table["campaign"]),
            "scope": of,
            **({of: self._look_up(things[of], table[of])} if of in things else {}),
            **{name: str(table[name]) for name in plain if name in table},
        }

    def related(self, heading: str, slugs: Iterable[str]) -> dict[str, Any]:
        """The value of a block of related pages."""
        return {"heading": heading, "pages": self._items(self._look_up(self._pages, slug) for slug in slugs)}

    @staticmethod
    def _call_to_action(table: Table) -> dict[str, Any]:
        return {
            "heading": table["heading"],
            "text": table.get("text", ""),
            "label": table["label"],
            "page": None,
            "url": table.get("url", ""),
        }
