"""The tables of words: what stands together is found together, and nothing else, the same on every database.

tests/services/test_on_postgres.py runs these on PostgreSQL too, whose index holds words two by two.
"""

from collections.abc import Sequence

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search import words
from search.finding import Level, ordered
from search.models import Document
from search.words import LONGEST_WORD, MOST_WORDS, Phrase, Place, holding, indexed
from tests.factories import StoryPageFactory, site_tree

pytestmark = pytest.mark.django_db

WORD = st.sampled_from(["may", "mayo", "ep", "gach"])
TEXT = st.lists(WORD, max_size=6).map(" ".join)
PHRASE = st.builds(Phrase, st.lists(WORD, min_size=1, max_size=4).map(tuple), prefix=st.booleans())
EXAMPLES = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def keys() -> list[int]:
    """Four documents."""
    site_tree()
    return [StoryPageFactory().pk for _ in range(4)]


def stands(phrase: Phrase, texts: Sequence[str]) -> bool:
    """Whether the words of `phrase` follow each other in one of `texts`."""
    *first, last = phrase.words
    for said in map(str.split, texts):
        for start in range(len(said) - len(first)):
            together = said[start : start + len(first)] == first
            if together and (word := said[start + len(first)]).startswith(last) and (phrase.prefix or word == last):
                return True
    return False


@EXAMPLES
@given(
    texts=st.lists(TEXT, max_size=3), asked=st.lists(st.lists(PHRASE, min_size=1, max_size=2), min_size=1, max_size=2)
)
def test_words_that_stand_together_are_found(texts: list[str], asked: list[list[Phrase]]) -> None:
    query = tuple(map(tuple, asked))
    words.write({1: dict.fromkeys(Place, indexed(texts))})
    expected = all(any(stands(phrase, texts) for phrase in alternatives) for alternatives in query)
    for place in Place:
        found = holding(query, place)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({found.sql}) found", found.params)
            assert cursor.fetchone() == (int(expected),)


@EXAMPLES
@given(st.data())
def test_the_order_is_the_same_however_many_are_put_in_it(keys: list[int], data: st.DataObject) -> None:
    texts = {key: {place: data.draw(st.lists(TEXT, max_size=2)) for place in Place} for key in keys}
    above = data.draw(st.lists(st.tuples(PHRASE, st.sampled_from(Place)), min_size=1, max_size=3))
    finer = data.draw(st.lists(st.tuples(PHRASE, st.sampled_from(Place), st.integers(1, 8)), max_size=3))
    words.write({key: {place: indexed(said) for place, said in one.items()} for key, one in texts.items()})

    def rank(key: int) -> tuple[int, int, int]:
        level = next((at for at, (phrase, place) in enumerate(above) if stands(phrase, texts[key][place])), len(above))
        return level, -sum(weight for phrase, place, weight in finer if stands(phrase, texts[key][place])), -key

    Document.objects.update(date=None, lasting=False)
    levels = [Level(((phrase,),), place) for phrase, place in above]
    signs = [(Level(((phrase,),), place), weight) for phrase, place, weight in finer]
    for among in (1, 1_000, 1_000_000):
        found = ordered(Document.objects.filter(pk__in=keys), levels, signs, among=among)
        assert list(found) == sorted(keys, key=rank)


def test_a_text_of_the_longest_words_is_indexed_as_far_as_it_goes() -> None:
    texts = [" ".join(f"{number:0{LONGEST_WORD}d}" for number in range(MOST_WORDS + 1))]
    words.write({1: dict.fromkeys(Place, indexed(texts))})
    found = holding(((Phrase((f"{7:0{LONGEST_WORD}d}",)),),), Place.TEXT)
    with connection.cursor() as cursor:
        cursor.execute(found.sql, found.params)
        assert cursor.fetchall() == [(1,)]
