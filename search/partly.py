"""Pages that have most of the words of a long question, where no page has them all: people type as they speak."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from wagtail.models import Locale

from search.counting import Counts, count
from search.finding import MANY, Hits
from search.models import Combination, Document, IndexState
from search.questions import Part, Question, Words
from search.words import Phrase, Place, Query, Sign, holding, how_many, sum_of_signs

if TYPE_CHECKING:
    from django.db.models import QuerySet

FEWEST_PARTS = 5
"""Of questions with fewer, shorter ones are offered (`search.answers.Onward`)."""
MOST_PAGES = 24
MOST_PARTS = 8
"""Of a longer question, so many of its rarest words tell which pages answer it: each one compared takes its time."""


@dataclass(frozen=True)
class Partly(Hits):
    """Pages that have more than half of the words, the best first (`keys`), and the words that none of them has."""

    keys: tuple[int, ...] = ()
    missing: tuple[Words, ...] = ()

    @property
    def documents(self) -> "QuerySet[Document]":
        """See `Hits.documents`."""
        return Document.objects.filter(pk__in=self.keys)

    def count(self, properties: Mapping[str, Any], *, tag: int | None = None, tagged: bool) -> Counts:
        """See `Hits.count`."""
        combinations = Combination.objects.filter(locale=self.locale, **properties)
        return count(None, combinations, keys=self.keys, tag=tag, tagged=tagged)

    def ranked(
        self, narrow: "Callable[[QuerySet[Document]], QuerySet[Document]]", total: int, start: int, stop: int
    ) -> list[int]:
        """See `Hits.ranked`."""
        left = set(narrow(self.documents).values_list("pk", flat=True))
        return [key for key in self.keys if key in left][start:stop]


def find_partly(question: Question, locale: Locale, *, tagged: bool = False) -> Partly | None:
    """The pages that have most of a long question; None where none has more than half of it. Four queries at most.

    A page that has so many words has one of the rarest: only pages that have one of these are compared.
    """
    parts = list(dict.fromkeys((question.apart or question).parts))
    if len(parts) < FEWEST_PARTS:
        return None
    asked = [replace(question, parts=(part,)).folded for part in parts]
    uses = how_many(asked, Place.TEXT, MANY)
    needed = len(parts) // 2 + 1
    known = sorted((at for at, number in enumerate(uses) if number), key=lambda at: uses[at])
    if len(known) < needed:
        return None
    rarest = known[:MOST_PARTS]
    needed = min(needed, len(rarest) // 2 + 1) if len(known) > MOST_PARTS else needed
    one_of = tuple(phrase for at in rarest[: len(rarest) - needed + 1] for phrase in asked[at][0])
    compared = Document.objects.filter(combination__locale=locale, pk__in=holding((one_of,), Place.TEXT))
    worth = sum_of_signs(list(_signs(parts, asked, uses, set(rarest))), MANY + 1, 0)
    keys = list(compared.order_by(worth.desc(), "-pk").values_list("pk", flat=True)[: 2 * MOST_PAGES])
    each = sum_of_signs([Sign(query, Place.TEXT, 1 << at) for at, query in enumerate(asked)], len(keys), 0)
    has = dict(Document.objects.filter(pk__in=keys).values_list("pk", each))
    telling = sum(1 << at for at in rarest)
    keys = [key for key in keys if (has[key] & telling).bit_count() >= needed][:MOST_PAGES]
    if not keys:
        return None
    missing = tuple(part.folded for at, part in enumerate(parts) if not any(has[key] >> at & 1 for key in keys))
    hits = Partly(question, locale, None, IndexState.current(), keys=tuple(keys), missing=missing)
    return hits.counted(tagged=tagged)


def _signs(parts: Sequence[Part], asked: Sequence[Query], uses: Sequence[int], telling: set[int]) -> Iterator[Sign]:
    """What makes a page better: words in its text and title, and two that follow each other, rare ones above others."""
    most = max(uses)
    weights = [1 + (number * 4 <= most) + (number * 16 <= most) for number in uses]
    for at in sorted(telling):
        yield Sign(asked[at], Place.TEXT, 4 * weights[at])
        yield Sign(asked[at], Place.TITLE, 4 * weights[at])
    for first, second in pairwise(range(len(parts))):
        if first in telling and second in telling:
            together: Query = ((Phrase(parts[first].folded + parts[second].folded),),)
            yield Sign(together, Place.TEXT, 4 * min(weights[first], weights[second]))
            yield Sign(together, Place.TITLE, 8 * min(weights[first], weights[second]))
