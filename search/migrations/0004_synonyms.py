"""Abbreviations and other names that readers type, to begin with; editors change them."""

import tomllib
from pathlib import Path
from typing import Any

from django.db import migrations

FIRST = Path(__file__).parents[1] / "synonyms.toml"


def create(apps: Any, schema_editor: Any) -> None:
    synonyms = apps.get_model("search", "Synonyms").objects
    for terms in tomllib.loads(FIRST.read_text(encoding="utf-8"))["terms"]:
        synonyms.get_or_create(terms=terms)


class Migration(migrations.Migration):
    dependencies = [("search", "0003_words")]
    operations = [migrations.RunPython(create, migrations.RunPython.noop)]
