"""What the blocks of a text refer to, loaded together.

Wagtail loads the choices of each kind of block by itself: the pictures of figures, then those of galleries, then the
portraits of quotes, the pages of links and each of these pages' own pictures. Here all objects of one model come in
one query, whichever blocks chose them.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextvars import ContextVar
from copy import copy
from functools import cached_property
from typing import Any

from django.db.models import Model
from django.utils.translation import get_language
from wagtail.blocks import ListBlock, StreamValue
from wagtail.blocks.field_block import ChooserBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from publishing.cards import pictures_of, ready_for_cards, with_card_relations
from publishing.models.images import EditorialImage
from publishing.models.pages import BasePage
from publishing.photos import images_in
from publishing.specifics import specific_pages
from sharing.visibility import open_to_all

Choice = tuple[type[Model], Any]
"""A model and the primary key that was chosen of it."""


def choices_in(block: Any, raw: Any) -> Iterator[Choice]:
    """What `block` refers to in its stored form."""
    if raw is None:
        return
    if isinstance(block, ImageBlock) and isinstance(raw, int):  # as it is stored where it once was a plain chooser
        yield block.child_blocks["image"].model_class, raw
    elif isinstance(block, ChooserBlock):
        yield block.model_class, raw
    elif isinstance(block, BaseStreamBlock):
        for item in raw:
            if (child := block.child_blocks.get(item["type"])) is not None:
                yield from choices_in(child, item["value"])
    elif isinstance(block, BaseStructBlock) and isinstance(raw, dict):
        for name, child in block.child_blocks.items():
            yield from choices_in(child, raw.get(name))
    elif isinstance(block, ListBlock):
        for item in raw:
            yield from choices_in(block.child_block, item["value"] if _is_list_item(item) else item)


def _is_list_item(item: Any) -> bool:
    return isinstance(item, dict) and item.get("type") == "item" and "value" in item


class ChosenPages:
    """Pages that a text leads to, as the public may see them: loaded in one query, when the first is asked for."""

    def __init__(self, keys: Iterable[Any]) -> None:
        self.keys = set(keys)

    @cached_property
    def _families(self) -> list[BasePage]:
        """The chosen pages with all their translations, drafts included."""
        named = Page.objects.filter(pk__in=self.keys).values("translation_key")
        pages = Page.objects.filter(translation_key__in=named).annotate(open_to_all=open_to_all())
        return specific_pages(pages) if self.keys else []

    @cached_property
    def _versions(self) -> dict[tuple[Any, str], BasePage]:
        return {
            (page.translation_key, page.locale.language_code): page
            for page in self._families
            if page.live and page.open_to_all
        }

    @cached_property
    def shown(self) -> dict[Any, BasePage]:
        """By the key of the chosen page: what a reader gets, its version in the active language or else itself."""
        shown = {}
        for page in self._families:
            if page.pk in self.keys:
                own = (page.translation_key, page.locale.language_code)
                version = self._versions.get((page.translation_key, get_language() or "")) or self._versions.get(own)
                if version is not None:
                    shown[page.pk] = version
        self._complete(shown.values())
        return shown

    def _complete(self, pages: Iterable[BasePage]) -> None:
        ready_for_cards(pages)

    def version_of(self, page: Page) -> BasePage | None:
        """What a reader gets for the chosen `page`; None where nobody can open it."""
        return self.shown.get(page.pk)

    def chosen(self, key: Any) -> BasePage | None:
        """The chosen page itself, whether the public can open it or not; None where it was deleted."""
        return next((page for page in self._families if page.pk == key), None)


class _GatheredPages(ChosenPages):
    """Those of a gathering, which loads the sizes of all its pictures at once."""

    def _complete(self, pages: Iterable[BasePage]) -> None:
        with_card_relations(pages)


_under_way: ContextVar["Gathering | None"] = ContextVar("gathering", default=None)


class Gathering:
    """Everything that `texts` refer to. `known` objects are used as they are; `also` is loaded with the rest."""

    def __init__(self, *texts: StreamValue, known: Iterable[Model] = (), also: Iterable[Choice] = ()) -> None:
        self._known: dict[type[Model], dict[Any, Model]] = defaultdict(dict)
        for thing in known:
            self._known[type(thing)][thing.pk] = thing
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        for text in texts:
            for model, key in choices_in(text.stream_block, text.raw_data):
                wanted[model].add(key)
        for model, key in also:
            wanted[model].add(key)
        self.pages = _GatheredPages(key for model, keys in wanted.items() if issubclass(model, Page) for key in keys)
        for model, keys in wanted.items():
            missing = keys - self._known[model].keys() - {None}
            if missing and not issubclass(model, Page):
                self._known[model].update(model._default_manager.in_bulk(missing))
        token = _under_way.set(self)
        try:
            self._images = [image for text in texts for image in images_in(text)]
        finally:
            _under_way.reset(token)

    @staticmethod
    def under_way() -> "Gathering | None":
        """The gathering whose texts are being read now."""
        return _under_way.get()

    def take(self, model: type[Model], key: Any) -> Any:
        """The object that was chosen, a copy of its own for each choice; None where there is none any more."""
        found = self.pages.chosen(key) if issubclass(model, Page) else self._known[model].get(key)
        return copy(found) if found is not None else None

    @property
    def pictures(self) -> list[EditorialImage | None]:
        """Every picture of the texts and of the pages that they lead to."""
        return [*self._images, *pictures_of(self.pages.shown.values())]
