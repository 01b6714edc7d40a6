"""A site in two languages whose pages stand in both, looked after by somebody who may do everything."""

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import Page
from wagtail_localize.operations import translate_object

from home.models import StandardPage
from tests.factories import SiteTree, StandardPageFactory, StoryPageFactory, site_tree


@pytest.fixture
def tree(db: None) -> SiteTree:
    """The site."""
    return site_tree()


@pytest.fixture
def desk(tree: SiteTree) -> Client:
    """An editor with all rights, logged in."""
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("bien-tap", "bt@congdoan.example", "mat-khau"))
    return client


@pytest.fixture
def about(tree: SiteTree) -> StandardPage:
    """A page with a page below it, both in two languages."""
    return in_english(StandardPageFactory(title="Giới thiệu", slug="gioi-thieu"))


@pytest.fixture
def help_page(tree: SiteTree) -> StandardPage:
    """Another page of the same kind, in two languages."""
    return in_english(StandardPageFactory(title="Trợ giúp", slug="tro-giup"))


@pytest.fixture
def story(tree: SiteTree) -> Any:
    """A story in two languages."""
    in_english(tree.stories)
    return in_english(StoryPageFactory())


def in_english(page: Any) -> Any:
    """`page`, with an English version as an editor's “translate” makes it, published."""
    tree = SiteTree.current()
    translate_object(page, [tree.en])
    page.get_translation(tree.en).save_revision().publish()
    return page


def english(page: Page) -> Page:
    """The English version as it stands now."""
    return Page.objects.get(translation_key=page.translation_key, locale__language_code="en")


def intact() -> bool:
    """Whether treebeard finds nothing wrong with the tree."""
    return not any(Page.find_problems())
