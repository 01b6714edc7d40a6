"""Counts are kept as long as the index stays as it is, and never longer."""

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale

from search import counting, finding
from search.finding import find
from search.models import IndexState
from search.questions import Question
from stories.models import StoryPage, Tag
from tests.factories import SiteTree, StoryPageFactory, site_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree(monkeypatch: pytest.MonkeyPatch) -> SiteTree:
    """A site on which two hits are many."""
    monkeypatch.setattr(finding, "MANY", 1)
    return site_tree()


def stories(count: int) -> list[StoryPage]:
    return [StoryPageFactory(title=f"Xe hai bánh {number}", with_tags=["cao su"]) for number in range(count)]


def test_the_same_is_not_counted_twice(tree: SiteTree, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    stories(3)
    locale = Locale.objects.get(language_code="vi")
    question = Question.read("xe hai bánh")
    assert find(question, locale).total == 3
    with django_assert_num_queries(1):  # for the number of the index
        assert find(question, locale).total == 3
    assert find(Question.read("xe hai"), locale).total == 3
    cache.clear()
    with django_assert_num_queries(2):
        assert find(question, locale).total == 3


def test_what_changes_is_counted_anew(tree: SiteTree, client: Client) -> None:
    first, *_others = stories(3)
    answer = "/tim-kiem/?q=xe+hai+bánh"

    def counts() -> tuple[int, dict[str, int]]:
        answered = client.get(answer).context["answer"]
        tags = next((facet for facet in answered.facets.listed if facet.parameter == "the"), None)
        return answered.total, {choice.value.label: choice.count for choice in tags.choices} if tags else {}

    StoryPageFactory(title="Xe hai bánh khác", with_tags=["mủ"])
    assert counts() == (4, {"cao su": 3, "mủ": 1})
    assert counts() == (4, {"cao su": 3, "mủ": 1})
    first.unpublish()
    assert counts() == (3, {"cao su": 2, "mủ": 1})
    StoryPageFactory(title="Xe hai bánh nữa", with_tags=["mủ"])
    assert counts() == (4, {"cao su": 2, "mủ": 2})


def test_a_tag_that_is_gone_takes_no_place_of_another(tree: SiteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counting, "MOST_TAGS", 1)
    stories(3)
    StoryPageFactory(title="Xe hai bánh khác", with_tags=["mủ"])
    locale = Locale.objects.get(language_code="vi")

    def tags() -> list[tuple[str, str]]:
        return list(find(Question.read("xe hai bánh"), locale, tagged=True).counts.called.values())

    assert tags() == [("cao-su", "cao su")]
    Tag.objects.get(slug="cao-su").delete()
    assert tags() == [("mu", "mủ")]


def test_the_number_grows_with_every_change(tree: SiteTree) -> None:
    before = IndexState.current()
    (story,) = stories(1)
    written = IndexState.current()
    assert written > before
    story.delete()
    assert IndexState.current() > written
