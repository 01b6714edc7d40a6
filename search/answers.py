"""The answer to a question: what was found, how it can be narrowed, and what to do where nothing was."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import Any, ClassVar

from django.core.paginator import Page as Paged
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from wagtail.models import Locale, Page

from campaigns.models import CampaignPage
from publishing.cards import teasers_of
from publishing.paging import page_of
from publishing.specifics import specific_pages
from publishing.teasers import Teaser
from search.facets import Facets
from search.finding import DEEPEST, Hits, everything, find
from search.models import Document, Synonyms
from search.partly import find_partly
from search.properties import PARAMETERS
from search.questions import Part, Question, Words, in_words, without_quotes
from search.results import Found, corrected_text, found_pages, found_units, promoted
from search.tasks import count_unanswered
from search.unanswered import BUFFER
from search.words import tokens
from sharing.visibility import published
from stories.models import Tag
from vietnamese.folding import fold, words

MOST_SHORTER = 4
"""Shorter questions that are tried where one found nothing."""
POPULAR_TAGS, NEWEST = 8, 3


@dataclass(frozen=True)
class Shorter:
    """The same question without one of its words or without its quotation marks, and how much that finds."""

    text: str
    total: int
    url: str


@dataclass(frozen=True)
class Onward:
    """Where to go from nothing."""

    shorter: list[Shorter]
    unquoted: Shorter | None
    tags: list[Tag]
    newest: list[Teaser]


class Ranked(Sequence[int]):
    """The keys of what the filters leave, in order but for those `above`, as far as one can page; read by the slice."""

    def __init__(self, hits: Hits, facets: Facets, above: Sequence[int]) -> None:
        self.hits, self.facets, self.above = hits, facets, above

    def __len__(self) -> int:
        return min(self.facets.total - len(self.above), DEEPEST)

    def __getitem__(self, part: Any) -> Any:
        return self.hits.ranked(self._narrow, self.facets.total, part.start, part.stop)

    def _narrow(self, documents: "QuerySet[Document]") -> "QuerySet[Document]":
        left = self.facets.narrow(documents)
        return left.exclude(pk__in=self.above) if self.above else left


@dataclass(frozen=True)
class Answer:
    """What the results page shows. `meant` is the question as it was corrected, `url` without its filters, which
    finds `unfiltered`.

    Where pages have it only `partly`, the words are `missing` that none of them has.
    """

    question: Question
    total: int = 0
    found: list[Found] = field(default_factory=list)
    promoted: list[Found] = field(default_factory=list)
    units: list[Teaser] = field(default_factory=list)
    pages: "Paged[Any] | None" = None
    facets: Facets | None = None
    meant: str = ""
    partly: bool = False
    missing: str = ""
    url: str = ""
    unfiltered: int = 0
    onward: Onward | None = None

    @classmethod
    def to(
        cls, question: Question, request: HttpRequest, locale: Locale, campaign_page: CampaignPage | None
    ) -> "Answer":
        """Answer `question` with the filters of the request's address."""
        plain = not any(request.GET.get(parameter) for parameter in PARAMETERS if parameter != "the")
        hits = (find if question.text else everything)(question, locale, tagged=plain)
        partly = find_partly(question, locale, tagged=plain) if not hits.total else None
        hits = partly or hits
        facets = Facets(hits, request.GET, locale) if hits.total else None
        narrowed = bool(facets.active) if facets is not None else any(map(request.GET.get, PARAMETERS))
        left = facets.total if facets is not None else 0
        chosen = promoted(question, locale, hits.documents) if not (narrowed and left) else []
        above = [] if narrowed else chosen
        twice = [one.page for one in above if one.found]
        pages = page_of(Ranked(hits, facets, twice) if facets is not None else [], request)
        keys, first = list(pages.object_list), pages.number == 1
        found, on_top = found_pages(keys, hits.question, above if first else [])
        units = found_units(question, campaign_page) if first else []
        answer = cls(
            question=hits.question,
            total=left + len(above) - len(twice),
            found=found,
            promoted=on_top,
            units=units,
            pages=pages,
            facets=facets,
            meant=corrected_text(hits.question, keys) if keys and hits.question.corrected else "",
            partly=partly is not None,
            missing=_as_typed(question, partly.missing) if partly is not None else "",
            url=f"{reverse('search:search')}{_asking(question.text)}",
            unfiltered=hits.total + sum(not one.found for one in chosen),
        )
        answered = bool(answer.promoted or (units and not narrowed))
        if first and not answered and (partly or not hits.total):
            _remember(question, locale)
        if answer.total or answered:
            return answer
        return replace(answer, onward=_onward(question, locale, unfound=not hits.total))

    filter_parameters: ClassVar = tuple(PARAMETERS)
    """For the links of the pager, as a page's own."""

    @property
    def is_cut(self) -> bool:
        """Whether not all of it can be paged through."""
        return self.total > DEEPEST

    @property
    def deepest(self) -> int:
        """How many can."""
        return DEEPEST


