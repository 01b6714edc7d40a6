"""What is indexed, and what is asked."""

from itertools import pairwise

import pytest
from hypothesis import given
from modelsearch.query import MATCH_ALL, And, Boost, Fuzzy, Not, Or, Phrase, PlainText, SearchQuery

from search.spelling import MAX_WORDS, Place, folded_query, index_text, lead_text, plain_query, preferences
from tests.vietnamese.strategies import any_text, nfd


@pytest.mark.parametrize(
    ("text", "indexed"),
    [
        ("Đồng Nai", "dong nai dq9oq61ng nai"),
        ("Dong Nai", "dong nai"),
        ("1.000.000 sáng-kiến!", "1 000 000 sang kien 1 000 000 saq4ng kieq64n"),
        ("…", ""),
        ("", ""),
    ],
)
def test_indexed_text(text: str, indexed: str) -> None:
    assert index_text(text) == indexed
    assert index_text(nfd(text)) == indexed


def test_leads_are_told_from_texts() -> None:
    assert lead_text("Đồng Nai") == "dong nai dq9oq61ng nai q0dong q0nai q0dq9oq61ng q0nai"
    assert lead_text("…") == ""


@given(any_text)
def test_preparing_twice_changes_nothing(text: str) -> None:
    assert index_text(index_text(text)) == index_text(text)


@given(any_text)
def test_no_text_holds_what_a_database_refuses(text: str) -> None:
    prepared = index_text(text + '\x00"')
    assert "\x00" not in prepared
    assert '"' not in prepared


@pytest.mark.parametrize(
    ("query", "asked"),
    [
        (PlainText("Đồng  Nai!"), PlainText("dong nai")),
        (PlainText("Đồng Nai", operator="or"), PlainText("dong nai", operator="or")),
        (Phrase('"Đồng Nai"'), Phrase("dong nai")),
        (PlainText("!!!"), Not(MATCH_ALL)),
        (Boost(PlainText("Đồng"), 2), PlainText("dong")),
        (Not(PlainText("Đồng")), Not(PlainText("dong"))),
        (Not(PlainText("…")), Not(MATCH_ALL)),
        (And([PlainText("Đồng"), Phrase("…")]), PlainText("dong")),
        (Or([PlainText("Đồng"), Phrase("Nài")]), Or([PlainText("dong"), Phrase("nai")])),
        (And([PlainText("!"), Phrase("…")]), Not(MATCH_ALL)),
        (MATCH_ALL, MATCH_ALL),
        (Fuzzy("Đồng"), Fuzzy("Đồng")),
    ],
)
def test_folded_queries(query: SearchQuery, asked: SearchQuery) -> None:
    assert repr(folded_query(query)) == repr(asked)


def test_a_pasted_text_is_cut() -> None:
    asked = folded_query(PlainText("nai " * 10_000))
    assert len(asked.query_string.split()) == MAX_WORDS
    assert len(folded_query(PlainText("x" * 10_000)).query_string) < 1_000


def test_plain_queries_keep_their_marks() -> None:
    assert repr(plain_query(PlainText(nfd("Đồng\x00Nai")))) == repr(PlainText("Đồng Nai"))


@pytest.mark.parametrize(
    ("query", "better"),
    [
        (PlainText("dong"), []),
        (PlainText("đồng"), [(PlainText("dq9oq61ng"), 2)]),
        (PlainText("dong nai"), [(Phrase("dong nai"), 1)]),
        (
            PlainText("đồng nai"),
            [(PlainText("dq9oq61ng nai"), 2), (Phrase("dong nai"), 1), (Phrase("dq9oq61ng nai"), 4)],
        ),
        (Phrase("đồng nai"), [(Phrase("dq9oq61ng nai"), 2)]),
        (Not(PlainText("đồng")), []),
        (MATCH_ALL, []),
        (
            And([Boost(PlainText("đồng"), 2), Not(Phrase("nài"))]),
            [(And([PlainText("dq9oq61ng"), Not(Phrase("naq1i"))]), 2)],
        ),
    ],
)
def test_preferences(query: SearchQuery, better: list[tuple[SearchQuery, int]]) -> None:
    found = {place: [one for one in preferences(query) if one.place is place] for place in Place}
    assert repr([(one.query, one.weight) for one in found[Place.TEXT]]) == repr(better)
    in_titles = [(one.query, one.weight // Place.TITLE) for one in found[Place.TITLE]]
    assert repr(in_titles[1:]) == repr(better)
    assert repr(in_titles[:1]) == repr([(folded_query(query), 8)] if found[Place.TITLE] else [])
    assert len(found[Place.LEAD]) == len(in_titles)


def test_a_place_counts_more_than_everything_below_it() -> None:
    found = preferences(PlainText("Đồng Nai"))
    for below, above in pairwise(Place):
        everything = sum(one.weight for one in found if one.place <= below)
        assert everything < max(one.weight for one in found if one.place is above)


def test_words_of_leads_have_their_sign() -> None:
    found = [one.query for one in preferences(PlainText("Đồng Nai")) if one.place is Place.LEAD]
    assert repr(found) == repr(
        [PlainText("q0dong q0nai"), PlainText("q0dq9oq61ng q0nai"), Phrase("q0dong q0nai"), Phrase("q0dq9oq61ng q0nai")]
    )
