"""An index for what PostgreSQL's search filters by.

modelsearch looks for words in title and body together, which its own indexes (one per column) cannot serve: without
this one every query reads the whole table. SQLite's FTS5 needs nothing.
"""

from typing import Any

from django.db import migrations

NAME = "search_title_and_body"


def create(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        table = apps.get_model("wagtailsearch", "IndexEntry")._meta.db_table
        schema_editor.execute(f"CREATE INDEX {NAME} ON {table} USING gin ((title || body))")


def drop(apps: Any, schema_editor: Any) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"DROP INDEX {NAME}")


class Migration(migrations.Migration):
    dependencies = [("wagtailsearch", "0010_add_text_fields")]
    operations = [migrations.RunPython(create, drop)]
