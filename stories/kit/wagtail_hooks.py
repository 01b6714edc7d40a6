"""The share kit's places in the admin."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page

from campaigns.models import Unit
from stories.kit.screens import KitFileView, KitView
from stories.kit.unit_screen import UnitKitView
from stories.kit.writing import LOGGED
from stories.models import InitiativePage, StoryPage


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """The screen, and the files of a page as it stands in the editor."""
    return [
        path("bo-chia-se/don-vi/<int:key>/", UnitKitView.as_view(), name="share_kit_of_unit"),
        path("bo-chia-se/<int:key>/", KitView.as_view(), name="share_kit"),
        path("bo-chia-se/<int:key>/<str:name>", KitFileView.as_view(), name="share_kit_file"),
    ]


@hooks.register("register_page_header_buttons")
def in_the_header(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """In the menu beside the page's title."""
    return _button(page, user)


@hooks.register("register_page_listing_more_buttons")
def in_listings(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of each row."""
    return _button(page, user)


@hooks.register("register_snippet_listing_buttons")
def beside_units(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """In the menu of each unit."""
    if isinstance(snippet, Unit):
        address = reverse("share_kit_of_unit", args=[snippet.pk])
        yield Button(gettext("Share kit"), address, icon_name="download", priority=66)


@hooks.register("register_log_actions")
def in_the_history(actions: Any) -> None:
    """What an editor did to captions."""
    actions.register_action(LOGGED, _("Change captions"), _("Captions of the share kit changed"))


def _button(page: Page, user: Any) -> Iterator[Button]:
    is_told = page.pk and page.specific_class in (StoryPage, InitiativePage)
    if is_told and page.permissions_for_user(user).can_edit():
        yield Button(gettext("Share kit"), reverse("share_kit", args=[page.pk]), icon_name="download", priority=66)
