"""A version follows one page: of several translations of one version, all but one go (publishing.translating.sources).

The one stays that is followed, before one that was stopped; then one from the site's language; then the latest. What
was translated in the others stays known.
"""

from typing import Any

from django.conf import settings
from django.db import migrations


def keep_one(apps: Any, schema_editor: Any) -> None:
    """Delete the others."""
    translations = apps.get_model("wagtail_localize", "Translation").objects.select_related("source__locale")
    ranked = sorted(
        translations.all(),
        key=lambda one: (one.enabled, one.source.locale.language_code == settings.LANGUAGE_CODE, one.pk),
        reverse=True,
    )
    kept: set[tuple[Any, int]] = set()
    for one in ranked:
        version = (one.source.object_id, one.target_locale_id)
        if version in kept:
            one.delete()
        kept.add(version)


class Migration(migrations.Migration):
    dependencies = [
        ("publishing", "0010_index_of_the_tree"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]
    operations = [migrations.RunPython(keep_one, migrations.RunPython.noop)]
