"""Bring taggit's tags into our own table, under the same keys, so that every assignment and revision stays right.

Spellings of one word (NFD, white space, case) become one tag; addresses with their slugs lead to it.
"""

from django.core.management.color import no_style
from django.db import migrations

from vietnamese.slugs import slugify
from vietnamese.text import nfc


def copy_tags(apps, schema_editor):
    TheirTag = apps.get_model("taggit", "Tag")
    Tag, FormerSlug = apps.get_model("stories", "Tag"), apps.get_model("stories", "FormerSlug")
    throughs = [apps.get_model("stories", name) for name in ("StoryTag", "InitiativeTag")]
    on_pages = {key for through in throughs for key in through.objects.values_list("tag_id", flat=True)}
    on_others = set(apps.get_model("taggit", "TaggedItem").objects.values_list("tag_id", flat=True))
    tags, slugs, duplicates, former = {}, set(), {}, {}
    for theirs in TheirTag.objects.order_by("pk"):
        if theirs.pk in on_others - on_pages:
            continue  # a tag of pictures or documents alone
        name = " ".join(nfc(theirs.name).split())
        key = nfc(name.casefold())
        if key in tags:
            duplicates[theirs.pk] = tags[key].pk
        else:
            base = slugify(name, max_length=90) or "the"
            slug = next(s for s in (base, *(f"{base}-{n}" for n in range(2, len(slugs) + 3))) if s not in slugs)
            slugs.add(slug)
            tags[key] = Tag(pk=theirs.pk, name=name, key=key, slug=slug)
        former[theirs.slug] = tags[key].pk
    Tag.objects.bulk_create(tags.values())
    FormerSlug.objects.bulk_create(
        FormerSlug(slug=slug, tag_id=tag) for slug, tag in former.items() if slug not in slugs
    )
    for through in throughs:
        for assignment in through.objects.filter(tag_id__in=duplicates):
            kept = duplicates[assignment.tag_id]
            if through.objects.filter(tag_id=kept, content_object_id=assignment.content_object_id).exists():
                assignment.delete()
            else:
                through.objects.filter(pk=assignment.pk).update(tag_id=kept)
    if duplicates:
        merge_in_revisions(apps, duplicates)
    for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [Tag]):
        schema_editor.execute(statement)


def merge_in_revisions(apps, duplicates):
    Revision = apps.get_model("wagtailcore", "Revision")
    of_pages = Revision.objects.filter(content_type__app_label="stories")
    for revision in of_pages.only("content").iterator(chunk_size=200):
        items = revision.content.get("tagged_items", [])
        merged = {duplicates.get(item["tag"], item["tag"]): item for item in reversed(items)}
        if any(item["tag"] in duplicates for item in items):
            revision.content["tagged_items"] = [{**item, "tag": tag} for tag, item in reversed(merged.items())]
            Revision.objects.filter(pk=revision.pk).update(content=revision.content)


class Migration(migrations.Migration):
    """taggit's rows stay where they are."""

    dependencies = [
        ("stories", "0003_tags"),
    ]

    operations = [migrations.RunPython(copy_tags, migrations.RunPython.noop)]
