"""Tags of stories and initiatives: one list of words for both (taggit's own)."""

from django.db import models
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase, Tag


class StoryTag(ItemBase):
    """A tag on a story."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_stories")
    content_object = ParentalKey("stories.StoryPage", on_delete=models.CASCADE, related_name="tagged_items")


class InitiativeTag(ItemBase):
    """A tag on an initiative."""

    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="tagged_initiatives")
    content_object = ParentalKey("stories.InitiativePage", on_delete=models.CASCADE, related_name="tagged_items")
