"""What closes a page closes it in every language, wherever readers would find it."""

from typing import Any
from urllib.parse import quote

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageViewRestriction
from wagtail_localize.operations import translate_object

from home.models import StandardPage
from stories.models import StoryPage
from tests.factories import SiteTree, StandardPageFactory
from tests.publishing.translating.conftest import english

pytestmark = pytest.mark.django_db


def choose(desk: Client, page: Page, kind: str, **more: Any) -> None:
    """Set who may read `page`, as its screen does."""
    answer = desk.post(reverse("wagtailadmin_pages:set_privacy", args=[page.pk]), {"restriction_type": kind, **more})
    assert answer.json()["step"] == "set_privacy_done"


def restriction(page: Page) -> PageViewRestriction | None:
    found: PageViewRestriction | None = PageViewRestriction.objects.filter(page=page).first()
    return found


def seen(client: Client, version: StoryPage) -> set[str]:
    """The places where everybody meets `version`."""
    places = {
        "list": "/en/stories/",
        "feed": "/en/feeds/stories.rss",
        "sitemap": "/sitemap.xml",
        "search": f"/en/search/?q={quote(version.title)}",
        "hreflang": version.get_translation(SiteTree.current().vi).url,
    }
    found = {name for name, address in places.items() if version.url in client.get(address).content.decode()}
    answers = {
        "page": version.url,
        "frame": f"/embed/trang/{version.pk}/",
        "oembed": f"/oembed/?url={version.full_url}",
    }
    return found | {name for name, address in answers.items() if client.get(address).status_code == 200}


@pytest.fixture
def english_story(story: StoryPage) -> StoryPage:
    """The English version of a story, in a list with an address that reads English."""
    index = english(story.get_parent()).specific
    index.slug = "stories"
    index.save_revision().publish()
    return StoryPage.objects.get(locale__language_code="en")


EVERYWHERE = {"list", "feed", "sitemap", "search", "page", "frame", "oembed"}


@pytest.mark.parametrize("above", [False, True], ids=["itself", "above"])
def test_a_closed_page_is_closed_in_every_language(
    client: Client, desk: Client, story: StoryPage, english_story: StoryPage, above: bool
) -> None:
    closed = story.get_parent() if above else story
    assert seen(client, english_story) == EVERYWHERE | {"hreflang"}
    choose(desk, closed, "login")
    assert seen(client, english_story) == set()
    assert client.get(english_story.url)["Location"].startswith("/admin/login/")
    choose(desk, closed, "none")
    assert seen(client, english_story) == EVERYWHERE | {"hreflang"}
    assert not PageViewRestriction.objects.exists()


def test_the_versions_screen_tells_it(desk: Client, about: StandardPage) -> None:
    def shown(version: Page) -> set[str]:
        page = BeautifulSoup(desk.get(reverse("wagtailadmin_pages:edit", args=[version.pk])).content, "html.parser")
        key = "data-w-zone-switch-key-value"
        return {str(state[key]) for state in page.select(f"[{key}$=isPublic]") if "w-hidden" not in state["class"]}

    assert shown(english(about)) == {"isPublic"}
    choose(desk, about, "login")
    assert shown(english(about)) == {"!isPublic"}


def test_the_same_groups_may_read_every_version(desk: Client, about: StandardPage) -> None:
    first, second = Group.objects.create(name="Ban A"), Group.objects.create(name="Ban B")
    for chosen in ([first.pk], [first.pk, second.pk], [second.pk]):
        choose(desk, about, "groups", groups=chosen)
        own = restriction(english(about))
        assert own is not None
        assert own.restriction_type == "groups"
        assert {group.pk for group in own.groups.all()} == set(chosen)
    choose(desk, about, "login")
    assert PageViewRestriction.objects.filter(page=english(about)).values_list("restriction_type", flat=True).get() == (
        "login"
    )


def test_a_version_closed_by_hand_leaves_its_original_open(desk: Client, about: StandardPage) -> None:
    choose(desk, english(about), "login")
    assert restriction(about) is None
    choose(desk, english(about), "none")
    assert not PageViewRestriction.objects.exists()


def test_a_version_made_later_is_closed_too(client: Client, tree: SiteTree, desk: Client) -> None:
    page = StandardPageFactory()
    choose(desk, page, "login")
    translate_object(page, [tree.en])
    english(page).specific.save_revision().publish()
    assert client.get(english(page).url).status_code == 302


def test_a_closed_original_that_is_deleted_opens_nothing(client: Client, desk: Client, about: StandardPage) -> None:
    choose(desk, about, "login")
    about.delete()
    assert client.get(english(about).url).status_code == 302
