"""Folding search on SQLite's FTS5.

Beside the spelling, two things differ from modelsearch's own backend. Titles count more than bodies. And hits are
ranked by one query over the index: modelsearch asks FTS5 again for the rank of every hit, so that 3.900 hits took
more than eight seconds.
"""

from typing import Any

from django.db.models import Case, F, FloatField, Func, Q, Value, When
from django.db.models.functions import Cast
from modelsearch.backends.database.sqlite import sqlite as stock
from modelsearch.backends.database.sqlite.query import MatchExpression, normalize
from modelsearch.query import MatchAll, Not
from modelsearch.utils import get_descendants_content_types_pks

from search.indexing import DocumentsMixin
from search.spelling import Place, Preference, folded_query, index_text, lead_text, preferences

FTS = stock.SQLiteFTSIndexEntry
TITLE_WEIGHT = 8.0
PREFERENCE = 1_000.0
"""More than any bm25 value, so that what is preferred always comes first (FTS5 ranks the best hit lowest)."""


class FoldingIndexer(stock.ObjectIndexer):
    """Takes an object's texts apart for the index, folded."""

    def prepare_value(self, value: Any) -> str:
        """The words of a field's value; none for what is unknown."""
        return "" if value is None else index_text(super().prepare_value(value))

    def prepare_field(self, obj: Any, field: Any) -> Any:
        """The fields and their words. Boosted ones beside the title are leads and descriptions."""
        for found, text in super().prepare_field(obj, field):
            leads = getattr(found, "boost", None) and found.field_name != "title"
            yield found, lead_text(text) if leads else text


stock.ObjectIndexer = FoldingIndexer  # the index looks its indexer up by this name


class WeightedBM25(Func):
    """FTS5's rank of a hit; the columns are autocomplete, body, title."""

    template = f"bm25({FTS._meta.db_table}, 1.0, 1.0, {TITLE_WEIGHT})"
    output_field = FloatField()


class FoldingCompiler(stock.SQLiteSearchQueryCompiler):
    """Turns a query into the objects that it finds, and into their ranking."""

    query: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._ranked: dict[Any, float] | None = None
        self.preferences = preferences(self.query)
        self.query = folded_query(self.query)

    def search(self, config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> Any:
        """The objects found from `start` to `stop`, in the query set's own order (see `ranked`)."""
        query = normalize(self.query)
        if isinstance(query, MatchAll):
            return self.queryset[start:stop]
        negated = isinstance(query, Not)
        query = query.subquery if negated else query
        if isinstance(query, MatchAll):
            return self.queryset.none()
        found = Q(pk__in=self._hits(query).values("index_entry__object_id"))
        queryset = self.queryset.filter(~found if negated else found)
        if not queryset.query.order_by:
            queryset = queryset.order_by("-pk")  # pages of results need one order (wagtail #3729)
        return queryset[start:stop]

    def ranked(self) -> dict[Any, float] | None:
        """The scores of all objects found by their keys, the best first; None where nothing can be ranked.

        Read once: SQLite must score and sort every hit anyway, so slices and the count need no query of their own.
        """
        query = normalize(self.query)
        if isinstance(query, (MatchAll, Not)):
            return None
        if self._ranked is None:
            self._ranked = dict(self._ranking(query))
        return self._ranked

    def _ranking(self, query: Any) -> Any:
        key = self.queryset.model._meta.pk
        while key.remote_field:
            key = key.target_field
        return (
            self._hits(query)
            .annotate(key=Cast("index_entry__object_id", key), score=self._score())
            .filter(key__in=self.queryset.order_by().values("pk"))
            .order_by("score", F("key").desc())
            .values_list("key", "score")
        )

    def _hits(self, query: Any) -> Any:
        return FTS.objects.filter(
            self._match(query),
            index_entry__content_type__in=get_descendants_content_types_pks(self.queryset.model),
        )

    def _match(self, query: Any) -> Any:
        return MatchExpression(self._columns(), self.build_search_query(query))

    def _columns(self) -> list[str]:
        """Columns of the index to look in: `fields=` can tell the title from the rest, not more."""
        if self.fields is None or self.FTS_TABLE_FIELDS == ["autocomplete"]:
            return self.FTS_TABLE_FIELDS
        return sorted({"title" if field == "title" else "body" for field in self.fields})

    def _columns_of(self, preference: Preference) -> list[str]:
        match preference.place:
            case Place.TITLE:
                return ["title"]
            case Place.LEAD:
                return ["body"]
            case Place.TEXT:
                return self._columns()

    def _score(self) -> Any:
        score: Any = WeightedBM25()
        columns = self._columns()
        for preference in self.preferences:
            where = self._columns_of(preference)
            if not set(where) <= set(columns):
                continue
            match = MatchExpression(where, self.build_search_query(normalize(preference.query)))
            preferred = FTS.objects.filter(match).values("pk")
            score -= Case(When(pk__in=preferred, then=Value(PREFERENCE * preference.weight)), default=Value(0.0))
        return score


class FoldingAutocompleteCompiler(FoldingCompiler, stock.SQLiteAutocompleteQueryCompiler):
    """The same over beginnings of words in titles, as one types."""


class FoldingResults(stock.SQLiteSearchResults):
    """Results that are ranked in the index first, and only then loaded."""

    def _do_search(self) -> list[Any]:
        compiler = self.query_compiler
        scores = compiler.ranked() if compiler.order_by_relevance or self._score_field else None
        if scores is None:
            return super()._do_search()
        if compiler.order_by_relevance:
            keys = list(scores)[self.start : self.stop]
            loaded = compiler.queryset.in_bulk(keys)
            found = [loaded[key] for key in keys if key in loaded]
        else:
            found = super()._do_search()
        if self._score_field:
            for item in found:
                setattr(item, self._score_field, scores[item.pk])
        return found

    def _do_count(self) -> int:
        scores = self.query_compiler.ranked() if self.query_compiler.order_by_relevance else None
        return super()._do_count() if scores is None else len(list(scores)[self.start : self.stop])


class FoldingIndex(DocumentsMixin, stock.SQLiteIndex):
    """The index, in the site's own database."""

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Titles' lengths play no part in `WeightedBM25`, so they are not averaged on every save."""


class FoldingBackend(stock.SQLiteSearchBackend):
    """Search on SQLite."""

    query_compiler_class = FoldingCompiler
    autocomplete_query_compiler_class = FoldingAutocompleteCompiler
    index_class = FoldingIndex
    results_class = FoldingResults
