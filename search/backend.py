"""The search backend of the site, for `WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}`.

Finds Vietnamese however it is typed: with and without marks, composed and decomposed, "Hòa" and "Hoà", đ and
d. It serves the admin's search and choosers as well as the public search page. After switching to it, or
changing how texts are folded, run `manage.py update_index`.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection


def SearchBackend(params: dict[str, Any]) -> Any:
    """Return the folding backend for the default database (modelsearch looks for this name).

    Raises ImproperlyConfigured for a database that it cannot search.
    """
    if connection.vendor == "postgresql":
        from search.postgres import FoldingBackend as PostgresBackend

        return PostgresBackend(params)
    if connection.vendor == "sqlite":
        from modelsearch.backends.database.sqlite.utils import fts5_available

        if not fts5_available():
            raise ImproperlyConfigured("search needs SQLite with FTS5, which this Python's SQLite lacks")
        from search.sqlite import FoldingBackend as SQLiteBackend

        return SQLiteBackend(params)
    raise ImproperlyConfigured(f"search works on SQLite and PostgreSQL, not on {connection.vendor}")
