"""What publishing adds to Wagtail and to every screen of its admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from publishing import closed
from publishing.audit import CHANGED, DELETED, ChangedFormatter, DeletedFormatter
from publishing.guide import GuideView, picture
from publishing.links import DocumentLinks, PageLinks
from publishing.reviews import ToCorrectPanel, say_what_was_requested

hooks.register("before_serve_page", closed.refuse_page)
hooks.register("before_serve_document", closed.refuse_document, order=-1)  # before Wagtail sends to the log-in


@hooks.register("register_rich_text_features", order=10)  # after Wagtail's own, whose place they take
def links_of_running_text(features: Any) -> None:
    """Links in running text take their targets from the page's gathering."""
    features.register_link_type(PageLinks)
    features.register_link_type(DocumentLinks)


@hooks.register("insert_global_admin_js")
def admin_script() -> SafeString:
    """Dates left as typed, numbers said in words, nothing pasted cut off, one save at a time."""
    script = '<script src="{}" data-more-actions="{}"></script>'
    return format_html(script, static("js/admin.js"), gettext("More actions"))


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """The looks of what the site adds."""
    return format_html('<link rel="stylesheet" href="{}">', static("css/admin.css"))


@hooks.register("register_log_actions")
def changes_in_the_history(actions: Any) -> None:
    """What was changed and what was deleted, field by field."""
    actions.register_action(CHANGED)(ChangedFormatter)
    actions.register_action(DELETED)(DeletedFormatter)


@hooks.register("before_edit_page")
def requested_changes(request: HttpRequest, page: Any) -> None:
    """The approver's words above the page's form."""
    say_what_was_requested(request, page)


@hooks.register("construct_homepage_panels")
def pages_to_correct(request: HttpRequest, panels: list[Any]) -> None:
    """The writer's pages that wait for changes."""
    panels.append(ToCorrectPanel())


@hooks.register("construct_help_menu")
def help_of_our_own(request: HttpRequest, menu_items: list[Any]) -> None:
    """Without Wagtail's news and guide, which are in English and of another site."""
    menu_items[:] = [item for item in menu_items if not item.name.startswith(("whats-new-in", "editor-guide"))]


@hooks.register("register_help_menu_item")
def guide_in_the_menu() -> MenuItem:
    """Our guide in the place of Wagtail's."""
    return MenuItem(_("Editors' guide"), reverse("editors_guide"), name="our-guide", icon_name="help", order=900)


@hooks.register("register_admin_urls")
def guide_address() -> list[Any]:
    """The guide and its pictures, which it names by their place beside it."""
    return [
        path("huong-dan/", GuideView.as_view(), name="editors_guide"),
        path("huong-dan/screenshots/<slug:name>.webp", picture),
    ]
