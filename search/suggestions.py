"""What a reader may mean, while the words are still being typed."""

from collections.abc import Iterator, Sequence
from typing import TypedDict

from django.db.models import Case, Q, When
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from campaigns.models import CampaignPage
from publishing.finding import LABELS, FoundAs
from publishing.teasers import Teaser
from search.excerpts import Highlighter
from search.finding import levels, ordered
from search.models import Document
from search.models.documents import tagging
from search.questions import Question
from search.results import found_units
from search.words import Place, holding, tokens
from sharing.visibility import published
from stories.models import Tag
from vietnamese.folding import fold
from vietnamese.slugs import slugify
from vietnamese.text import nfc

FEWEST_LETTERS = 2
MOST_PAGES, MOST_TAGS, MOST_UNITS = 6, 2, 2


class Suggestion(TypedDict):
    """One line: `parts` of its text, of which those at odd places were typed; what it is, and where it leads."""

    parts: list[str]
    kind: str
    url: str
    lang: str


def suggestions(
    question: Question, locale: Locale, search_address: str, campaign_page: CampaignPage | None
) -> list[Suggestion]:
    """Units, pages and tags called so. Units whose names have the words together come first, others after the pages."""
    if sum(map(len, question.words)) < FEWEST_LETTERS:
        return []
    question = question.as_beginning()
    highlighter = Highlighter(question)
    typed = " ".join(question.words)
    units = found_units(question, campaign_page)
    near = [unit for unit in units if typed in " ".join(tokens(fold(unit.title)))]
    loose = [unit for unit in units if unit not in near]
    return [
        *_units(near, highlighter),
        *_pages(question, highlighter, locale),
        *_units(loose[: max(0, MOST_UNITS - len(near))], highlighter),
        *_tags(question, highlighter, locale, search_address),
    ]


def _pages(question: Question, highlighter: Highlighter, locale: Locale) -> Iterator[Suggestion]:
    called = [level for level in levels(question) if level.place is Place.TITLE]
    keys: list[int] = []
    for best in (called[:1], called):  # mostly the best level alone has enough of them
        documents = Document.objects.filter(combination__locale=locale, pk__in=holding(best[-1].query, Place.TITLE))
        keys = list(ordered(documents, best[:-1], titles=True)[:MOST_PAGES])
        if len(keys) == MOST_PAGES:
            break
    rows = Document.objects.filter(pk__in=keys, page__in=published(Page.objects.filter(pk__in=keys)))
    found = {document.pk: document for document in rows.select_related("page", "combination", "text")}
    for key in keys:
        if (document := found.get(key)) is None:
            continue
        title = highlighter.parts(document.page.title)
        name = next((name for name in document.text.names.split("\n") if name and highlighter.spans(nfc(name))), "")
        parts = title if len(title) > 1 or not name else _joined(highlighter.parts(name), document.page.title)
        yield Suggestion(
            parts=parts, kind=str(LABELS[FoundAs(document.combination.kind)]), url=document.page.url or "", lang=""
        )


def _joined(name: list[str], title: str) -> list[str]:
    """A person or code that was found, before the title of its page."""
    return [*name[:-1], f"{name[-1]} – {nfc(title)}"]


def _units(units: Sequence[Teaser], highlighter: Highlighter) -> Iterator[Suggestion]:
    for unit in units[:MOST_UNITS]:
        yield Suggestion(
            parts=highlighter.parts(unit.title),
            kind=unit.description or unit.kind,
            url=unit.url,
            lang=unit.title_language,
        )


def _tags(question: Question, highlighter: Highlighter, locale: Locale, address: str) -> Iterator[Suggestion]:
    """Tags in use of whose slugs each typed word begins a word; those that begin with the first one first."""
    typed = slugify(question.text).split("-")
    called = (Q(slug__startswith=word) | Q(slug__contains=f"-{word}") for word in typed)
    begins = Case(When(slug__startswith=typed[0], then=0), default=1)
    for tag in Tag.objects.filter(*called, tagging(locale)).order_by(begins, "slug")[:MOST_TAGS]:
        yield Suggestion(parts=highlighter.parts(tag.name), kind=_("Tag"), url=f"{address}?the={tag.slug}", lang="")
