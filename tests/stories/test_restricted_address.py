"""An initiative that becomes restricted gets an address that tells nothing, and the old one leads nowhere."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale
from wagtail.test.utils.form_data import querydict_from_html

from stories.addresses import neutral_slug
from stories.models import InitiativePage
from tests.factories import InitiativePageFactory

pytestmark = pytest.mark.django_db
TELLING = "keo-lap-go-cheo"
Commits = Callable[..., AbstractContextManager[Any]]


@pytest.fixture
def page() -> InitiativePage:
    made: InitiativePage = InitiativePageFactory(title="Gờ chéo", slug=TELLING)
    made.save_revision().publish()
    return made


@pytest.fixture
def editor() -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("bientap", "bientap@example.org", "mat-khau-dai"))
    return client


@pytest.fixture
def publish(editor: Client, django_capture_on_commit_callbacks: Commits) -> Callable[..., Any]:
    """Presses “Publish” on the page's form with these changes; None takes a mark away."""

    def send(page: InitiativePage, action: str = "action-publish", **changes: str | None) -> Any:
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        data = querydict_from_html(editor.get(address).content.decode(), form_id="page-edit-form")
        for name in ("problem", "idea", "result"):
            data[name] = "null"  # rich text as its script would send it
        if "neutral_address" in data:
            data["neutral_address"] = "on"  # what a browser sends for a mark that is set
        for name, value in changes.items():
            data.pop(name, None)
            if value is not None:
                data[name] = value
        data[action] = "1"
        with django_capture_on_commit_callbacks(execute=True):
            answer = editor.post(address, data)
        return answer

    return send


@pytest.fixture
def english(page: InitiativePage) -> InitiativePage:
    locale, _created = Locale.objects.get_or_create(language_code="en")
    made: InitiativePage = page.copy_for_translation(locale, copy_parents=True)
    made.slug = "glue-a-slanted-ridge"
    made.save_revision().publish()
    return made


def test_the_screen_offers_a_neutral_address_and_publishing_takes_it(
    page: InitiativePage, client: Client, editor: Client, publish: Callable[..., Any]
) -> None:
    old, slug = page.url, neutral_slug(page)
    screen = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert slug in screen
    assert client.get(old).status_code == 200
    assert publish(page, restricted="on").status_code == 302
    page.refresh_from_db()
    assert page.restricted
    assert page.slug == slug
    new = client.get(page.url)
    assert new.status_code == 200
    assert TELLING not in new.content.decode()
    gone = client.get(old)
    assert gone.status_code == 404
    assert slug not in gone.content.decode()
    assert not Redirect.objects.filter(redirect_page=page).exists()
    for place in ("/sang-kien/", "/sitemap.xml", "/"):
        assert TELLING not in client.get(place).content.decode()
    screen = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    assert "neutral_address" not in screen  # there is nothing to offer any more


def test_declining_the_offer_keeps_the_address(page: InitiativePage, publish: Callable[..., Any]) -> None:
    publish(page, restricted="on", neutral_address=None)
    page.refresh_from_db()
    assert page.restricted
    assert page.slug == TELLING


def test_an_open_initiative_keeps_its_address_whatever_the_hidden_mark_says(
    page: InitiativePage, publish: Callable[..., Any]
) -> None:
    publish(page, neutral_address="on")
    page.refresh_from_db()
    assert page.slug == TELLING


def test_a_second_save_of_the_same_screen_does_not_bring_the_old_address_back(
    page: InitiativePage, editor: Client, publish: Callable[..., Any]
) -> None:
    publish(page, action="action-save", restricted="on", neutral_address="on")
    publish(page, restricted="on", neutral_address="on", slug=TELLING)  # the screen was drawn before that save
    page.refresh_from_db()
    assert page.slug == neutral_slug(page)


def test_addresses_from_before_are_forgotten_with_the_restriction(
    page: InitiativePage, client: Client, publish: Callable[..., Any]
) -> None:
    oldest = page.url
    publish(page, slug="ten-thu-hai")
    assert client.get(oldest).status_code == 301
    publish(page, restricted="on")
    assert client.get(oldest).status_code == 404


def test_every_language_gets_the_neutral_address(
    page: InitiativePage, english: InitiativePage, client: Client, publish: Callable[..., Any]
) -> None:
    old = english.url
    publish(page, restricted="on")
    english.refresh_from_db()
    assert english.slug == neutral_slug(page)
    assert client.get(english.url).status_code == 200
    assert client.get(old).status_code == 404
    draft = english.get_latest_revision_as_object()
    draft.slug = "glue-a-slanted-ridge"
    draft.save_revision().publish()
    english.refresh_from_db()
    assert english.slug == neutral_slug(page)
