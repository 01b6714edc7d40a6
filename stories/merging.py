"""Merging tags: the pages of several tags get one of them, drafts and earlier versions included."""

from collections.abc import Collection, Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import Page, Revision
from wagtail.search.index import insert_or_update_object

from stories.models import FormerSlug, InitiativePage, InitiativeTag, StoryPage, StoryTag, Tag

MERGED = "stories.merge_tags"
"""The action in the audit log."""


def pages_with(tags: Iterable[Tag]) -> list[Page]:
    """The stories and initiatives that have any of `tags`, by title; drafts that only a revision knows are left out."""
    keys = [tag.pk for tag in tags]
    found: list[Page] = []
    for model in (StoryPage, InitiativePage):
        found += model.objects.filter(tagged_items__tag__in=keys).select_related("locale").distinct()
    return sorted(found, key=lambda page: page.title)


@transaction.atomic
def merge(tags: Collection[Tag], into: Tag, user: AbstractBaseUser | None = None) -> int:
    """Make one tag of `tags` and `into`; returns how many pages changed.

    Addresses with the slugs of the merged tags lead to `into`. The log of `into` tells who did it, what was merged
    and which pages changed.
    """
    merged = [tag for tag in tags if tag.pk != into.pk]
    pages = pages_with(merged)
    for through in (StoryTag, InitiativeTag):
        has_it_already = through.objects.filter(tag=into).values("content_object")
        assignments = through.objects.filter(tag__in=merged)
        assignments.filter(content_object__in=list(has_it_already.values_list("content_object", flat=True))).delete()
        kept: set[int] = set()
        for assignment in assignments.order_by("pk"):
            if assignment.content_object_id in kept:
                assignment.delete()
                continue
            kept.add(assignment.content_object_id)
            through.objects.filter(pk=assignment.pk).update(tag=into)
    _merge_in_revisions({tag.pk for tag in merged}, into.pk)
    FormerSlug.objects.filter(tag__in=merged).update(tag=into)
    names = [tag.name for tag in merged]
    for tag in merged:
        log(tag, "wagtail.delete", user=user, deleted=True)
    slugs = [tag.slug for tag in merged]
    Tag.objects.filter(pk__in=[tag.pk for tag in merged]).delete()
    FormerSlug.objects.bulk_create(FormerSlug(slug=slug, tag=into) for slug in slugs)
    log(into, MERGED, user=user, data={"merged": names, "pages": [[page.pk, page.title] for page in pages]})
    reindex(pages)
    return len(pages)


def reindex(pages: Iterable[Page]) -> None:
    """Bring the search index up to date with the names of the pages' tags."""
    for page in pages:
        insert_or_update_object(page._meta.model.objects.get(pk=page.pk))


def _merge_in_revisions(merged: set[int], into: int) -> None:
    """Put `into` in the place of the `merged` tags in every stored version of a page."""
    types = ContentType.objects.get_for_models(StoryPage, InitiativePage).values()
    for revision in Revision.objects.filter(content_type__in=types).only("content").iterator(chunk_size=200):
        items = revision.content.get("tagged_items", [])
        if not any(item["tag"] in merged for item in items):
            continue
        seen: set[int] = set()
        revision.content["tagged_items"] = [
            item
            for item in ({**item, "tag": into if item["tag"] in merged else item["tag"]} for item in items)
            if not (item["tag"] in seen or seen.add(item["tag"]))  # type: ignore[func-returns-value]  # a set's add
        ]
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)
