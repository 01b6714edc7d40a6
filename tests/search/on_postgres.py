"""Search on PostgreSQL: run by tests/services/test_on_postgres.py, which sets the database."""

from importlib import import_module

import pytest
from django.db import connection
from wagtail.models import Locale
from wagtail.search.models import IndexEntry

from home.models import StandardPage
from search.finding import Hits
from search.questions import Question
from tests.factories import StoryPageFactory, site_tree
from tests.search.behaviour import SearchBehaviour
from tests.search.material import make_home, make_page, titles


class TestSearchOnPostgreSQL(SearchBehaviour):
    """Everything that search must do on any database."""

    def test_fields_look_into_the_tables_without_folding(self) -> None:
        assert titles(StandardPage.objects.search("english", fields=["title"])) == ["Dong Nai in English"]
        assert titles(StandardPage.objects.search("e\x00nglish", fields=["title"])) == []


@pytest.mark.django_db
def test_the_database_is_postgresql() -> None:
    assert connection.vendor == "postgresql"


@pytest.mark.django_db
def test_an_index_serves_what_search_filters_by() -> None:
    make_page(make_home(Locale.get_default()), "Đồng Nai")
    table = IndexEntry._meta.db_table
    assert f'("{table}"."title" || "{table}"."body") @@' in str(StandardPage.objects.search("nai").get_queryset().query)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT 1 FROM {table} WHERE (title || body) @@ to_tsquery('simple', 'nai')")
        plan = str(cursor.fetchall())
    assert "search_title_and_body" in plan


@pytest.mark.django_db
def test_what_documents_are_filed_under_is_put_beside_the_words_that_were_there() -> None:
    site_tree()
    for number in range(3):
        StoryPageFactory(title=f"Xe hai bánh {number}", with_tags=["cao su", f"thẻ {number}"])
    migration = import_module("search.migrations.0007_filed_beside_words")
    hits = Hits(Question.read("xe hai bánh"), Locale.get_default(), Question.read("xe hai bánh").folded, 0)
    before = hits.count({}, tagged=True)
    assert before.total == 3
    assert sorted((before.tags or {}).values()) == [1, 1, 1, 3]
    with connection.schema_editor() as editor:
        migration.remove(None, editor)
        migration.add(None, editor)
    assert hits.count({}, tagged=True) == before
