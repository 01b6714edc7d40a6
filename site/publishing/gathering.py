"""What the blocks of a text refer to, loaded together.

Wagtail loads the choices of each kind of block by itself: the pictures of figures, then those of galleries, then the
portraits of quotes, the pages of links and each of these pages' own pictures. Here all objects of one model come in
one query, whichever blocks chose them, and those of all small models (`read_together`) in one; so do the pages and
documents that running text links to (`publishing.links`), and what a model reads for being shown in a text (its
`ready_for_texts`).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextvars import ContextVar
from copy import copy
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Model, Value
from django.db.models.functions import JSONObject
from django.utils.translation import get_language
from wagtail.blocks import ListBlock, RichTextBlock, StreamValue
from wagtail.blocks.field_block import ChooserBlock
from wagtail.blocks.stream_block import BaseStreamBlock
from wagtail.blocks.struct_block import BaseStructBlock
from wagtail.documents import get_document_model
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page
from wagtail.rich_text import RichText
from wagtail.rich_text.rewriters import FIND_A_TAG, extract_attrs

from publishing.cards import pictures_of, ready_for_cards, with_card_relations
from publishing.models.images import EditorialImage
from publishing.models.pages import BasePage
from publishing.photos import images_in
from publishing.specifics import specific_pages, translations_of
from sharing.languages import reading_order
from sharing.visibility import open_to_all


class Choice(NamedTuple):
    """A model and the primary key that was chosen of it. `linked`: running text leads there, no block shows it."""

    model: type[Model]
    key: Any
    linked: bool = False


def choices_in(block: Any, raw: Any) -> Iterator[Choice]:
    """What `block` refers to in its stored form."""
    if raw is None:
        return
    if isinstance(block, ImageBlock) and isinstance(raw, int):  # as it is stored where it once was a plain chooser
        yield Choice(block.child_blocks["image"].model_class, raw)
    elif isinstance(block, ChooserBlock):
        yield Choice(block.model_class, raw)
    elif isinstance(block, RichTextBlock):
        yield from links_in(raw)
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


def links_in(html: str) -> Iterator[Choice]:
    """The pages and documents that rich text in its stored form links to."""
    models: dict[str, type[Model]] = {"page": Page, "document": get_document_model()}
    for tag in FIND_A_TAG.finditer(html):
        attributes = extract_attrs(tag.group(1))
        model, key = models.get(attributes.get("linktype", "")), attributes.get("id", "")
        if model is not None and key.isascii() and key.isdigit():
            yield Choice(model, int(key), linked=True)


def _is_list_item(item: Any) -> bool:
    return isinstance(item, dict) and item.get("type") == "item" and "value" in item


class ChosenPages:
    """Pages that a text leads to, as the public may see them: loaded in one query, when the first is asked for.

    `keys` are shown as cards or by their titles; to those in `linked` there are only links.
    """

    def __init__(self, keys: Iterable[Any], linked: Iterable[Any] = ()) -> None:
        self.keys, self.linked = set(keys), set(linked)

    @cached_property
    def _families(self) -> list[BasePage]:
        """The chosen pages with all their translations, drafts included."""
        every = self.keys | self.linked
        pages = translations_of(Page.objects.filter(pk__in=every)).annotate(open_to_all=open_to_all())
        return specific_pages(pages) if every else []

    @cached_property
    def _versions(self) -> dict[tuple[Any, str], BasePage]:
        return {
            (page.translation_key, page.locale.language_code): page
            for page in self._families
            if page.live and page.open_to_all
        }

    @cached_property
    def shown(self) -> dict[Any, BasePage]:
        """By the key of the chosen page: what a reader gets, its version in the reader's languages or else itself."""
        shown = self._for_reader(self.keys)
        self._complete(shown.values())
        return shown

    @cached_property
    def targets(self) -> dict[Any, BasePage]:
        """The same of the pages that are only linked to, without what their cards would need."""
        return self._for_reader(self.linked)

    def _for_reader(self, keys: set[Any]) -> dict[Any, BasePage]:
        found = {}
        for page in self._families:
            if page.pk in keys:
                languages = [*reading_order(get_language()), page.locale.language_code]
                versions = (self._versions.get((page.translation_key, language)) for language in languages)
                if (version := next(filter(None, versions), None)) is not None:
                    found[page.pk] = version
        return found

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


