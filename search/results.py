"""From what was found to what is shown: pages of all types in a fixed number of queries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from campaigns.models import CampaignPage, Unit
from publishing.cards import teasers_of
from publishing.specifics import specific_pages
from publishing.teasers import Teaser
from search.excerpts import Highlighter, spelled_in
from search.models import Document, DocumentText, Promotion
from search.models.promotions import question_key
from search.questions import Question, in_question
from search.words import tokens
from sharing.visibility import published
from vietnamese.folding import fold
from vietnamese.text import glue

MOST_UNITS = 6
"""Units above the pages found; what sets no fewer apart from the others asks for no unit."""
MOST_PROMOTED = 3
VIETNAMESE = "vi"
"""The language of units' names, wherever they stand."""


@dataclass(frozen=True)
class Found:
    """A page among the results: its title and the place that answers the question, both with what was asked marked."""

    teaser: Teaser
    title: SafeString
    excerpt: str


def found_units(question: Question, campaign_page: CampaignPage | None) -> list[Teaser]:
    """The ranked units whose names, or those of their successors, have all words; each at its page in the campaign."""
    if campaign_page is None or not question:
        return []
    units = Unit.objects.first_level().select_related("successor__successor").order_by("code")
    return [
        Teaser(
            kind=unit.get_kind_display(),
            title=unit.name,
            url=campaign_page.unit_url(unit),
            description=_("Carried on today by %(unit)s") % {"unit": unit.heirs[-1].name} if unit.heirs else "",
            title_language=VIETNAMESE,
        )
        for unit in sorted(_meant(units, question), key=lambda unit: _distance(unit, question))
    ]


def _meant(units: Iterable[Unit], question: Question) -> list[Unit]:
    """Those that are called so, where they are few; else those that it sets apart: their short names have or begin so.

    “LĐLĐ” stands in most names and in no short one; “hà” begins the name of Hà Nội as a word, and that of Hải Phòng.
    """
    found = [unit for unit in units if _is_called(unit, question)]
    begins = f" {' '.join(question.words)}"
    apart: list[Callable[[Unit], bool]] = [
        lambda unit: _have([unit.short_name], question),
        lambda unit: _said(unit.short_name).startswith(begins),
        lambda unit: _said(unit.short_name).startswith(f"{begins} "),
    ]
    for is_apart in apart:
        if len(found) > MOST_UNITS:
            found = [unit for unit in found if is_apart(unit)]
    return found if len(found) <= MOST_UNITS else []


def _distance(unit: Unit, question: Question) -> tuple[bool, bool, bool, bool]:
    """How far a unit is from what was asked: by its own name, by how that begins, and whether it still exists."""
    said, begins = _said(unit.short_name), f" {' '.join(question.words)}"
    return (
        not _is_called(unit, question, heirs=False),
        not said.startswith(f"{begins} "),
        not said.startswith(begins),
        unit.successor_id is not None,
    )


def _is_called(unit: Unit, question: Question, *, heirs: bool = True) -> bool:
    bearers = [unit, *(unit.heirs if heirs else [])]
    return _have((name for one in bearers for name in (one.name, one.short_name)), question)


def _have(names: Iterable[str], question: Question) -> bool:
    """Whether some names together have all words."""
    said = "".join(map(_said, names))
    last = question.parts[-1]  # of words that are still typed, the last one may be a beginning
    return all(
        any(
            f" {' '.join(folded)}{'' if question.beginning and part is last else ' '}" in said
            for folded, _spelled in part.terms
        )
        for part in question.parts
    )


@lru_cache(maxsize=1_000)
def _said(name: str) -> str:
    """A name's folded words, each between spaces."""
    return f" {' '.join(tokens(fold(name)))} ."


@dataclass(frozen=True)
class Promoted:
    """A page that editors put above the results of a question; `found` where it is among these, too."""

    page: int
    note: str
    found: bool


def promoted(question: Question, locale: Locale, documents: "QuerySet[Document]") -> list[Promoted]:
    """What editors put above the results of this question, which are `documents`: what everybody may read.

    One query for most questions; two more for those that editors have an answer to.
    """
    if not (key := question_key(question.text)):
        return []
    rows = Promotion.objects.filter(keys__contains=f"\n{key}\n").values_list("page", "note")
    notes: dict[int, str] = {}
    for page, note in rows:
        notes.setdefault(page, note)
    if not notes:
        return []
    shown = set(published(Page.objects.filter(pk__in=notes, locale=locale)).values_list("pk", flat=True))
    found = set(documents.order_by().filter(pk__in=notes).values_list("pk", flat=True))
    chosen = [Promoted(page, note, page in found) for page, note in notes.items() if page in shown]
    return chosen[:MOST_PROMOTED]


def found_pages(keys: Sequence[int], question: Question, above: Sequence[Promoted]) -> tuple[list[Found], list[Found]]:
    """The pages with these keys in their order, and those that are promoted, as they are shown.

    Only those that everybody may read; a fixed number of queries.
    """
    notes = {one.page: one.note for one in above}
    texts = DocumentText.objects.filter(document=OuterRef("pk"))
    wanted = Page.objects.filter(pk__in=[*notes, *keys]).annotate(
        found_lead=Subquery(texts.values("lead")), found_body=Subquery(texts.values("body"))
    )
    pages = specific_pages(published(wanted))
    highlighter = Highlighter(question)
    shown = {}
    for page, teaser in zip(pages, teasers_of(pages), strict=True):
        excerpt = highlighter.excerpt(page.found_lead or "", page.found_body or "")
        shown[page.pk] = Found(teaser, highlighter.marked(glue(teaser.title)), notes.get(page.pk) or excerpt)
    return [shown[key] for key in keys if key in shown], [shown[key] for key in notes if key in shown]


def corrected_text(question: Question, keys: Sequence[int]) -> str:
    """The question as it was probably meant: its corrected words as the best of the hits spells them."""
    texts = DocumentText.objects.filter(pk__in=keys[:1]).select_related("document__page")
    said = [text for one in texts for text in (one.document.page.title, one.names, one.lead, one.body)]
    words = {typed: spelled_in(said, others) for typed, others in question.corrected.items()}
    return in_question(question.text, lambda word: words.get(fold(word), word))
