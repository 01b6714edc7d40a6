"""Indexes of Wagtail's pages that keep every page of the site quick among many: menus, and what is closed by an alias.

Wagtail asks for the pages below another by depth and path. Hardly any page is an alias: an index of those alone tells a
database so, which would else read all pages.
"""

from django.db import migrations

BELOW, ALIASES = "publishing_page_depth_path", "publishing_page_aliases"


class Migration(migrations.Migration):
    dependencies = [("publishing", "0009_foreign_words")]
    operations = [
        migrations.RunSQL(f"CREATE INDEX {BELOW} ON wagtailcore_page (depth, path)", f"DROP INDEX {BELOW}"),
        migrations.RunSQL(
            f"CREATE INDEX {ALIASES} ON wagtailcore_page (alias_of_id) WHERE alias_of_id IS NOT NULL",
            f"DROP INDEX {ALIASES}",
        ),
    ]
