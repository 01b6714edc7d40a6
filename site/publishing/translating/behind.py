"""Versions that have fallen behind their original: which, since when, and the way to bring each up to it.

A version is up to its original once it was published after the original was. Where wagtail-localize looks after it,
what counts besides is when it last took the original's texts over (“Sync translated pages”); the original is then the
page that it was translated from, and in the site's language otherwise.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Case, F, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Coalesce
from django.urls import reverse
from wagtail.models import Locale, Page, PageLogEntry
from wagtail.permission_policies.pages import PagePermissionPolicy
from wagtail_localize.models import TranslationSource


@dataclass(frozen=True)
class Behind:
    """A published version whose original was published again `since`. `sync_url`: where its new texts are taken over.

    That is empty for a version that is written by hand; `changes_url` then shows what was changed in the original.
    """

    version: Page
    original: Page
    since: datetime
    edit_url: str
    changes_url: str
    sync_url: str


def versions_behind(versions: "QuerySet[Page]") -> "QuerySet[Page]":
    """Those of `versions` that are published and behind; no query of its own.

    Annotates `level`: up to when each is, and `source_locale`: the language of the original that it follows.
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
    found: QuerySet[Page] = (
        versions.exclude(locale__language_code=settings.LANGUAGE_CODE)
        .filter(live=True, alias_of=None)
        .annotate(
            source_locale=Coalesce(
                sources.values("locale_id")[:1], sites_own.values("pk")[:1], output_field=IntegerField()
            ),
            original_published=Subquery(original.values("last_published_at")[:1]),
            synced=Subquery(sources.values("last_updated_at")[:1]),
            level=Case(When(synced__lt=F("last_published_at"), then=F("synced")), default=F("last_published_at")),
        )
        .filter(original_published__gt=F("level"))
        .select_related("locale")
        .order_by("original_published", "pk")
    )
    return found


def behind_for(user: Any) -> list[Behind]:
    """Every version behind its original that `user` may edit, the longest waiting first."""
    editable = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    found = [described(version) for version in versions_behind(editable)]
    return sorted(found, key=lambda behind: behind.since)


def described(version: Page) -> Behind:
    """What there is to say of a version that `versions_behind` found."""
    original = Page.objects.get(translation_key=version.translation_key, locale=version.source_locale)
    published = PageLogEntry.objects.filter(page=original, action="wagtail.publish", timestamp__gt=version.level)
    first = published.order_by("timestamp").values_list("timestamp", flat=True).first()
    source = TranslationSource.objects.filter(
        object_id=version.translation_key,
        translations__target_locale=version.locale,
        translations__enabled=True,
    ).first()
    return Behind(
        version=version,
        original=original,
        since=first or original.last_published_at,
        edit_url=reverse("wagtailadmin_pages:edit", args=[version.pk]),
        changes_url=reverse("wagtailadmin_pages:history", args=[original.pk]),
        sync_url=reverse("wagtail_localize:update_translations", args=[source.pk]) if source is not None else "",
    )