def read_together(wanted: Mapping[type[Model], Collection[Any]]) -> Iterator[Model]:
    """The objects with these primary keys of several models in one query, by model of the order given; for small ones.

    Each row comes as one JSON object, since the halves of a UNION must have the same columns.
    """
    models = list(wanted)
    rows = [
        model._default_manager.order_by()
        .filter(pk__in=wanted[model])
        .annotate(_model=Value(number), _row=JSONObject(**{field.attname: field.attname for field in _columns(model)}))
        .values_list("_model", "_row")
        for number, model in enumerate(models)
    ]
    for number, row in rows[0].union(*rows[1:], all=True) if rows else ():
        model = models[number]
        values = [field.to_python(row[field.attname]) for field in _columns(model)]
        yield model.from_db(rows[0].db, [field.attname for field in _columns(model)], values)


def _columns(model: type[Model]) -> Collection[Any]:
    return model._meta.concrete_fields


_under_way: ContextVar["Gathering | None"] = ContextVar("gathering", default=None)


class Gathering:
    """Everything that `texts` refer to. `known` objects are used as they are; `also` is loaded with the rest."""

    def __init__(self, *texts: StreamValue, known: Iterable[Model] = (), also: Iterable[Choice] = ()) -> None:
        self._known: dict[type[Model], dict[Any, Model]] = defaultdict(dict)
        for thing in known:
            self._known[type(thing)][thing.pk] = thing
        wanted: dict[type[Model], set[Any]] = defaultdict(set)
        chosen = [choice for text in texts for choice in choices_in(text.stream_block, text.raw_data)]
        pages: dict[bool, set[Any]] = {False: set(), True: set()}
        for model, key, linked in [*chosen, *also]:
            if issubclass(model, Page):
                pages[linked].add(key)
            else:
                wanted[model].add(key)
        self.pages = _GatheredPages(pages[False], pages[True])
        missing = {model: keys - self._known[model].keys() - {None} for model, keys in wanted.items()}
        small = {model: keys for model, keys in missing.items() if keys and getattr(model, "read_together", False)}
        for thing in read_together(small):
            self._known[type(thing)][thing.pk] = thing
        for model in wanted:
            if missing[model] and model not in small:
                self._known[model].update(model._default_manager.in_bulk(missing[model]))
            if (make_ready := getattr(model, "ready_for_texts", None)) is not None:
                make_ready(self._known[model].values())
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

    def linked(self, model: type[Model], key: Any) -> Any:
        """What running text links to: of a page the reader's version; None where nobody can open it."""
        return self.pages.targets.get(key) if issubclass(model, Page) else self._known[model].get(key)

    @property
    def pictures(self) -> list[EditorialImage | None]:
        """Every picture of the texts and of the pages that they lead to."""
        return [*self._images, *pictures_of(self.pages.shown.values())]


_being_rendered: ContextVar[Gathering | None] = ContextVar("rendering", default=None)


class GatheredText(RichText):
    """Rich text whose links lead to what `gathering` has loaded."""

    def __init__(self, source: str, gathering: Gathering) -> None:
        super().__init__(source)
        self.gathering = gathering

    def __html__(self) -> str:
        token = _being_rendered.set(self.gathering)
        try:
            html: str = super().__html__()
        finally:
            _being_rendered.reset(token)
        return html

    @staticmethod
    def being_rendered() -> Gathering | None:
        """The gathering whose text is being rendered now."""
        return _being_rendered.get()
