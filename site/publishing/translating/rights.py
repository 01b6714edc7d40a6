"""What wagtail-localize's own screens leave unasked: who may publish a version, and whether it is locked.

They ask for the right to edit, or to have pages translated, and then publish. Here the version's own rights are asked
first, as on its screen; what is refused is said, and nothing was changed then.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation
from wagtail_localize.views import convert
from wagtail_localize.views.update_translations import UpdateTranslationsView

from publishing.translating.versions import languages_of


def may_publish(user: Any, page: Page) -> bool:
    """Whether `user` may put `page` on the site as things stand."""
    allowed = page.permissions_for_user(user)
    return bool(allowed.can_publish() and not allowed.page_locked())


class TakeOver(UpdateTranslationsView):
    """“Sync translated pages”: publishes at once only for those who may publish every version that it reaches."""

    @cached_property
    def withheld(self) -> list[Page]:
        """The versions that may not be published."""
        reached = self.object.translations.filter(enabled=True).select_related("source", "target_locale")
        versions = [translation.get_target_instance() for translation in reached]
        return [page for page in versions if isinstance(page, Page) and not may_publish(self.request.user, page)]

    def get_form(self) -> Any:
        """Without the box to publish where that is refused; what is sent in its place counts for nothing."""
        form = super().get_form()
        if self.withheld:
            form.fields["publish_translations"].disabled = True
            form.fields["publish_translations"].widget = forms.HiddenInput()
        return form

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The screen, with the reason where the box is missing."""
        self._say_what_is_withheld()
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> Any:
        """The same is said to who asked for it all the same."""
        if "publish_translations" in self.request.POST:
            self._say_what_is_withheld()
        answer = super().form_valid(form)
        if form.cleaned_data["publish_translations"] and (refused := self._refused()):
            said = _("Not published, for a passage of it does not fit: %(languages)s. It is marked there.")
            messages.error(self.request, said % {"languages": languages_of(refused)})
        return answer

    def _refused(self) -> list[Page]:
        """The versions that could not be published, which wagtail-localize passes over in silence."""
        faults = StringTranslation.objects.filter(context__object_id=self.object.object_id, has_error=True)
        refused = self.object.translations.filter(enabled=True, target_locale__in=faults.values("locale"))
        versions = [translation.get_target_instance() for translation in refused]
        return [page for page in versions if isinstance(page, Page)]

    def _say_what_is_withheld(self) -> None:
        if self.withheld:
            said = _(
                "You may not publish these versions, or they are locked: %(languages)s. The new texts are taken over"
                " without being published."
            )
            messages.warning(self.request, said % {"languages": languages_of(self.withheld)})


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponseBase:
    """An alias shows what its original says, which readers of another language never see: the version is taken down."""
    page = get_object_or_404(Page, pk=page_id)
    if may_publish(request.user, page):
        with transaction.atomic():
            answer: HttpResponseBase = convert.convert_to_alias(request, page_id)
            page.refresh_from_db()
            if page.alias_of_id is not None and page.live:
                page.specific.unpublish(user=request.user)
                said = _("Readers no longer see “%(title)s”: it is a draft until it is translated again.")
                messages.warning(request, said % {"title": page.get_admin_display_title()})
        return answer
    said = _("Only who may publish “%(title)s” makes it an alias, and not while it is locked. Nothing was changed.")
    messages.error(request, said % {"title": page.get_admin_display_title()})
    return redirect("wagtailadmin_pages:edit", page.pk)


def unless_locked(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """`view` of a translation, refused while its page is locked for who asks."""

    @wraps(view)
    def guarded(request: HttpRequest, translation_id: int, **kwargs: Any) -> HttpResponseBase:
        translation = get_object_or_404(Translation, pk=translation_id)
        page = translation.get_target_instance()
        if not isinstance(page, Page) or not page.permissions_for_user(request.user).page_locked():
            return view(request, translation_id=translation_id, **kwargs)
        if request.method != "POST":  # asked by the screen's script
            return JsonResponse({"detail": _("The page could not be saved as it is locked.")}, status=403)
        return _refuse_locked(request, page)

    return guarded


def refuse_to_publish_locked(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Before the edit screen answers: wagtail-localize's asks for no lock when it publishes or restarts."""
    if request.method != "POST" or not page.permissions_for_user(request.user).page_locked():
        return None
    translated = Translation.objects.filter(
        source__object_id=page.translation_key,
        target_locale=page.locale_id,
        enabled="localize-restart-translation" not in request.POST,
    )
    return _refuse_locked(request, page) if translated.exists() else None


def _refuse_locked(request: HttpRequest, page: Page) -> HttpResponseBase:
    messages.error(request, _("The page could not be saved as it is locked."))
    return redirect("wagtailadmin_pages:edit", page.pk)
