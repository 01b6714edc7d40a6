"""Stories and initiatives with their indexes."""

from stories.models.initiatives import InitiativeIndexPage, InitiativePage
from stories.models.people import InitiativeAuthor, InitiativeEffect
from stories.models.stories import StoryIndexPage, StoryPage
from stories.models.tags import FormerSlug, InitiativeTag, StoryTag, Tag

__all__ = [
    "FormerSlug",
    "InitiativeAuthor",
    "InitiativeEffect",
    "InitiativeIndexPage",
    "InitiativePage",
    "InitiativeTag",
    "StoryIndexPage",
    "StoryPage",
    "StoryTag",
    "Tag",
]
