"""“Translate this page”: from the original alone, and only into versions that there are none of yet.

With the pages below, wagtail-localize writes each of their versions anew: published ones at once and for whoever asks,
drafts, and those whose translation was stopped. Here what exists stays as it is, and is named.
"""

from collections import defaultdict
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Locale, Page
from wagtail_localize.operations import TranslationCreator
from wagtail_localize.views.submit_translations import SubmitPageTranslationView

from publishing.navigation import language_name_here
from publishing.translating.versions import is_original, languages_of, original_of

NAMED = 10
"""Pages that a message names; of more it tells the number."""

_as_they_do = TranslationCreator.create_translations


def spare_what_exists() -> None:
    """Whatever has something translated. Called once, when the apps are ready."""
    TranslationCreator.create_translations = create_missing


def create_missing(creator: TranslationCreator, instance: Any, include_related_objects: bool = True) -> None:
    """In place of wagtail-localize's own step: without the languages that `instance` has a version in."""
    wanted = creator.target_locales
    versions = instance.get_translations(inclusive=True)
    if isinstance(instance, Page):
        versions = versions.filter(alias_of=None)
    there = set(versions.values_list("locale", flat=True))
    creator.target_locales = [locale for locale in wanted if locale.pk not in there]
    if creator.target_locales:
        _as_they_do(creator, instance, include_related_objects)
    creator.target_locales = wanted


def kept_below(page: Page, locales: list[Locale]) -> dict[Page, list[Page]]:
    """The pages below `page` that have versions in `locales` already, with these."""
    below = page.get_descendants()
    versions = Page.objects.filter(
        translation_key__in=below.order_by().values("translation_key"), locale__in=locales, alias_of=None
    )
    found: dict[Any, list[Page]] = defaultdict(list)
    for version in versions.select_related("locale").order_by("locale", "pk"):
        found[version.translation_key].append(version)
    return {child: found[child.translation_key] for child in below if child.translation_key in found}


class Submit(SubmitPageTranslationView):
    """Its screen, for originals. A version of a version would have two pages to follow."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The languages to choose from."""
        return self._refused() or super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> Any:
        """Make the versions."""
        return self._refused() or super().post(request, **kwargs)

    def form_valid(self, form: Any) -> Any:
        """Tell what stayed as it was."""
        kept = kept_below(self.object, form.cleaned_data["locales"]) if form.cleaned_data["include_subtree"] else {}
        answer = super().form_valid(form)
        if kept:
            words = [f"“{page.get_admin_display_title()}” ({languages_of(kept[page])})" for page in kept]
            if (more := len(words) - NAMED) > 0:
                words[NAMED:] = [ngettext("%(n)d more page", "%(n)d more pages", more) % {"n": more}]
            said = _("Versions that there were already stay as they are: %(pages)s.")
            messages.info(self.request, said % {"pages": ", ".join(words)})
        return answer

    def _refused(self) -> HttpResponseBase | None:
        """What is said in place of the screen for a page in another language than the site's."""
        if self.object.alias_of is not None:
            return self._leads_to_what_it_mirrors(self.object.alias_of)
        if is_original(self.object):
            return None
        original = original_of(self.object)
        words = {
            "title": self.object.get_admin_display_title(),
            "original": original.get_admin_display_title() if original is not None else "",
            "language": language_name_here(settings.LANGUAGE_CODE),
        }
        if original is not None:
            said = _("Pages are translated from %(language)s alone, “%(title)s” so from its original “%(original)s”.")
            address = reverse("wagtail_localize:submit_page_translation", args=[original.pk])
            buttons = [messages.button(address, _("Translate the original"))]
        else:
            said = _("Pages are translated from %(language)s alone, and “%(title)s” has no version in it.")
            buttons = []
        messages.error(self.request, said % words, buttons=buttons)
        return redirect("wagtailadmin_explore", self.object.get_parent().pk)

    def _leads_to_what_it_mirrors(self, mirrored: Page) -> HttpResponseBase:
        """An alias says what another page says, and follows it: a version of it would follow two."""
        said = _("“%(title)s” is an alias and says what “%(original)s” says: that is the page to translate.")
        words = {"title": self.object.get_admin_display_title(), "original": mirrored.get_admin_display_title()}
        address = reverse("wagtail_localize:submit_page_translation", args=[mirrored.pk])
        messages.error(self.request, said % words, buttons=[messages.button(address, _("Translate the original"))])
        return redirect("wagtailadmin_explore", self.object.get_parent().pk)
