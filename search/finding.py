"""Finding documents and putting them in order, the same on every database.

No measure of a database's own takes part in the order, only what can be told of a hit: where it has the words, how
they are spelled there and whether they stand together; then pages that do not age, then the newest.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.core.cache import cache
from django.db.models import Count, F, QuerySet
from wagtail.models import Locale

if TYPE_CHECKING:
    from django_stubs_ext import ValuesQuerySet

from search.corrections import corrected
from search.models import Document, IndexState
from search.questions import Question
from search.words import Phrase, Place, Query, Sign, first_sign, holding, sum_of_signs

MANY = 2_000
"""From so many hits on, texts are not searched for words that stand together: it would take too long."""
FEW = 3
"""Of fewer hits than that, the last word was perhaps not typed to its end."""
MOST_SIGNS = 6
"""Words of a question by which hits of one level are told apart."""
DEEPEST = 600
"""Hits that can be paged through."""
REMEMBERED = 3_600
"""Seconds for which counts are kept that nobody asks for again."""


@dataclass(frozen=True)
class Level:
    """Hits that have `query` at `place` come before those that have it at none of the higher levels."""

    query: Query
    place: Place


def levels(question: Question) -> Iterator[Level]:
    """How good a hit can be, the best first; the last level is that of every hit.

    Words with the marks that were typed come first wherever they are, since other marks make another word.
    """
    if not question:
        return
    asked = [(question.folded, question.phrase)]
    if question.marked:
        asked.insert(0, (question.spelled, question.spelled_phrase))
    for words, phrase in asked:
        for place in Place:
            if phrase != words:
                yield Level(phrase, place)
            yield Level(words, place)


def signs(question: Question) -> Iterator[tuple[Level, int]]:
    """What tells hits of one level apart, with its weight: each word, and each two that follow each other."""
    words = question.spelled_words if question.marked else question.words
    singles = [((Phrase((word,)),),) for word in words[:MOST_SIGNS]]
    pairs = [((Phrase(pair),),) for pair in pairwise(words[:MOST_SIGNS])]
    for queries, weight in ((singles, 1), (pairs, 2)):
        for query in queries:
            yield Level(query, Place.TITLE), 4 * weight
            yield Level(query, Place.HEAD), 2 * weight
            if queries is pairs:
                yield Level(query, Place.TEXT), weight


Narrow = Callable[["QuerySet[Document]"], "QuerySet[Document]"]
"""Leaves those of some documents that fit the filters."""


@dataclass(frozen=True)
class Hits:
    """The documents of a language that have what was asked for, by what means it was found."""

    question: Question
    locale: Locale
    documents: "QuerySet[Document]"
    version: int
    """Of the index, see `IndexState`."""
    counts: dict[int, int]
    """How many of each combination of properties (`search.models.Combination`)."""

    @classmethod
    def of(cls, question: Question, locale: Locale, documents: "QuerySet[Document]") -> "Hits":
        """Count `documents`."""
        uncounted = cls(question, locale, documents, IndexState.current(), {})
        counts = uncounted.remembered("combinations", lambda: count_by_combination(documents))
        return replace(uncounted, counts=counts)

    @property
    def total(self) -> int:
        """How many there are, whatever the filters."""
        return sum(self.counts.values())

    def remembered(self, what: str, count: Callable[[], dict[int, int]]) -> dict[int, int]:
        """What `count` counts of these hits; where there are many, the same is counted again once the index changed."""
        asked = blake2b(repr((what, self.question.folded)).encode(), digest_size=16).hexdigest()
        key = f"search-{self.version}-{self.locale.pk}-{asked}"
        counted: dict[int, int] | None = cache.get(key)
        if counted is None:
            counted = count()
            if sum(counted.values()) > MANY:
                cache.set(key, counted, REMEMBERED)
        return counted

    def ranked(self, narrow: Narrow, total: int, start: int, stop: int) -> list[int]:
        """The pages from `start` to `stop` of those `documents` that `narrow` leaves (`total` of them), best first."""
        every, finer = [*levels(self.question)], [*signs(self.question)]
        if total > MANY and every:
            every = [level for level in every if level.place is not Place.TEXT or level.query not in self._phrases]
            finer = [(level, weight) for level, weight in finer if level.place is Place.TITLE]
            # The best titles, or else all of them, fill the first pages, so that the others need not be put in order.
            titles = [level for level in every if level.place is Place.TITLE]
            titles = titles[: len(titles) // (2 if self.question.marked else 1)]
            named = narrow(Document.objects.filter(combination__locale=self.locale))
            for best in (titles[:1], titles):
                found = list(ordered(named.filter(pk__in=_at(best[-1])), best[:-1], titles=True)[start:stop])
                if len(found) == stop - start:
                    return found
        return list(ordered(narrow(self.documents), every[:-1], finer)[start:stop])

    @property
    def _phrases(self) -> list[Query]:
        asked = self.question
        return [
            phrase for phrase in (asked.phrase, asked.spelled_phrase) if phrase not in (asked.folded, asked.spelled)
        ]


def everything(question: Question, locale: Locale) -> Hits:
    """All pages of a language, for filters without a question."""
    return Hits.of(question, locale, Document.objects.filter(combination__locale=locale))


def find(question: Question, locale: Locale) -> Hits:
    """What `question` finds among the pages of a language.

    Where hardly anything has all its words, the last one may be a beginning; where that finds nothing either, longer
    words may differ by a letter, and the signs of an unspaced script may stand apart.
    """
    hits = _hits(question, locale)
    if hits.total < FEW and question.may_be_longer:
        longer = _hits(question.as_beginning(), locale)
        hits = longer if longer.total > hits.total else hits
    if not hits.total and (words := corrected(question.words)):
        hits = _hits(question.corrected_by(words), locale)
    if not hits.total and (apart := question.apart) is not None:
        hits = _hits(apart, locale)
    return hits


def _hits(question: Question, locale: Locale) -> Hits:
    if not question:
        return Hits(question, locale, Document.objects.none(), 0, {})
    documents = Document.objects.filter(combination__locale=locale, pk__in=holding(question.folded, Place.TEXT))
    return Hits.of(question, locale, documents)


def count_by_combination(documents: "QuerySet[Document]") -> dict[int, int]:
    """How many of `documents` have each combination of properties."""
    return dict(documents.values_list("combination").annotate(found=Count("*")).order_by())


def _at(level: Level) -> Any:
    return holding(level.query, level.place)


def ordered(
    documents: "QuerySet[Document]",
    above: Sequence[Level],
    finer: Sequence[tuple[Level, int]] = (),
    *,
    titles: bool = False,
) -> "ValuesQuerySet[Document, int]":
    """The keys of `documents`: those of the levels `above` first, in each those with more of the `finer` signs.

    Pages that do not age come first among titles: who types the name of a campaign wants its page. With `titles`, all
    of `documents` have the words there.
    """
    places = []
    for number, one in enumerate(above):
        if one.place is Place.TITLE:
            places.append(Sign(one.query, one.place, number * 2, lasting=True))
        places.append(Sign(one.query, one.place, number * 2 + 1))
    level = first_sign(places, len(above) * 2)
    score = sum_of_signs([Sign(one.query, one.place, weight) for one, weight in finer])
    newest = F("date").desc(nulls_last=True)
    order: list[Any] = [level, *(["-lasting"] if titles else []), score.desc(), newest, "-pk"]
    found: ValuesQuerySet[Document, int] = documents.order_by(*order).values_list("pk", flat=True)
    return found
