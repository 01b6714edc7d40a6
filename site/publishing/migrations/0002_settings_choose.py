"""The page that tells how to submit is chosen in the settings; it was known by its slugs before."""

import django.db.models.deletion
import publishing.models.settings
from django.conf import settings
from django.db import migrations, models

SUBMIT_PAGE_SLUGS = ("gui-sang-kien", "how-to-submit")


def choose_the_page_known_so_far(apps, schema_editor):
    """Choose, for each site, the child of its home page that has one of the slugs; its own language first."""
    page_model = apps.get_model("wagtailcore", "Page")
    for chosen in apps.get_model("publishing", "SiteSettings").objects.select_related("site__root_page"):
        home = chosen.site.root_page
        homes = page_model.objects.filter(translation_key=home.translation_key)
        found = [
            page
            for other in sorted(homes, key=lambda other: other.pk != home.pk)
            for page in page_model.objects.filter(
                path__startswith=other.path, depth=other.depth + 1, slug__in=SUBMIT_PAGE_SLUGS
            ).order_by("path")
        ]
        if found:
            chosen.submit_page_id = found[0].pk
            chosen.save(update_fields=["submit_page"])


class Migration(migrations.Migration):

    dependencies = [
        ('publishing', '0001_initial'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.AddField(
            model_name='sitesettings',
            name='submit_page',
            field=models.ForeignKey(blank=True, help_text='In any language: each language leads to its own version of the page.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL, verbose_name='page that tells how to submit'),
        ),
        migrations.RunPython(choose_the_page_known_so_far, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='sitesettings',
            name='submit_url',
            field=models.URLField(blank=True, help_text='Where “Submit an initiative” leads. Empty: to the page that tells how to submit.', verbose_name='address for submitting an initiative'),
        ),
        migrations.AlterField(
            model_name='sitewording',
            name='language',
            field=models.CharField(choices=publishing.models.settings.languages, max_length=10, verbose_name='language'),
        ),
        migrations.AlterField(
            model_name='sitewording',
            name='slogan',
            field=models.CharField(blank=True, help_text='Under the banner of the home page and in the foot of all.', max_length=200, verbose_name='slogan'),
        ),
    ]
