import django.db.models.deletion
import modelsearch.index
from django.db import migrations, models


class Migration(migrations.Migration):
    """Our own tags, empty at first."""

    dependencies = [("stories", "0002_counter_scope")]

    operations = [
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, unique=True, verbose_name="name")),
                ("key", models.CharField(editable=False, max_length=300, unique=True)),
                ("slug", models.SlugField(editable=False, max_length=100, unique=True, verbose_name="address")),
            ],
            options={"verbose_name": "tag", "verbose_name_plural": "tags"},
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name="FormerSlug",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(allow_unicode=True, max_length=100, unique=True)),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former_slugs", to="stories.tag"
                    ),
                ),
            ],
        ),
    ]
