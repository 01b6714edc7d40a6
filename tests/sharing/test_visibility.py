"""Which pages everybody may read: Wagtail's rule, as a condition of one query."""

from typing import Any

import pytest
from django.db.models import Value
from wagtail.models import Page, PageViewRestriction

from home.models import StandardPage
from sharing.visibility import published, restrictions_on
from tests.factories import SiteTree, StandardPageFactory, StoryPageFactory, site_tree

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> SiteTree:
    tree = site_tree()
    story = StoryPageFactory()
    StoryPageFactory(live=False)
    StandardPageFactory(parent=StandardPageFactory())
    story.create_alias(update_slug="ban-thu-hai")
    story.copy_for_translation(tree.en, copy_parents=True, alias=True)
    return tree


def agree() -> bool:
    """Whether our rule answers as Wagtail's for every page."""
    shown = set(published(Page.objects.all()).values_list("pk", flat=True))
    return all(
        (page.pk in shown) == (page.live and not Page.get_view_restrictions(page).exists())
        and restrictions_on(Value(page.path)).exists() == Page.get_view_restrictions(page).exists()
        for page in Page.objects.all()
    )


def test_without_restrictions_all_live_pages_are_open(tree: SiteTree) -> None:
    assert agree()
    assert published(Page.objects.all()).count() == Page.objects.live().count()


@pytest.mark.parametrize("closed", ["root", "home", "stories", "story", "nested"])
def test_a_restriction_closes_the_page_what_is_below_and_their_aliases(tree: SiteTree, closed: str) -> None:
    page: Any = {
        "root": Page.get_first_root_node(),
        "home": tree.home,
        "stories": tree.stories,
        "story": Page.objects.child_of(Page.objects.get(pk=tree.stories.pk)).live().first(),
        "nested": StandardPage.objects.get(depth=4),
    }[closed]
    PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert agree()
    assert not published(Page.objects.filter(pk=page.pk)).exists()


def test_it_costs_no_query_of_its_own(tree: SiteTree, django_assert_num_queries: Any) -> None:
    PageViewRestriction.objects.create(page=tree.stories, restriction_type="login")
    with django_assert_num_queries(1):
        list(published(Page.objects.all()))
