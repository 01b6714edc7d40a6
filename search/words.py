"""The words of documents, in tables of the databases' own: one for each place where words can stand.

PostgreSQL keeps a `tsvector` under a GIN index, SQLite an FTS5 table. Both get words that were taken apart here, and
are asked for words that were taken apart here, so that they find the same. Each table holds the key of the document
and its words: folded ones and, where they differ, their spelling with marks (`vietnamese.folding.exact`).
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from itertools import accumulate, pairwise
from typing import Any

from django.db import connection, transaction
from django.db.models import IntegerField
from django.db.models.expressions import RawSQL

from vietnamese.folding import exact, fold, pieces

LONGEST_WORD = 48
"""Characters of a word that count; PostgreSQL takes no lexeme of more than 2 KB."""
MOST_WORDS = 16_000
"""Words of a document's place that are indexed; PostgreSQL knows no later position."""
MOST_BYTES = 1_000_000
"""Bytes of a document's words, written out; PostgreSQL takes no `tsvector` of more than 1 MB."""
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


EACH = {Place.TITLE: 2_000, Place.HEAD: 2_000, Place.TEXT: 200}
"""Up to so many documents, PostgreSQL is faster with the words of each than with all that the index finds."""
TEXTS_OF = 15
"""So is it with texts of more, where they are one in so many of those that have the words.

Measured among 50,000 pages: 3 µs for a text, 10 ms for 43,000 that the index finds.
"""


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


def filed(query: Query | None) -> tuple[str, list[str]]:
    """A statement for the pages that have `query` anywhere (None: all) and the `combination` of each; its parameters.

    PostgreSQL keeps what a document is filed under beside its words: to join the rows of 45,000 documents and their
    tags takes it twice as long as all the rest.
    """
    if connection.vendor == "postgresql":
        if query is None:
            return f"SELECT page_id, combination, tags FROM {Place.TEXT.value}", []  # noqa: S608 - own tables
        statement, words = _rows_holding(query, Place.TEXT, "page_id, combination, tags")
        return statement, [words]
    every = "SELECT page_id, combination_id AS combination FROM search_document"
    if query is None:
        return every, []
    statement, words = _keys_holding(query, Place.TEXT)
    return f"{every} WHERE page_id IN ({statement})", [words]


def tags_of(found: str) -> str:
    """A statement for the tags (`tag_id`) of the rows of `filed`, one row for each tag of each document."""
    if connection.vendor == "postgresql":
        return f"SELECT unnest(tags) AS tag_id FROM {found}"  # noqa: S608 - own tables
    # SQLite would rather read the tags of all documents, even of none; it keeps to the order of a cross join.
    return f"SELECT tag_id FROM {found} CROSS JOIN search_document_tags ON document_id = page_id"  # noqa: S608 - own tables


def holding(query: Query, place: Place) -> RawSQL:
    """The keys of the documents that have `query` at `place`, for `filter(pk__in=…)`."""
    statement, words = _keys_holding(query, place)
    return RawSQL(statement, [words])  # noqa: S611 - the words are a parameter


def how_many(queries: Sequence[Query], place: Place, most: int) -> list[int]:
    """How many documents, whatever their language, have each of `queries` at `place`, counted up to `most`."""
    found = [_keys_holding(query, place) for query in queries]
    counts = (
        f"(SELECT COUNT(*) FROM (SELECT 1 FROM ({statement}) held LIMIT {most}) counted)"  # noqa: S608 - own tables
        for statement, _words in found
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counts)}", [words for _statement, words in found])
        return list(cursor.fetchone())


@dataclass(frozen=True)
class Sign:
    """A document has `query` at `place`; with `lasting`, one that does not age is worth `value`, another one more."""

    query: Query
    place: Place
    value: int
    lasting: bool = False


def first_sign(signs: Sequence[Sign], otherwise: int, among: int, of: int) -> RawSQL:
    """The value of the first of `signs` that a document has, for `among` documents of about `of` that have the words.

    As one piece of SQL: Django takes longer to put a dozen conditions together than a database to answer them.
    """
    found = [_has(sign, among, of) for sign in signs]
    values = [
        f"{sign.value} + CASE WHEN search_document.lasting THEN 0 ELSE 1 END" if sign.lasting else sign.value
        for sign in signs
    ]
    cases = " ".join(f"WHEN {has.condition} THEN {value}" for has, value in zip(found, values, strict=True))
    statement = (
        f"CASE {cases} ELSE {otherwise} END" if cases else f"{otherwise} + 0"
    )  # a bare number would be the number of a column
    return _number(statement, found)


def sum_of_signs(signs: Sequence[Sign], among: int, of: int) -> RawSQL:
    """The sum of the values of all `signs` that a document has, for as many documents."""
    found = [_has(sign, among, of) for sign in signs]
    values = (f"CASE WHEN {has.condition} THEN {sign.value} ELSE 0 END" for has, sign in zip(found, signs, strict=True))
    return _number(" + ".join(["0", "0", *values]), found)


@dataclass(frozen=True)
class _Has:
    """The condition that a document has a sign, its parameters, and the place whose row of the document it reads."""

    condition: str
    words: list[str]
    reads: Place | None = None


