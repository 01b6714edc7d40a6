"""The demo's drawings show nobody and are our own; of every other picture it has to be stated."""

from django.db import migrations


def state(apps, schema_editor):
    Image = apps.get_model("publishing", "EditorialImage")
    Image.objects.filter(credit="Minh họa: Ban Biên tập", people="").update(people="no", rights="own")


class Migration(migrations.Migration):

    dependencies = [("publishing", "0004_consent")]

    operations = [migrations.RunPython(state, migrations.RunPython.noop)]
