"""The answer to a question: what was found, how it can be narrowed, and what to do where nothing was."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from django.core.paginator import Page as Paged
from django.db.models import Count
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
from search.models import Document, Promotion, Synonyms
from search.properties import PARAMETERS
from search.questions import Part, Question, without_quotes
from search.results import Found, corrected_text, found_pages, found_units, promoted
from search.tasks import count_unanswered
from search.unanswered import BUFFER
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
    """The keys of what the filters leave, in order, as far as one can page; read by the slice."""

    def __init__(self, hits: Hits, facets: Facets) -> None:
        self.hits, self.facets = hits, facets

    def __len__(self) -> int:
        return min(self.facets.total, DEEPEST)

    def __getitem__(self, part: Any) -> Any:
        return self.hits.ranked(self.facets.narrow, self.facets.total, part.start, part.stop)


@dataclass(frozen=True)
class Answer:
    """What the results page shows. `meant` is the question as it was corrected, `url` without its filters."""

    question: Question
    total: int = 0
    found: list[Found] = field(default_factory=list)
    promoted: list[Found] = field(default_factory=list)
    units: list[Teaser] = field(default_factory=list)
    pages: "Paged[Any] | None" = None
    facets: Facets | None = None
    meant: str = ""
    url: str = ""
    onward: Onward | None = None

    @classmethod
    def to(
        cls, question: Question, request: HttpRequest, locale: Locale, campaign_page: CampaignPage | None
    ) -> "Answer":
        """Answer `question` with the filters of the request's address."""
        plain = not any(request.GET.get(parameter) for parameter in PARAMETERS if parameter != "the")
        hits = (find if question.text else everything)(question, locale, tagged=plain)
        facets = Facets(hits, request.GET, locale) if hits.total else None
        pages = page_of(Ranked(hits, facets) if facets is not None else [], request)
        keys, first = list(pages.object_list), pages.number == 1
        narrowed = bool(facets.active) if facets is not None else any(map(request.GET.get, PARAMETERS))
        promotions = promoted(question, locale) if first and not narrowed else Promotion.objects.none()
        found, above = found_pages(keys, hits.question, promotions)
        units = found_units(question, campaign_page) if first else []
        answer = cls(
            question=hits.question,
            total=facets.total if facets is not None else len(above),
            found=found,
            promoted=above,
            units=units,
            pages=pages,
            facets=facets,
            meant=corrected_text(hits.question, keys) if keys and hits.question.corrected else "",
            url=f"{reverse('search:search')}{_asking(question.text)}",
        )
        if answer.total or answer.promoted or (units and not narrowed):
            return answer
        if not hits.total:
            _remember(question, locale)
        return replace(answer, onward=_onward(question, locale))

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


def _onward(question: Question, locale: Locale) -> Onward:
    tagged = Document.tags.through.objects.filter(document__combination__locale=locale)
    used = tagged.values("tag").annotate(uses=Count("*")).order_by("-uses", "tag")[:POPULAR_TAGS]
    newest = Document.objects.filter(combination__locale=locale, date__isnull=False).order_by("-date", "-pk")[:NEWEST]
    pages = published(Page.objects.filter(pk__in=list(newest.values_list("pk", flat=True))))
    return Onward(
        shorter=[*_shorter(question, locale)] if 1 < len(question.parts) <= MOST_SHORTER else [],
        unquoted=_unquoted(question, locale),
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


def _asking(text: str) -> str:
    return f"?{urlencode({'q': text})}" if text else ""
