"""An original takes its versions with it: deleted or unpublished, nothing of it stays up in another language.

Wagtail's screens announce the versions (`translation_count`) and act on them; these hooks say which they are, and stop
whoever may not delete each of them. Deleting several pages at once announces nothing, so there it is refused.
"""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from publishing.translating.versions import HOME_DEPTH, languages_of, versions_of

TOGETHER = ("delete", "unpublish")


def cascade(pages: list[Page], action: str) -> dict[Page, list[Page]]:
    """Wagtail's question which pages share the fate of `pages`. Home pages stand alone; moves have their own guard."""
    if action not in TOGETHER:
        return {}
    return {
        page: [version for version in versions_of(page) if action == "delete" or _is_up(version)]
        for page in pages
        if page.depth > HOME_DEPTH
    }


def _is_up(version: Page) -> bool:
    """Whether it can be taken down by itself: an alias comes down with what it is an alias of."""
    return bool(version.live and not version.alias_of_id)


def refuse_to_delete(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Before a page is deleted: the same person must be allowed to delete its versions."""
    return _refuse_without(request, page, "delete")


def refuse_to_unpublish(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Before a page is unpublished: the same."""
    return _refuse_without(request, page, "unpublish")


def _refuse_without(request: HttpRequest, page: Page, action: str) -> HttpResponseBase | None:
    kept = []
    for version in cascade([page], action).get(page, []):
        allowed = version.permissions_for_user(request.user)
        if not (allowed.can_delete() if action == "delete" else allowed.can_unpublish()):
            kept.append(version)
    if not kept:
        return None
    words = {"title": page.get_admin_display_title(), "languages": languages_of(kept)}
    said = _("“%(title)s” has versions that you may not delete or unpublish (%(languages)s). Ask an editor who may.")
    messages.error(request, said % words)
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def refuse_in_bulk(request: HttpRequest, action_type: str, objects: list[Page], action: Any) -> HttpResponseBase | None:
    """Before several pages are deleted or unpublished: those with versions go one by one."""
    if action_type not in TOGETHER:
        return None
    objects = [chosen for chosen in objects if isinstance(chosen, Page)]  # the hook is asked before other deletions too
    chosen = {page.pk for page in objects}
    for page, versions in cascade(objects, action_type).items():
        if left := [version for version in versions if version.pk not in chosen]:
            words = {"title": page.get_admin_display_title(), "languages": languages_of(left)}
            said = _(
                "“%(title)s” has versions in other languages (%(languages)s). Nothing was changed. Delete or unpublish"
                " that page by itself: the screen then tells what goes with it."
            )
            messages.error(request, said % words)
            return redirect("wagtailadmin_explore", page.get_parent().pk)
    return None
