"""What goes into the search index and what is asked of it, so that spelling does not stand between them.

Every text is indexed folded ("dong nai"), followed by its ASCII spelling with marks ("dq9oq61ng nai") where
that differs. Queries are asked folded, so that all spellings find all; what is spelled as it was asked is
ranked first. Done in Python, it needs no database extension, dictionary or tokenizer and is the same on every
database.
"""

from collections.abc import Callable
from dataclasses import dataclass
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


def folded_query(query: Any) -> Any:
    """`query` asking for any spelling of its words. Fuzzy queries stay: they compare plain texts."""
    return _respelled(query, fold) or MATCH_NONE


def plain_query(query: Any) -> Any:
    """`query` as it was asked, less what databases refuse (NUL) and what is too long."""
    return _respelled(query, nfc) or MATCH_NONE


@dataclass(frozen=True)
class Preference:
    """Hits of `query` come before others by `weight`; with `in_title` only those whose title has its words."""

    query: Any
    weight: int
    in_title: bool = False


IN_TITLE = 8
"""How much more a preference weighs in a title: more than all of them together do in a text."""


def preferences(query: Any) -> list[Preference]:
    """What makes one hit better than another, whatever its rank, with the weight of each.

    First, words with the very marks that were asked for. Then, words that stand together as they were asked:
    single Vietnamese syllables are too common to tell much. Each of them counts more in a title than anywhere else.
    """
    marked = any(exact(text) != fold(text) for text in _texts(query))
    several = isinstance(query, PlainText) and len(_words(query.query_string, fold)) > 1
    found = [(_respelled(query, exact), 2)] if marked else []
    if several:
        together = Phrase(query.query_string)
        found.append((_respelled(together, fold), 1))
        if marked:
            found.append((_respelled(together, exact), 4))
    elif isinstance(query, (PlainText, Phrase)):
        found.append((_respelled(query, fold), 1))
    wanted = [(asked, weight) for asked, weight in found if asked is not None]
    return [
        *(Preference(asked, weight) for asked, weight in wanted),
        *(Preference(asked, weight * IN_TITLE, in_title=True) for asked, weight in wanted),
    ]


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
