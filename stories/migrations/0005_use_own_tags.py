import django.db.models.deletion
from django.db import migrations, models

import stories.models.tags


class Migration(migrations.Migration):
    """Stories and initiatives point to our own tags, which have the same keys."""

    dependencies = [("stories", "0004_copy_tags")]

    operations = [
        operation
        for kind in ("initiative", "story")
        for operation in (
            migrations.AlterField(
                model_name=f"{kind}tag",
                name="tag",
                field=models.ForeignKey(
                    on_delete=django.db.models.deletion.CASCADE,
                    related_name={"initiative": "tagged_initiatives", "story": "tagged_stories"}[kind],
                    to="stories.tag",
                ),
            ),
            migrations.AlterField(
                model_name=f"{kind}page",
                name="tags",
                field=stories.models.tags.PageTagsField(
                    blank=True,
                    help_text="A comma-separated list of tags.",
                    through=f"stories.{kind.capitalize()}Tag",
                    to="stories.Tag",
                    verbose_name="tags",
                ),
            ),
        )
    ]