def _number(statement: str, found: Sequence[_Has]) -> RawSQL:
    """The number that `statement` gives; what it reads of a document is looked up once."""
    if tables := [place.value for place in Place if any(has.reads is place for has in found)]:
        joined = " JOIN ".join([tables[0], *(f"{table} USING (page_id)" for table in tables[1:])])
        statement = f"(SELECT {statement} FROM {joined} WHERE {tables[0]}.page_id = search_document.page_id)"  # noqa: S608 - own tables
    return RawSQL(statement, [word for has in found for word in has.words], IntegerField())  # noqa: S611 - the words are parameters


def _has(sign: Sign, among: int, of: int) -> _Has:
    """The condition that a document has the sign.

    On PostgreSQL, few documents are each asked for themselves, which takes less than to find all that have the words.
    So is each that has three words or more two by two: whether they stand together only their positions tell.
    """
    statement, words = _keys_holding(sign.query, sign.place)
    found = f"search_document.page_id IN ({statement})"
    if connection.vendor != "postgresql":
        return _Has(found, [words])
    if among <= EACH[sign.place] or (sign.place is Place.TEXT and among * TEXTS_OF <= of):
        return _Has(f"{sign.place.value}.words @@ %s::tsquery", [words], sign.place)
    by_pairs = _tsquery(sign.query, positions=False)
    if by_pairs == words:
        return _Has(found, [words])
    own = f"SELECT FROM {sign.place.value} own WHERE own.page_id = search_document.page_id"
    return _Has(f"{found} AND EXISTS ({own} AND own.words @@ %s::tsquery OFFSET 0)", [by_pairs, words])


def _keys_holding(query: Query, place: Place) -> tuple[str, str]:
    """A statement with one parameter, and that parameter."""
    if connection.vendor == "postgresql":
        return _rows_holding(query, place, "page_id")
    return f"SELECT rowid FROM {place.value} WHERE {place.value} MATCH %s", _fts5(query)  # noqa: S608 - own tables


def _rows_holding(query: Query, place: Place, columns: str) -> tuple[str, str]:
    """The same for some `columns`, on PostgreSQL.

    `OFFSET 0` keeps it from looking into the text of each document that fits the filters, rather than asking the index:
    it does not know how long that takes. Where positions tell, there is more to look into than to ask.
    """
    words = _tsquery(query)
    whole = " OFFSET 0" if words == _tsquery(query, positions=False) else ""
    return f"SELECT {columns} FROM {place.value} WHERE words @@ %s::tsquery{whole}", words  # noqa: S608 - own tables


@dataclass(frozen=True)
class Filed:
    """What a document is filed under: the keys of its combination of properties and of its tags."""

    combination: int | None = None
    tags: Sequence[int] = ()


def write(rows: Mapping[int, Mapping[Place, Sequence[str]]], filed: Mapping[int, Filed] | None = None) -> None:
    """Put the words of documents, by their keys, in the place of what was there, with what they are `filed` under."""
    forget(rows)
    postgres = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        for place in Place:
            values: list[tuple[Any, ...]] = [
                (key, (_tsvector if postgres else " ".join)(found[place])) for key, found in rows.items()
            ]
            columns, value = ("page_id, words", "%s, %s::tsvector") if postgres else ("rowid, words", "%s, %s")
            if postgres and place is Place.TEXT:
                columns, value = f"{columns}, combination, tags", f"{value}, %s, %s::integer[]"
                under = [(filed or {}).get(key, Filed()) for key in rows]
                values = [(*row, one.combination, [*one.tags]) for row, one in zip(values, under, strict=True)]
            cursor.executemany(f"INSERT INTO {place.value} ({columns}) VALUES ({value})", values)  # noqa: S608 - own tables


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


def _tsquery(query: Query, *, positions: bool = True) -> str:
    """`query` for PostgreSQL; without `positions`, what the index alone can tell of it."""
    return " & ".join(
        f"({' | '.join(_tsquery_phrase(phrase, positions) for phrase in alternatives)})" for alternatives in query
    )


def _tsquery_phrase(phrase: Phrase, positions: bool) -> str:
    """Words that stand together: by their pairs, which the index holds, and only more than two by their positions."""
    beginning = ":*" if phrase.prefix else ""
    alone = [f"'{word}'" for word in phrase.words]
    if len(alone) == 1:
        return f"{alone[0]}{beginning}"
    pairs = " & ".join(f"'{pair}'" for pair in _pairs(phrase.words))
    together = f" & ({' <-> '.join(alone)}{beginning})" if positions and len(alone) > 2 else ""
    return f"({pairs}{beginning}{together})"


def _tsvector(found: Sequence[str]) -> str:
    """The words with their positions, and each two that follow each other as one lexeme."""
    places: dict[str, list[str]] = {}
    for position, word in enumerate(found, start=1):
        places.setdefault(word, []).append(str(position))
    words = (f"'{word}':{','.join(positions)}" for word, positions in places.items())
    pairs = (f"'{pair}'" for pair in dict.fromkeys(_pairs(found)))
    lexemes = [*words, *pairs]
    sizes = accumulate(len(lexeme.encode()) + 1 for lexeme in lexemes)
    return " ".join(lexeme for lexeme, size in zip(lexemes, sizes, strict=True) if size <= MOST_BYTES)


def _pairs(found: Sequence[str]) -> Iterator[str]:
    """Each two words that follow each other. PostgreSQL would have to compare the positions in every text.

    They begin like no word, so that none is found where the beginning of a word is asked for.
    """
    return (f"+{first} {second}" for first, second in pairwise(found) if BREAK not in (first, second))
