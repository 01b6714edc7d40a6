"""Versions that have fallen behind their original: which, since when, and the way to bring each up to it.

A version is up to its original once it was published after the original was. Where wagtail-localize looks after it,
what counts besides is when it last took the original's texts over (“Sync translated pages”), and that each of them is
translated: until then readers meet the original's. The original is then the page that it was translated from, and in
the site's language otherwise.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from wagtail.models import Locale, Page, PageLogEntry
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import StringSegment, StringTranslation, TranslationSource


@dataclass(frozen=True)
class Behind:
    """A version whose original was published again `since`. `sync_url`: where its new texts are taken over.

    That is empty for a version that is written by hand; `changes_url` then shows what was changed in the original.
    `outdated` is false where it took all texts over and `untranslated` of them are not translated.
    """

    version: Page
    original: Page
    since: datetime
    outdated: bool
    untranslated: int
    edit_url: str
    changes_url: str
    sync_url: str


def versions_behind(versions: "QuerySet[Page]", *, drafts: bool = False) -> "QuerySet[Page]":
    """Those of `versions` that are behind, of the published ones or of the `drafts`; no query of its own.

    Annotates `level`: up to when each is; `source_locale`: the language of the original that it follows; and
    `untranslated`: how many passages a published one shows in that language.
    """
    sources = TranslationSource.objects.filter(
        object_id=OuterRef("translation_key"),
        translations__target_locale=OuterRef("locale"),
        translations__enabled=True,
    )
    sites_own = Locale.objects.filter(language_code=settings.LANGUAGE_CODE)
    original = Page.objects.filter(
        translation_key=OuterRef("translation_key"), locale=OuterRef("source_locale"), live=True
    )
    published = F("last_published_at")
    synced_last = When(Q(synced__lt=published) | Q(last_published_at=None) | Q(live=False), then=F("synced"))
    behind = Q(original_published__gt=F("level"))
    found: QuerySet[Page] = (
        versions.exclude(locale__language_code=settings.LANGUAGE_CODE)
        .filter(live=not drafts, alias_of=None)
        .annotate(
            source_locale=Coalesce(
                sources.values("locale_id")[:1], sites_own.values("pk")[:1], output_field=IntegerField()
            ),
            original_published=Subquery(original.values("last_published_at")[:1]),
            synced=Subquery(sources.values("last_updated_at")[:1]),
            level=Case(synced_last, default=published),
            untranslated=_untranslated(),
        )
        .filter(behind if drafts else behind | Q(untranslated__gt=0, original_published__isnull=False))
        .select_related("locale")
        .order_by("original_published", "pk")
    )
    return found


def _untranslated() -> Coalesce:
    """How many passages of a page's original are not translated into its language, as wagtail-localize counts them."""
    there = StringTranslation.objects.filter(
        translation_of=OuterRef("string"),
        context=OuterRef("context"),
        locale=OuterRef("source__translations__target_locale"),
        has_error=False,
    )
    segments = StringSegment.objects.filter(
        ~Exists(there),
        source__object_id=OuterRef("translation_key"),
        source__translations__target_locale=OuterRef("locale"),
        source__translations__enabled=True,
    )
    counted = segments.order_by().values("source").annotate(passages=Count("*")).values("passages")
    return Coalesce(Subquery(counted[:1]), 0, output_field=IntegerField())


def behind_for(user: Any) -> list[Behind]:
    """Every version behind its original that `user` may edit, the longest waiting first."""
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    found = [described(version) for version in versions_behind(editable)]
    return sorted(found, key=lambda behind: behind.since)


def described(version: Page) -> Behind:
    """What there is to say of a version that `versions_behind` found."""
    original = Page.objects.get(translation_key=version.translation_key, locale=version.source_locale)
    published = PageLogEntry.objects.filter(page=original, action="wagtail.publish", timestamp__gt=version.level)
    outdated = original.last_published_at > version.level
    first = published.order_by("timestamp").values_list("timestamp", flat=True).first() if outdated else None
    source = TranslationSource.objects.filter(
        object_id=version.translation_key,
        translations__target_locale=version.locale,
        translations__enabled=True,
    ).first()
    return Behind(
        version=version,
        original=original,
        since=first or (original.last_published_at if outdated else version.last_published_at),
        outdated=outdated,
        untranslated=version.untranslated,
        edit_url=reverse("wagtailadmin_pages:edit", args=[version.pk]),
        changes_url=reverse("wagtailadmin_pages:history", args=[original.pk]),
        sync_url=reverse("wagtail_localize:update_translations", args=[source.pk]) if source is not None else "",
    )
