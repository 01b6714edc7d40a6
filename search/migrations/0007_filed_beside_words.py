"""On PostgreSQL, what a document is filed under stands beside its words (`search.words.filed`)."""

from typing import Any

from django.db import migrations

STATEMENTS = (
    "SET LOCAL statement_timeout = 0",
    # Without the index, which would take up all words of every row anew: that takes minutes instead of seconds.
    "DROP INDEX search_text_words",
    "ALTER TABLE search_text ADD COLUMN combination integer, ADD COLUMN tags integer[]",
    "UPDATE search_text SET combination = combination_id, tags = ARRAY("
    "SELECT tag_id FROM search_document_tags WHERE document_id = search_document.page_id)"
    " FROM search_document WHERE search_document.page_id = search_text.page_id",
    "CREATE INDEX search_text_words ON search_text USING gin (words)",
)


def add(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        for statement in STATEMENTS:
            schema_editor.execute(statement)


def remove(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE search_text DROP COLUMN combination, DROP COLUMN tags")


class Migration(migrations.Migration):
    dependencies = [("search", "0006_counted_from_the_index")]
    operations = [migrations.RunPython(add, remove)]
