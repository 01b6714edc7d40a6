"""However many hits there are, paging through them shows each once, in one order.

tests/services/test_on_postgres.py runs these on PostgreSQL too.
"""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import Locale

from publishing.finding import Findable, FoundAs
from search import finding
from search.finding import find
from search.indexing import write_findables
from search.questions import Question
from tests.factories import SiteTree, StoryPageFactory

pytestmark = pytest.mark.django_db

WORDS = st.sampled_from(["mới", "moi", "kiến", "kien", "sáng", "sang", "an"])
TITLES = st.lists(st.lists(WORDS, min_size=1, max_size=5).map(" ".join), min_size=24, max_size=24)
SYNONYMS = st.sampled_from([[], [["mới", "an"], ["sáng", "kiến"]]])
EXAMPLES = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """As many documents as there are titles, where four hits are many."""
    monkeypatch.setattr(finding, "MANY", 4)
    SiteTree.current()
    return [StoryPageFactory().pk for _ in range(24)]


@EXAMPLES
@given(titles=TITLES, leads=TITLES, asked=st.lists(WORDS, min_size=1, max_size=3).map(" ".join), synonyms=SYNONYMS)
def test_each_hit_is_on_one_page(
    keys: list[int], titles: list[str], leads: list[str], asked: str, synonyms: list[list[str]]
) -> None:
    locale = Locale.get_default()
    write_findables(
        {
            key: (locale, Findable(title=title, lead=lead, kind=FoundAs.STORY))
            for key, title, lead in zip(keys, titles, leads, strict=True)
        }
    )
    hits = find(Question.read(asked, synonyms), locale)
    starts = range(0, hits.total, 3)
    paged = [key for start in starts for key in hits.ranked(lambda every: every, hits.total, start, start + 3)]
    assert len(paged) == hits.total
    assert set(paged) == set(hits.documents.values_list("pk", flat=True))
