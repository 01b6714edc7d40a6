"""Folding search on PostgreSQL's text search, without an extension."""

from typing import Any

from django.db.models import Case, FloatField, Q, Value, When
from modelsearch.backends.database.postgres import postgres as stock

from search.indexing import DocumentsMixin
from search.spelling import Place, Preference, folded_query, index_text, lead_text, plain_query, preferences

PREFERENCE = 1_000.0
"""More than any rank, so that what is preferred always comes first."""


PLAIN = stock.get_weight(None)
"""The weight of fields that are not boosted."""


class FoldingIndexer(stock.ObjectIndexer):
    """Takes an object's texts apart for the index, folded."""

    def as_vector(self, texts: list[tuple[str, str]], for_autocomplete: bool = False) -> Any:
        """The search vector of weighted texts. Boosted ones are titles, leads and descriptions."""
        folded = [((index_text if weight == PLAIN else lead_text)(text), weight) for text, weight in texts]
        return super().as_vector(folded, for_autocomplete)


stock.ObjectIndexer = FoldingIndexer  # the index looks its indexer up by this name


class FoldingCompiler(stock.PostgresSearchQueryCompiler):
    """Turns a query into a query set of the objects that it finds, the best first.

    `fields=` looks into the tables instead of the index (a limit of modelsearch), where nothing is folded.
    """

    query: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preferences = [] if self.fields else preferences(self.query)
        self.query = plain_query(self.query) if self.fields else folded_query(self.query)

    def _build_rank_expression(self, vectors: Any, config: Any) -> Any:
        rank = super()._build_rank_expression(vectors, config)
        for preference in self.preferences:
            asked = self.build_tsquery(preference.query, config=config)
            preferred = When(_condition(preference, asked), then=Value(PREFERENCE * preference.weight))
            rank += Case(preferred, default=Value(0.0), output_field=FloatField())
        return rank


def _condition(preference: Preference, asked: Any) -> Q:
    """That `asked` is found at the preference's place. Titles have the words of leads too, so leads are in bodies."""
    match preference.place:
        case Place.TITLE:
            return Q(index_entries__title=asked)
        case Place.LEAD:
            return Q(index_entries__body=asked)
        case Place.TEXT:
            return Q(_vector_=asked)


class FoldingAutocompleteCompiler(FoldingCompiler, stock.PostgresAutocompleteQueryCompiler):
    """The same over beginnings of words in titles, as one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preferences = [preference for preference in self.preferences if preference.place is Place.TEXT]


class FoldingIndex(DocumentsMixin, stock.PostgresIndex):
    """The index, in the site's own database."""


class FoldingBackend(stock.PostgresSearchBackend):
    """Search on PostgreSQL.

    Uses the `simple` configuration: in English, "an", "do" and "so" would be words that do not count.
    """

    query_compiler_class = FoldingCompiler
    autocomplete_query_compiler_class = FoldingAutocompleteCompiler
    index_class = FoldingIndex

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": "simple", **params})
