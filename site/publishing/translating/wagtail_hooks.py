"""Where translating meets Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail_localize.views import edit_translation as theirs

from publishing.translating import deleting, exchange, moves, rights, snippets, submitting, telling, together, words

hooks.register("before_move_page", moves.refuse_alone)
hooks.register("after_move_page", moves.say_what_followed)
hooks.register("before_bulk_action", moves.refuse_some_alone)

hooks.register("construct_translated_pages_to_cascade_actions", deleting.cascade)
hooks.register("before_delete_page", deleting.refuse_to_delete)
hooks.register("before_unpublish_page", deleting.refuse_to_unpublish)
hooks.register("before_bulk_action", deleting.refuse_in_bulk)

hooks.register("before_edit_page", rights.refuse_to_publish_locked, order=-1)
hooks.register("before_edit_page", together.remember_opening, order=-1)
hooks.register("before_edit_page", telling.say_above_the_form, order=-1)  # wagtail-localize answers in its own place
hooks.register("construct_reports_menu", telling.spare_others_the_reports)
hooks.register("register_page_listing_buttons", telling.mark_in_lists)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """The report of what is behind; guarded views, before wagtail-localize's own at the same addresses."""
    guarded = rights.unless_locked
    one = "localize/translate/<int:translation_id>/"
    snippet = "localize/api/snippets/<slug:app_label>/<slug:model_name>/"
    return [
        path("ban-dich-cham/", telling.BehindReport.as_view(), name="translations_behind"),
        path("localize/submit/page/<int:page_id>/", submitting.Submit.as_view(), name="submit_page"),
        path("localize/update/<int:translation_source_id>/", rights.TakeOver.as_view(), name="take_over"),
        path("localize/page/<int:page_id>/convert_to_alias/", rights.convert_to_alias, name="make_alias"),
        path(one + "pofile/download/", exchange.download, name="po_download"),
        path(one + "pofile/upload/", guarded(exchange.upload), name="po_upload"),
        path(one + "strings/<int:string_segment_id>/edit/", guarded(together.edit_passage), name="passage"),
        path(one + "overrides/<int:overridable_segment_id>/edit/", guarded(theirs.edit_override), name="own_value"),
        path("localize/reports/translations/", words.Translations.as_view(), name="translations"),
        path("localize/reports/translations/results/", words.Translations.as_view(results_only=True), name="found"),
        path(snippet, snippets.Snippets.as_view({"get": "list"}), name="snippets"),
        path(snippet + "<str:pk>/", snippets.Snippets.as_view({"get": "retrieve"}), name="snippet"),
        path(one + "disable/", guarded(theirs.stop_translation), name="stop_translation"),
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
