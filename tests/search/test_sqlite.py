"""Search on SQLite, as in the demo."""

import time
from types import SimpleNamespace

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Locale
from wagtail.search.backends import get_search_backend

from home.models import StandardPage
from search import backend
from tests.search.behaviour import SearchBehaviour
from tests.search.material import TITLES, make_home, make_page, titles


class TestSearchOnSQLite(SearchBehaviour):
    """Everything that search must do on any database."""

    def test_fields(self) -> None:
        make_page(StandardPage.objects.get(title=TITLES[0]).get_parent().specific, "Một việc khác", lead="ở Đồng Nai")
        assert len(StandardPage.objects.search("dong nai", fields=["title"])) == 4
        assert titles(StandardPage.objects.search("dong nai", fields=["lead"])) == ["Một việc khác"]
        assert len(StandardPage.objects.search("dong nai", fields=["title", "lead"])) == 5


@pytest.mark.django_db
def test_results_cost_two_queries(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    home = make_home(Locale.get_default())
    for number in range(30):
        make_page(home, f"Sáng kiến {number}")
    with django_assert_num_queries(2):
        assert len(StandardPage.objects.search("sáng kiến")[:12]) == 12


@pytest.mark.django_db
def test_ranking_thousands_of_hits_is_quick() -> None:
    """modelsearch's own backend needs seconds for this: it asks for every hit's rank anew."""
    home = make_home(Locale.get_default())
    make_page(home, "Sáng kiến")
    index = get_search_backend().get_index_for_model(StandardPage)
    filler = [
        StandardPage(pk=1_000_000 + number, title=f"Sáng kiến số {number}", locale=home.locale)
        for number in range(4_000)
    ]
    index.add_items(StandardPage, filler)
    start = time.perf_counter()
    assert titles(StandardPage.objects.search("sáng kiến")) == ["Sáng kiến"]
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("vendor", ["mysql", "oracle"])
def test_other_databases_are_refused(vendor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(backend, "connection", SimpleNamespace(vendor=vendor))
    with pytest.raises(ImproperlyConfigured, match=vendor):
        backend.SearchBackend({})


def test_an_sqlite_without_full_text_search_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("modelsearch.backends.database.sqlite.utils.fts5_available", lambda: False)
    with pytest.raises(ImproperlyConfigured, match="FTS5"):
        backend.SearchBackend({})
