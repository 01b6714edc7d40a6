"""What closes an original closes its versions, and opens them again with it.

Wagtail closes a page, what stands below it and their aliases. Wagtail-localize takes a restriction over only when a
version is made or published again; until then the text stays open in the other language. Here the versions get it at
once, as restrictions of their own, so that Wagtail's screens tell of them.
"""

from typing import Any

from wagtail.models import PageViewRestriction

from publishing.translating.versions import versions_of


def close_versions(instance: PageViewRestriction, raw: bool = False, **kwargs: Any) -> None:
    """After a restriction was saved: the versions of its page get the same."""
    if raw:
        return
    for version in versions_of(instance.page):
        own = version.view_restrictions.first() or PageViewRestriction(page=version)
        own.restriction_type, own.password = instance.restriction_type, instance.password
        own.save()
        own.groups.set(instance.groups.all())


def follow_groups(instance: Any, action: str, **kwargs: Any) -> None:
    """After other groups were chosen, which Wagtail stores after the restriction itself."""
    if action.startswith("post_") and isinstance(instance, PageViewRestriction):
        close_versions(instance)


def open_versions(instance: PageViewRestriction, origin: Any = None, **kwargs: Any) -> None:
    """After a restriction was lifted. One that goes because its page is deleted opens nothing that stays."""
    if getattr(origin, "model", type(origin)) is PageViewRestriction:
        PageViewRestriction.objects.filter(page__in=versions_of(instance.page)).delete()