def _remember(question: Question, locale: Locale) -> None:
    """Count a question that found nothing; see `search.unanswered`."""
    due = BUFFER.add(locale.language_code, " ".join(words(fold(question.text))), question.text)
    if due:
        count_unanswered.enqueue(due)


def _onward(question: Question, locale: Locale, *, unfound: bool) -> Onward:
    """Where to go from nothing; other questions only where this one is `unfound`, whatever the filters."""
    tagged = Document.tags.through.objects.filter(document__combination__locale=locale)
    used = tagged.values("tag").annotate(uses=Count("*")).order_by("-uses", "tag")[:POPULAR_TAGS]
    newest = Document.objects.filter(combination__locale=locale, date__isnull=False).order_by("-date", "-pk")[:NEWEST]
    pages = published(Page.objects.filter(pk__in=list(newest.values_list("pk", flat=True))))
    return Onward(
        shorter=_shorter(question, locale) if unfound and 1 < len(question.parts) <= MOST_SHORTER else [],
        unquoted=_unquoted(question, locale) if unfound else None,
        tags=list(Tag.objects.filter(pk__in=[row["tag"] for row in used])),
        newest=teasers_of(sorted(specific_pages(pages), key=lambda page: page.date, reverse=True)),
    )


def _shorter(question: Question, locale: Locale) -> list[Shorter]:
    """What is found without one of the words."""
    tried = [
        (replace(question, parts=(*question.parts[:at], *question.parts[at + 1 :])), at)
        for at in range(len(question.parts))
    ]
    found = []
    for shorter, at in tried:
        text = _text_without(question.text, question.parts, at)
        if text and (total := find(shorter, locale).total):
            found.append(Shorter(text, total, _asking(text)))
    return sorted(found, key=lambda one: one.total)


def _unquoted(question: Question, locale: Locale) -> Shorter | None:
    """What is found where the words of phrases may stand apart."""
    if not any(part.quoted for part in question.parts):
        return None
    text = " ".join(without_quotes(question.text).split())
    synonyms = [synonyms.listed for synonyms in Synonyms.objects.all()]
    total = find(Question.read(text, synonyms), locale).total
    return Shorter(text, total, _asking(text)) if total else None


def _text_without(text: str, parts: Sequence[Part], at: int) -> str:
    """The words of `text` without those of one part; empty where they cannot be told apart."""
    typed = without_quotes(text).split()
    lengths = [len(part.folded) for part in parts]
    if sum(lengths) != len(typed):
        return ""
    start = sum(lengths[:at])
    return " ".join([*typed[:start], *typed[start + lengths[at] :]])


def _as_typed(question: Question, missing: Sequence[Words]) -> str:
    """Those of the words that are `missing`, as they were typed; empty where they cannot be told apart."""
    lengths = [len(part.folded) for part in question.parts]
    typed = in_words(question.text)[: sum(lengths)]  # of a question that is cut, its first words
    if [tokens(fold(word)) for word in typed] != [[word] for word in question.words]:
        return ""
    starts = accumulate([0, *lengths[:-1]])
    said = [
        (part.folded, typed[at : at + size]) for part, at, size in zip(question.parts, starts, lengths, strict=True)
    ]
    named = dict.fromkeys(f"“{' '.join(words)}”" for folded, words in said if folded in missing)
    return ", ".join(named)


def _asking(text: str) -> str:
    return f"?{urlencode({'q': text})}" if text else ""
