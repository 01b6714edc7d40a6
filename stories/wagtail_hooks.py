"""What the admin gets from stories and initiatives."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest
from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from campaigns.reports.views import ACTIONS_HOOK
from publishing.consent.reach import MADE_OF_HOOK
from stories.kit.withdrawn import MadeKits
from stories.made_feeds import MadeFeeds
from stories.merging import MERGED, pages_with, reindex
from stories.models import Tag
from stories.report_drafts import DraftView, offer_draft
from stories.start import StartPanel
from stories.tag_admin import MergeLog, MergeTags, TagViewSet

register_snippet(TagViewSet)
hooks.register(MADE_OF_HOOK, MadeKits)
hooks.register(MADE_OF_HOOK, MadeFeeds)
hooks.register("register_bulk_action", MergeTags)
hooks.register(ACTIONS_HOOK, offer_draft)


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


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Beside the weekly report's own."""
    return [path("so-lieu/bao-cao-tuan/ban-nhap/", DraftView.as_view(), name="weekly_report_draft")]
