"""What the admin gets from stories and initiatives."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from stories.merging import MERGED, pages_with, reindex
from stories.models import Tag
from stories.start import StartPanel
from stories.tag_admin import MergeLog, MergeTags, TagViewSet

register_snippet(TagViewSet)
hooks.register("register_bulk_action", MergeTags)


@hooks.register("register_log_actions")
def log_merges(actions: Any) -> None:
    """Merging tags has a name of its own in the history."""
    actions.register_action(MERGED)(MergeLog)


@hooks.register("after_edit_snippet")
def search_by_the_new_name(request: HttpRequest, instance: Model) -> None:
    """Pages are found by the names of their tags, so a renamed tag's pages are indexed again."""
    if isinstance(instance, Tag):
        reindex(pages_with([instance]))


@hooks.register("construct_homepage_panels")
def begin_to_write(request: HttpRequest, panels: list[Any]) -> None:
    """Two large buttons on the first screen."""
    panels.append(StartPanel())
