"""The words of documents, in tables of the databases' own: one for each place where words can stand.

PostgreSQL keeps a `tsvector` under a GIN index, SQLite an FTS5 table. Both get words that were taken apart here, and
are asked for words that were taken apart here, so that they find the same. Each table holds the key of the document
and its words: folded ones and, where they differ, their spelling with marks (`vietnamese.folding.exact`).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django.db import connection, transaction
from django.db.models import IntegerField
from django.db.models.expressions import RawSQL

from vietnamese.folding import exact, fold, pieces

LONGEST_WORD = 48
"""Characters of a word that count; PostgreSQL takes no lexeme of more than 2 KB."""
MOST_WORDS = 16_000
"""Words of a document's place that are indexed; PostgreSQL knows no later position."""
BREAK = "q0"
"""Stands between texts that do not belong together, so that no phrase reaches from one into the next."""


class Place(Enum):
    """Where words stand; the value is the table.

    TITLE: what a page is called, with the people and codes that it is known by. HEAD: what is said about it, which is
    its lead and what it is filed under. TEXT: everything.
    """

    TITLE = "search_title"
    HEAD = "search_head"
    TEXT = "search_text"


@dataclass(frozen=True)
class Phrase:
    """Words that stand together in this order; of a `prefix`, the last one is the beginning of a word."""

    words: tuple[str, ...]
    prefix: bool = False


Alternatives = tuple[Phrase, ...]
"""One of them must be there."""
Query = tuple[Alternatives, ...]
"""All of them must be there."""


def tokens(text: str) -> list[str]:
    """The words of folded or exact text as they are indexed and asked for."""
    return [word[:LONGEST_WORD] for word in pieces(text)]


def indexed(texts: Sequence[str]) -> list[str]:
    """The words of `texts` as they are indexed: folded, and once more as they are spelled where that differs."""
    found: list[str] = []
    for spelling in (fold, exact):
        spelled = [word for text in texts if text for word in (*tokens(spelling(text)), BREAK)]
        if spelled != found:
            found = [*found, *spelled]
    return found[:MOST_WORDS]


def holding(query: Query, place: Place) -> RawSQL:
    """The keys of the documents that have `query` at `place`, for `filter(pk__in=…)`."""
    statement, words = _keys_holding(query, place)
    return RawSQL(statement, [words])  # noqa: S611 - the words are a parameter


@dataclass(frozen=True)
class Sign:
    """A document has `query` at `place`; with `lasting`, only one that does not age."""

    query: Query
    place: Place
    value: int
    lasting: bool = False


def first_sign(signs: Sequence[Sign], otherwise: int) -> RawSQL:
    """The value of the first of `signs` that a document has.

    As one piece of SQL: Django takes longer to put a dozen conditions together than a database to answer them.
    """
    found = [_when(sign) for sign in signs]
    cases = " ".join(case for case, _words in found)
    statement = (
        f"CASE {cases} ELSE {otherwise} END" if cases else f"{otherwise} + 0"
    )  # a bare number would be the number of a column
    return RawSQL(statement, [words for _case, words in found], IntegerField())  # noqa: S611 - the words are parameters


def sum_of_signs(signs: Sequence[Sign]) -> RawSQL:
    """The sum of the values of all `signs` that a document has."""
    found = [_when(sign) for sign in signs]
    statement = " + ".join(["0", "0", *(f"CASE {case} ELSE 0 END" for case, _words in found)])
    return RawSQL(statement, [words for _case, words in found], IntegerField())  # noqa: S611 - the words are parameters


def _when(sign: Sign) -> tuple[str, str]:
    statement, words = _keys_holding(sign.query, sign.place)
    lasting = " AND search_document.lasting" if sign.lasting else ""
    return f"WHEN search_document.page_id IN ({statement}){lasting} THEN {sign.value}", words


def _keys_holding(query: Query, place: Place) -> tuple[str, str]:
    """A statement with one parameter, and that parameter."""
    if connection.vendor == "postgresql":
        return f"SELECT page_id FROM {place.value} WHERE words @@ %s::tsquery", _tsquery(query)  # noqa: S608 - own tables
    return f"SELECT rowid FROM {place.value} WHERE {place.value} MATCH %s", _fts5(query)  # noqa: S608 - own tables


def write(rows: Mapping[int, Mapping[Place, Sequence[str]]]) -> None:
    """Put the words of documents, by their keys, in the place of what was there."""
    forget(rows)
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for place in Place:
            values = [(key, (_tsvector if postgres else " ".join)(found[place])) for key, found in rows.items()]
            columns, value = ("page_id, words", "%s::tsvector") if postgres else ("rowid, words", "%s")
            cursor.executemany(f"INSERT INTO {place.value} ({columns}) VALUES (%s, {value})", values)  # noqa: S608 - own tables


def forget(keys: Any) -> None:
    """Delete the words of documents."""
    column = "page_id" if connection.vendor == "postgresql" else "rowid"
    with connection.cursor() as cursor:
        for place in Place:
            cursor.executemany(f"DELETE FROM {place.value} WHERE {column} = %s", [(key,) for key in keys])  # noqa: S608 - own tables


@contextmanager
def by_index() -> Iterator[None]:
    """Have PostgreSQL use the index for words, however many documents it expects.

    For words that most documents have it would rather read all of them, and take each text apart to look into it:
    that takes thirty times as long, and its planner does not know it. What it then thinks dear it would compile first,
    which takes longer than all the rest.
    """
    if connection.vendor != "postgresql":
        yield
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off")
        yield


def _fts5(query: Query) -> str:
    return " AND ".join(f"({' OR '.join(map(_fts5_phrase, alternatives))})" for alternatives in query)


def _fts5_phrase(phrase: Phrase) -> str:
    return f'"{" ".join(phrase.words)}"{" *" if phrase.prefix else ""}'


def _tsquery(query: Query) -> str:
    return " & ".join(f"({' | '.join(map(_tsquery_phrase, alternatives))})" for alternatives in query)


def _tsquery_phrase(phrase: Phrase) -> str:
    quoted = " <-> ".join(f"'{word}'" for word in phrase.words)
    return f"({quoted}{':*' if phrase.prefix else ''})"


def _tsvector(found: Sequence[str]) -> str:
    places: dict[str, list[str]] = {}
    for position, word in enumerate(found, start=1):
        places.setdefault(word, []).append(str(position))
    return " ".join(f"'{word}':{','.join(positions)}" for word, positions in places.items())
