"""Where editors read that a version is behind its original: first screen, report, page list, page screens."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from publishing.translating.behind import Behind, behind_for, described, versions_behind
from publishing.translating.versions import is_original, languages_of, versions_of
from vietnamese import formats

SHOWN = 5
"""Versions on the first screen; the report has all."""


class BehindPanel(Component):
    """The versions that wait for the reader's hand, on the admin's first screen."""

    name = "translations_behind"
    template_name = "translating/panel.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The longest waiting ones, and how many there are."""
        found = behind_for(parent_context["request"].user)
        return {"found": found[:SHOWN], "total": len(found)}


class BehindReport(WagtailAdminTemplateMixin, TemplateView):
    """All versions behind their originals that the reader may edit."""

    template_name = "translating/report.html"
    page_title = gettext_lazy("Translations behind their originals")
    header_icon = "wagtail-localize-language"
    _show_breadcrumbs = True

    @cached_property
    def breadcrumbs_items(self) -> list[dict[str, Any]]:
        """The way here."""
        return [
            {"url": reverse("wagtailadmin_home"), "label": _("Home")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The table's rows."""
        return super().get_context_data(found=behind_for(self.request.user), **kwargs)


def spare_others_the_reports(request: HttpRequest, menu_items: list[MenuItem]) -> None:
    """This report and wagtail-localize's tell who may edit no page of nothing: no menu leads them there."""
    if not PagePermissionPolicy().user_has_permission(request.user, "change"):
        both = {reverse("translations_behind"), reverse("wagtail_localize:translations_report")}
        menu_items[:] = [item for item in menu_items if item.url not in both]


def mark_in_lists(page: Page, user: Any, next_url: str | None = None) -> Iterator[Button]:
    """A button beside a version that is behind, in lists of pages."""
    if not is_original(page) and versions_behind(Page.objects.filter(pk=page.pk)).exists():
        yield Button(_("Behind its original"), reverse("translations_behind"), icon_name="warning", priority=5)


def say_above_the_form(request: HttpRequest, page: Page) -> None:
    """On a version's screen: since when it is behind, and what to do; on an original's: which versions are."""
    if request.method != "GET":
        return
    if is_original(page):
        keys = [version.pk for version in versions_of(page)]
        if found := list(versions_behind(Page.objects.filter(pk__in=keys)).filter(source_locale=page.locale_id)):
            words = {"languages": languages_of(found)}
            report = messages.button(reverse("translations_behind"), _("See them"))
            messages.info(request, _("Behind this page: its version in %(languages)s.") % words, buttons=[report])
    elif version := versions_behind(Page.objects.filter(pk=page.pk), drafts=not page.live).first():
        _say_of_version(request, described(version))


def _say_of_version(request: HttpRequest, behind: Behind) -> None:
    if not behind.outdated:
        said = ngettext(
            "Readers meet %(n)d passage of this version in the language of its original: it is not translated.",
            "Readers meet %(n)d passages of this version in the language of its original: they are not translated.",
            behind.untranslated,
        )
        messages.warning(request, said % {"n": behind.untranslated})
        return
    since = formats.as_of(behind.since, language=get_language() or "vi")
    buttons = [messages.button(behind.changes_url, _("What was changed"))]
    if behind.sync_url:
        buttons.insert(0, messages.button(behind.sync_url, _("Take the new texts over")))
    said = _("This version is behind its original, which was published again at %(since)s.") % {"since": since}
    messages.warning(request, said, buttons=buttons)
