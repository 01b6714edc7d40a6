"""One difference from Django's backend: a name that begins with `cms_v1_` stands for a view in the schema `cms_v1`.

SQLite has no schemas, so the models name their views `cms_v1_…`; this keeps one set of models for both engines.
"""

from django.db.backends.postgresql import base, operations

from campaigns.tracking.contract import PREFIX, SCHEMA


class DatabaseOperations(operations.DatabaseOperations):
    """Quotes the contract's view names with their schema."""

    def quote_name(self, name: str) -> str:
        if name.startswith(PREFIX):
            return f'"{SCHEMA}".{super().quote_name(name.removeprefix(PREFIX))}'
        return super().quote_name(name)


class DatabaseWrapper(base.DatabaseWrapper):
    """The connection of the alias `tracking` on PostgreSQL; config.databases makes its session read-only."""

    ops_class = DatabaseOperations
