"""Pages on PostgreSQL: run by tests/services/test_on_postgres.py, which sets the database."""

import pytest
from wagtail.models import Page

from publishing.specifics import translations_of
from sharing.visibility import published
from tests.factories import StoryPageFactory


@pytest.mark.django_db
def test_few_pages_are_looked_up_before_the_tables_of_all_types_are_joined() -> None:
    story = StoryPageFactory()
    few = translations_of(Page.objects.filter(pk=story.pk))
    assert [page.pk for page in few] == [story.pk]
    plan = published(few).select_related("storypage__unit", "initiativepage__unit").explain()
    assert "InitPlan" in plan
    assert "= ANY ($0)" in plan
