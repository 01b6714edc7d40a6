"""What happens when an editor asks for a translation."""

import pytest
from wagtail_localize.operations import translate_object

from tests.factories.pages import StoryPageFactory
from tests.factories.sites import SiteTree


@pytest.mark.django_db
def test_a_page_in_another_language_is_a_draft_until_somebody_publishes_it() -> None:
    tree = SiteTree.current()
    story = StoryPageFactory()
    for page in (tree.stories, story):
        translate_object(page, [tree.en])
    assert story.live
    assert not story.get_translation(tree.en).live
