"""A version follows one page: it never has two translations, and none has two from before."""

from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource
from wagtail_localize.operations import translate_object

from home.models import StandardPage
from publishing.translating.behind import described, versions_behind
from tests.factories import SiteTree
from tests.publishing.translating.conftest import english

pytestmark = pytest.mark.django_db


@pytest.fixture
def korean(about: StandardPage) -> StandardPage:
    """A page's Korean version, translated from the original and published."""
    locale = Locale.objects.create(language_code="ko")
    translate_object(about, [locale])
    version = StandardPage.objects.get(translation_key=about.translation_key, locale=locale)
    version.save_revision().publish()
    return version


def from_english(version: StandardPage) -> Translation:
    """Another translation of `version`, as wagtail-localize makes one, unsaved."""
    source, _created = TranslationSource.update_or_create_from_instance(english(version).specific)
    return Translation(source=source, target_locale=version.locale)


def followed(version: StandardPage) -> list[str]:
    """The languages that `version` has translations from."""
    found = Translation.objects.filter(source__object_id=version.translation_key, target_locale=version.locale)
    return list(found.values_list("source__locale__language_code", flat=True))


def test_what_is_translated_anew_follows_that_page_alone(desk: Client, korean: StandardPage) -> None:
    from_english(korean).save()
    assert followed(korean) == ["en"]
    for name in ("wagtailadmin_pages:edit", "wagtail_localize:convert_to_alias"):
        assert desk.get(reverse(name, args=[korean.pk])).status_code == 200


def test_other_versions_keep_their_translations(korean: StandardPage) -> None:
    from_english(korean).save()
    assert Translation.objects.filter(source__object_id=korean.translation_key, target_locale__language_code="en")


@pytest.mark.parametrize(("stopped", "stays"), [(None, "vi"), ("en", "vi"), ("vi", "en")])
def test_doubles_from_before_go(korean: StandardPage, stopped: str | None, stays: str) -> None:
    Translation.objects.bulk_create([from_english(korean)])  # without signals
    doubles = Translation.objects.filter(target_locale=korean.locale)
    doubles.filter(source__locale__language_code=stopped).update(enabled=False)
    assert sorted(followed(korean)) == ["en", "vi"]
    import_module("publishing.migrations.0011_one_source").keep_one(apps, None)
    assert followed(korean) == [stays]
    assert Translation.objects.count() == 2


def outdated() -> list[str]:
    """The languages of versions whose original went on."""
    found = map(described, versions_behind(Page.objects.all()))
    return [behind.version.locale.language_code for behind in found if behind.outdated]


def test_a_version_made_from_another_version_is_behind_that(
    desk: Client, about: StandardPage, korean: StandardPage
) -> None:
    from_english(korean).save()
    korean.save_revision().publish()
    about.refresh_from_db()
    about.save_revision().publish()
    assert outdated() == ["en"]
    english(about).specific.save_revision().publish()
    screen = desk.get(reverse("translations_behind")).content.decode()
    source = TranslationSource.objects.get(object_id=about.translation_key, locale=SiteTree.current().en)
    assert reverse("wagtail_localize:update_translations", args=[source.pk]) in screen
    TranslationSource.objects.filter(pk=source.pk).update(last_updated_at=timezone.now())
    korean.save_revision().publish()
    assert "ko" not in outdated()
