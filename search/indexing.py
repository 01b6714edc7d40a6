"""Writing what the public search knows of pages, and keeping it true."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import override
from wagtail.models import Locale, Page

from publishing.finding import LABELS, Findable
from publishing.models import BasePage
from search import words
from search.models import Combination, Document, DocumentText, IndexState, Word
from search.words import Filed, Place
from sharing.visibility import published
from vietnamese.folding import fold
from vietnamese.formats import LOCAL_ZONE

SHORTEST_WORD, LONGEST_WORD = 4, 24
"""Letters of the words by which typing errors are corrected."""
TOGETHER = 200
"""Pages that are written in one go."""


@transaction.atomic
def write_documents(model: type[BasePage], keys: Iterable[Any]) -> None:
    """Bring the documents of pages of a type up to date: those that everybody may read get one, others lose theirs.

    What is being taken back meanwhile waits until this has ended, or is seen: who changes the index is alone with it.
    """
    IndexState.changed()
    keys = list(keys)
    pages = list(published(model._default_manager.filter(pk__in=keys)).select_related("locale"))
    forget_documents(set(keys) - {page.pk for page in pages})
    prefetch_related_objects(pages, *model.findable_relations())
    found = {}
    for page in pages:
        with override(page.locale.language_code):
            found[page.pk] = page.locale, page.findable
    write_findables(found)


@transaction.atomic
def write_findables(found: Mapping[int, tuple[Locale, Findable]]) -> None:
    """Write what may be known of pages, by their keys, each with its language, in the place of what was there."""
    IndexState.changed()
    filed = _write_rows(found)
    words.write({key: _words_of(*one) for key, one in found.items()}, filed)
    _learn(findable for _locale, findable in found.values())


@transaction.atomic
def forget_documents(keys: Iterable[int]) -> None:
    """Let the search forget these pages."""
    if keys := list(keys):
        IndexState.changed()
        words.forget(keys)
        Document.objects.filter(pk__in=keys).delete()


def reindex_pages(pages: Any) -> None:
    """Bring the documents of all `pages` (a queryset of `Page`) up to date, whatever their types."""
    by_type: dict[Any, list[int]] = {}
    for page in pages.order_by("pk"):
        by_type.setdefault(page.specific_class, []).append(page.pk)
    for model, keys in by_type.items():
        if model is not None and issubclass(model, BasePage):
            for start in range(0, len(keys), TOGETHER):
                write_documents(model, keys[start : start + TOGETHER])


def _write_rows(found: Mapping[int, tuple[Locale, Findable]]) -> dict[int, Filed]:
    """Write what is known of documents beside their words; what they are filed under now."""
    combinations = _combinations(found.values())
    rows = [
        Document(
            page_id=key,
            combination=combinations[_key_of(locale, findable)],
            lasting=not findable.ages,
            date=findable.date,
        )
        for key, (locale, findable) in found.items()
    ]
    Document.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["page"], update_fields=["combination", "lasting", "date"]
    )
    DocumentText.objects.bulk_create(
        [
            DocumentText(
                document_id=key,
                names="\n".join(filter(None, findable.names)),
                lead=findable.lead,
                body="\n".join(findable.texts),
            )
            for key, (_locale, findable) in found.items()
        ],
        update_conflicts=True,
        unique_fields=["document"],
        update_fields=["names", "lead", "body"],
    )
    tagged = Document.tags.through
    tagged.objects.filter(document__in=found).delete()
    tagged.objects.bulk_create(
        tagged(document_id=key, tag_id=tag) for key, (_locale, findable) in found.items() for tag in findable.tags
    )
    return {row.pk: Filed(row.combination_id, found[row.pk][1].tags) for row in rows}


def _combinations(found: Iterable[tuple[Locale, Findable]]) -> dict[str, Combination]:
    """The combinations of properties of what was found, by their keys; new ones are made."""
    wanted = {_key_of(locale, findable): (locale, findable) for locale, findable in found}
    Combination.objects.bulk_create(
        [
            Combination(
                key=key,
                locale=locale,
                kind=findable.kind,
                field=findable.field,
                unit_id=findable.unit,
                campaign_id=findable.campaign,
                year=_year_of(findable),
            )
            for key, (locale, findable) in wanted.items()
        ],
        ignore_conflicts=True,
    )
    return {combination.key: combination for combination in Combination.objects.filter(key__in=wanted)}


def _key_of(locale: Locale, findable: Findable) -> str:
    return "|".join(
        str(part or "")
        for part in (
            locale.pk,
            findable.kind,
            findable.field,
            findable.unit,
            findable.campaign,
            _year_of(findable),
        )
    )


def _year_of(findable: Findable) -> int | None:
    return findable.date.astimezone(LOCAL_ZONE).year if findable.date is not None else None


def _words_of(locale: Locale, findable: Findable) -> dict[Place, list[str]]:
    with override(locale.language_code):
        kind = str(LABELS[findable.kind])
    called = [findable.title, *findable.names]
    about = [findable.lead, kind, *findable.terms]
    return {
        Place.TITLE: words.indexed(called),
        Place.HEAD: words.indexed(about),
        Place.TEXT: words.indexed([*called, *about, *findable.texts]),
    }


def _learn(found: Iterable[Findable]) -> None:
    """Add the words of what was found to those by which typing errors are corrected."""
    said = {
        word
        for findable in found
        for text in (findable.title, *findable.names, findable.lead, *findable.terms, *findable.texts)
        for word in words.tokens(fold(text))
        if SHORTEST_WORD <= len(word) <= LONGEST_WORD and word.isalpha()
    }
    known = set(Word.objects.filter(text__in=said).values_list("text", flat=True))
    Word.objects.bulk_create((Word(text=word) for word in said - known), ignore_conflicts=True)


def forget_everything() -> None:
    """Empty the public search, before it is filled anew."""
    forget_documents(Document.objects.values_list("pk", flat=True))
    Word.objects.all().delete()


def forget_closed() -> None:
    """Let the search forget at once what not everybody may read any more."""
    forget_documents(Document.objects.exclude(page__in=published(Page.objects.all())).values_list("pk", flat=True))


class DocumentsMixin:
    """For an index of modelsearch: has the public search's documents written whenever pages are indexed."""

    def add_items(self, model: Any, objs: list[Any]) -> None:
        """Index objects of a type."""
        super().add_items(model, objs)  # type: ignore[misc]  # modelsearch's index follows in the MRO
        if issubclass(model, BasePage):
            write_documents(model, [page.pk for page in objs])

    def delete_item(self, item: Any) -> None:
        """Forget an object that is deleted."""
        super().delete_item(item)  # type: ignore[misc]
        if isinstance(item, BasePage):
            forget_documents([item.pk])

    def reset(self) -> None:
        """Empty the index. modelsearch would empty one in every database of its kind, the tracking one included."""
        self.entries.all().delete()  # type: ignore[attr-defined]
        forget_everything()
