"""What goes into the search index and what is asked of it, so that spelling does not stand between them.

Every text is indexed folded ("dong nai"), followed by its ASCII spelling with marks ("dq9oq61ng nai") where
that differs. Queries are asked folded, so that all spellings find all; what is spelled as it was asked is
ranked first. Leads and descriptions stand in the index once more, with a sign before each word, so that they
count more than texts. Done in Python, it needs no database extension, dictionary or tokenizer and is the same
on every database.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from modelsearch.query import MATCH_NONE, And, Boost, Not, Or, Phrase, PlainText

from vietnamese.folding import exact, fold, words
from vietnamese.text import nfc

MAX_WORDS = 32
"""Words of one query that are looked for; the rest of a pasted text is left out."""

Spelling = Callable[[str], str]


def index_text(text: str) -> str:
    """The words of `text` as they are indexed. Indexing what was already prepared changes nothing."""
    folded, spelled = " ".join(words(fold(text))), " ".join(words(exact(text)))
    return folded if folded == spelled else f"{folded} {spelled}"


LEAD_SIGN = "q0"
"""Begins the words of leads in the index. No word that people write begins so, and none that `exact` spells."""


def in_lead(spelling: Spelling) -> Spelling:
    """`spelling` as the index has it of leads and descriptions, so that their words can be told from the text's."""
    return lambda text: " ".join(f"{LEAD_SIGN}{word}" for word in words(spelling(text)))


def lead_text(text: str) -> str:
    """A lead or description as it is indexed: as any text, and once more with the sign of leads."""
    return f"{index_text(text)} {in_lead(index_text)(text)}".strip()


def folded_query(query: Any) -> Any:
    """`query` asking for any spelling of its words. Fuzzy queries stay: they compare plain texts."""
    return _respelled(query, fold) or MATCH_NONE


def plain_query(query: Any) -> Any:
    """`query` as it was asked, less what databases refuse (NUL) and what is too long."""
    return _respelled(query, nfc) or MATCH_NONE


class Place(IntEnum):
    """Where words stand; the value is what they weigh there, more than all that can be said of the place below."""

    TEXT = 1
    LEAD = 16
    TITLE = 256


ALL_WORDS = 8
"""What a place weighs that has all the words which were asked for: more than the rest together."""


@dataclass(frozen=True)
class Preference:
    """Hits that `query` finds at `place` come before others by `weight`."""

    query: Any
    weight: int
    place: Place = Place.TEXT


def preferences(query: Any) -> list[Preference]:
    """What makes one hit better than another, whatever its rank, with the weight of each.

    First the place: a title that has all the words stands above a lead or description that has them, and that above
    a text. Within a place, words with the very marks that were asked for, and words that stand together as they were
    asked: single Vietnamese syllables are too common to tell much.
    """
    return [
        Preference(asked, weight * place, place)
        for place in Place
        for asked, weight in _wanted(query, place)
        if asked is not None
    ]


def _wanted(query: Any, place: Place) -> Iterator[tuple[Any | None, int]]:
    """What is wanted at `place` and how much, as it is spelled there."""
    texts = _texts(query)
    folded, spelled = (in_lead(fold), in_lead(exact)) if place is Place.LEAD else (fold, exact)
    marked = any(exact(text) != fold(text) for text in texts)
    if texts and place is not Place.TEXT:
        yield _respelled(query, folded), ALL_WORDS
    if marked:
        yield _respelled(query, spelled), 2
    if isinstance(query, PlainText) and len(_words(query.query_string, fold)) > 1:
        together = Phrase(query.query_string)
        yield _respelled(together, folded), 1
        if marked:
            yield _respelled(together, spelled), 4


def _respelled(query: Any, spelling: Spelling) -> Any | None:
    """The query with its texts respelled; None where nothing is left to look for (punctuation alone)."""
    if isinstance(query, (PlainText, Phrase)):
        asked = " ".join(_words(query.query_string, spelling))
        if not asked:
            return None
        return Phrase(asked) if isinstance(query, Phrase) else PlainText(asked, query.operator, query.boost)
    if isinstance(query, Boost):  # without its boost, which neither database knows
        return _respelled(query.subquery, spelling)
    if isinstance(query, Not):
        inner = _respelled(query.subquery, spelling)
        return inner and Not(inner)
    if isinstance(query, (And, Or)):
        kept = [inner for inner in (_respelled(one, spelling) for one in query.subqueries) if inner is not None]
        return type(query)(kept) if len(kept) > 1 else next(iter(kept), None)
    return query


def _texts(query: Any) -> list[str]:
    """The texts that hits must contain."""
    if isinstance(query, (PlainText, Phrase)):
        return [query.query_string]
    if isinstance(query, (And, Or)):
        return [text for one in query.subqueries for text in _texts(one)]
    if isinstance(query, Boost):
        return _texts(query.subquery)
    return []


def _words(text: str, spelling: Spelling) -> list[str]:
    """The first words of a query; long texts are cut before they are taken apart."""
    return words(spelling(text[: MAX_WORDS * 20]))[:MAX_WORDS]
