"""The tables of words (`search.words`), which are of each database's own kind."""

from typing import Any

from django.db import migrations

TABLES = ("search_title", "search_head", "search_text")


def create(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"CREATE TABLE {table} (page_id integer PRIMARY KEY, words tsvector NOT NULL)")
            schema_editor.execute(f"CREATE INDEX {table}_words ON {table} USING gin (words)")
        else:  # words come as ASCII or as whole words set apart by spaces, so the tokenizer has nothing to decide
            prefixes = ", prefix='1 2 3'" if table == "search_title" else ""
            schema_editor.execute(f"CREATE VIRTUAL TABLE {table} USING fts5(words, tokenize='ascii'{prefixes})")


def drop(apps: Any, schema_editor: Any) -> None:
    for table in TABLES:
        schema_editor.execute(f"DROP TABLE {table}")


class Migration(migrations.Migration):
    dependencies = [("search", "0002_documents")]
    operations = [migrations.RunPython(create, drop)]
