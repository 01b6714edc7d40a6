"""Finding documents and putting them in order, the same on every database.

No measure of a database's own takes part in the order, only what can be told of a hit: where it has the words, how
they are spelled there and whether they stand together; then pages that do not age, then the newest.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Self

from django.core.cache import cache
from django.db.models import F, QuerySet
from wagtail.models import Locale

if TYPE_CHECKING:
    from django_stubs_ext import ValuesQuerySet

from search.corrections import corrected
from search.counting import Counts, count
from search.models import Combination, Document, IndexState
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
    query: Query | None
    """The words that they have; None where they need have none, empty where there are no documents."""
    version: int
    """Of the index, see `IndexState`."""
    counts: Counts = field(default_factory=Counts)

    @property
    def documents(self) -> "QuerySet[Document]":
        """What was found."""
        if self.query is None:
            return Document.objects.filter(combination__locale=self.locale)
        if not self.query:
            return Document.objects.none()
        return Document.objects.filter(combination__locale=self.locale, pk__in=holding(self.query, Place.TEXT))

    def counted(self, *, tagged: bool) -> Self:
        """The same with its counts, of the tags too where `tagged`."""
        what = "combinations and tags" if tagged else "combinations"
        return replace(self, counts=self.remembered(what, lambda: self.count({}, tagged=tagged)))

    def count(self, properties: Mapping[str, Any], *, tag: int | None = None, tagged: bool) -> Counts:
        """Count those with certain `properties` (lookups of `Combination`) and with the `tag`."""
        combinations = Combination.objects.filter(locale=self.locale, **properties)
        return count(self.query, combinations, tag=tag, tagged=tagged)

    @property
    def total(self) -> int:
        """How many there are, whatever the filters."""
        return self.counts.total

    def remembered(self, what: str, counting: Callable[[], Counts]) -> Counts:
        """What `counting` finds of these hits; kept where there are many, until the index changes."""
        asked = blake2b(repr((type(self).__name__, what, self.question.folded)).encode(), digest_size=16).hexdigest()
        key = f"found-{self.version}-{self.locale.pk}-{asked}"
        counted: Counts | None = cache.get(key)
        if counted is None:
            counted = counting()
            if counted.total > MANY:
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
            telling = finer if self.question.is_loose else []
            for best in (titles[:1], titles):
                of_them = named.filter(pk__in=_at(best[-1]))
                found = list(ordered(of_them, best[:-1], telling, titles=True, among=total)[start:stop])
                if len(found) == stop - start:
                    return found
        return list(ordered(narrow(self.documents), every[:-1], finer, among=total, of=self.total)[start:stop])

    @property
    def _phrases(self) -> list[Query]:
        asked = self.question
        return [
            phrase for phrase in (asked.phrase, asked.spelled_phrase) if phrase not in (asked.folded, asked.spelled)
        ]


def everything(question: Question, locale: Locale, *, tagged: bool = False) -> Hits:
    """All pages of a language, for filters without a question."""
    return Hits(question, locale, None, IndexState.current()).counted(tagged=tagged)


def find(question: Question, locale: Locale, *, tagged: bool = False) -> Hits:
    """What `question` finds among the pages of a language; where `tagged`, their tags are counted too.

    Where nothing has all its words, they are parted or joined otherwise. Where hardly anything has, the last one may be
    a beginning; where that finds nothing either, longer words may differ by a letter, and the words of an unspaced
    script may stand apart.
    """

    def hits_of(asked: Question) -> Hits:
        if not asked:
            return Hits(asked, locale, (), 0)
        return Hits(asked, locale, asked.folded, IndexState.current()).counted(tagged=tagged)

    hits = hits_of(question)
    for other in question.otherwise if not hits.total else ():
        if (parted := hits_of(other)).total:
            return parted
    if hits.total < FEW and question.may_be_longer:
        longer = hits_of(question.as_beginning())
        hits = longer if longer.total > hits.total else hits
    if not hits.total and (words := corrected(question.unquoted_words)):
        hits = hits_of(question.corrected_by(words))
    if not hits.total and (apart := question.apart) is not None:
        hits = hits_of(apart)
    return hits


def _at(level: Level) -> Any:
    return holding(level.query, level.place)


def ordered(
    documents: "QuerySet[Document]",
    above: Sequence[Level],
    finer: Sequence[tuple[Level, int]] = (),
    *,
    titles: bool = False,
    among: int = MANY,
    of: int = 0,
) -> "ValuesQuerySet[Document, int]":
    """The keys of `documents`: those of the levels `above` first, in each those with more of the `finer` signs.

    Pages that do not age come first among titles: who types the name of a campaign wants its page. With `titles`, all
    of `documents` have the words there; there are about `among`, of about `of` whatever the filters.
    """
    places = [Sign(one.query, one.place, at * 2, lasting=one.place is Place.TITLE) for at, one in enumerate(above)]
    level = first_sign(places, len(above) * 2, among, of)
    score = sum_of_signs([Sign(one.query, one.place, weight) for one, weight in finer], among, of)
    newest = F("date").desc(nulls_last=True)
    order: list[Any] = [level, *(["-lasting"] if titles else []), score.desc(), newest, "-pk"]
    found: ValuesQuerySet[Document, int] = documents.order_by(*order).values_list("pk", flat=True)
    return found
