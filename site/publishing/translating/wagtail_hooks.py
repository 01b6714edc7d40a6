"""Where translating meets Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from publishing.translating import deleting, exchange, moves, telling

hooks.register("before_move_page", moves.refuse_alone)
hooks.register("after_move_page", moves.say_what_followed)
hooks.register("before_bulk_action", moves.refuse_some_alone)

hooks.register("construct_translated_pages_to_cascade_actions", deleting.cascade)
hooks.register("before_delete_page", deleting.refuse_to_delete)
hooks.register("before_unpublish_page", deleting.refuse_to_unpublish)
hooks.register("before_bulk_action", deleting.refuse_in_bulk)

hooks.register("before_edit_page", telling.say_above_the_form, order=-1)  # wagtail-localize answers in its own place
hooks.register("register_page_listing_buttons", telling.mark_in_lists)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """The report of what is behind; PO files that come back, before wagtail-localize's own address for them."""
    return [
        path("ban-dich-cham/", telling.BehindReport.as_view(), name="translations_behind"),
        path("localize/translate/<int:translation_id>/pofile/upload/", exchange.upload, name="po_upload"),
    ]


@hooks.register("register_reports_menu_item")
def report_in_the_menu() -> MenuItem:
    """Beside wagtail-localize's list of what it looks after."""
    return MenuItem(
        _("Translations behind"), reverse("translations_behind"), icon_name="wagtail-localize-language", order=9010
    )


@hooks.register("construct_homepage_panels")
def what_waits(request: HttpRequest, panels: list[Any]) -> None:
    """The versions that wait for the reader."""
    panels.append(telling.BehindPanel())
