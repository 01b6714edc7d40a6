"""Where an original is moved, its versions follow; a version is not moved on its own.

Wagtail moves the one page that it is told to, and wagtail-localize does nothing then (wagtail-localize #469): the
trees of two languages drift apart, menus and addresses with them, and syncing a language later fails (#906).
"""

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Locale, Page
from wagtail_localize.operations import translate_object

from publishing.translating.versions import HOME_DEPTH, languages_of, original_of, version_in, versions_of


def follow(*, instance: Page, parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """After a move (by hand, in bulk or in code): bring each version under its language's version of the new parent."""
    if parent_page_before.pk == parent_page_after.pk:
        return
    with transaction.atomic():
        for version in versions_of(instance):
            _bring_under(version, Page.objects.get(pk=parent_page_after.pk))


def _bring_under(version: Page, parent: Page) -> None:
    target = version_under(parent, version.locale)
    version = Page.objects.get(pk=version.pk)  # making `target` may have changed the tree
    if version.get_parent().pk == target.pk:
        return
    if not Page._slug_is_available(version.slug, target, page=version):
        version.slug = _free_slug(version, target)
        version.specific_deferred.save(update_fields=["slug"], clean=False)
    version.move(target, pos="last-child")


def version_under(parent: Page, locale: Locale) -> Page:
    """The version of `parent` in `locale`; where there is none yet it is made as a draft, like its missing parents."""
    found = version_in(parent, locale)
    if found is not None:
        return found
    if parent.depth > HOME_DEPTH:
        version_under(parent.get_parent(), locale)
    translate_object(parent.specific, [locale])
    return Page.objects.get(translation_key=parent.translation_key, locale=locale)


def _free_slug(page: Page, parent: Page) -> str:
    number = 2
    while not Page._slug_is_available(f"{page.slug}-{number}", parent, page=page):
        number += 1
    return f"{page.slug}-{number}"


def refuse_alone(request: HttpRequest, page: Page, destination: Page) -> HttpResponseBase | None:
    """Before a single move: a version goes with its original, or to where the original already stands."""
    original = original_of(page)
    if original is None or original.get_parent().translation_key == destination.translation_key:
        return None
    messages.error(request, _moves_with(page, original))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


def refuse_some_alone(
    request: HttpRequest, action_type: str, objects: list[Page], action: Any
) -> HttpResponseBase | None:
    """The same before a move of several pages: nothing is moved then."""
    if action_type != "move":
        return None
    destination = action.cleaned_form.cleaned_data["chooser"]
    for page in objects:
        if (refusal := refuse_alone(request, page, destination)) is not None:
            return refusal
    return None


def _moves_with(page: Page, original: Page) -> str:
    return _("“%(title)s” is a version of “%(original)s”. Move that page: its versions follow by themselves.") % {
        "title": page.get_admin_display_title(),
        "original": original.get_admin_display_title(),
    }


def say_what_followed(request: HttpRequest, page: Page) -> None:
    """After a single move."""
    if versions := versions_of(page):
        words = {"title": page.get_admin_display_title(), "languages": languages_of(versions)}
        messages.info(request, _("The versions of “%(title)s” were moved with it: %(languages)s.") % words)
