"""The editors' screen of a unit's kit: what lies in it in each language, and the way to the file."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from campaigns.models import Unit
from publishing.navigation import language_name
from sharing.head import site_root_url
from stories.kit.telling import AnyStory
from stories.kit.units import MOST, pages_of


@dataclass(frozen=True)
class InOneLanguage:
    """The kit of one language: the titles of its pages, each with where the editor gets on; `older` ones lack room.

    `public` is the kit's address with the site's own before it.
    """

    language: str
    address: str
    public: str
    pages: list[tuple[str, str]]
    older: int


class UnitKitView(WagtailAdminTemplateMixin, TemplateView):
    """For everybody in the admin: nothing stands here that is not public."""

    template_name = "kit/unit_screen.html"
    header_icon = "download"

    @cached_property
    def unit(self) -> Unit:
        """Whose kit it is."""
        found: Unit = get_object_or_404(Unit, pk=self.kwargs["key"])
        return found

    def get_page_title(self) -> str:
        return _("Share kit")

    def get_page_subtitle(self) -> str:
        return self.unit.name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
        units = {"url": reverse("wagtailsnippets_campaigns_unit:list"), "label": _("Units")}
        here = [{"url": "", "label": f"{self.get_page_title()}: {self.unit.name}"}]
        return [home, *([units] if self.request.user.has_perm("campaigns.view_unit") else []), *here]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(unit=self.unit, kits=kits_of(self.unit, self.request), **kwargs)


def kits_of(unit: Unit, request: HttpRequest) -> list[InOneLanguage]:
    """The unit's kits in the languages in which it has public pages."""
    kits = []
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        if pages := pages_of(unit, code):
            address = reverse("kit:unit", args=[unit.pk, code])
            shown = [(page.title, _way_to(page, request)) for page in pages[:MOST]]
            older = max(0, len(pages) - MOST)
            kits.append(InOneLanguage(language_name(code), address, site_root_url(request) + address, shown, older))
    return kits


def _way_to(page: AnyStory, request: HttpRequest) -> str:
    """The page's own kit for who may edit it, else the page."""
    may_edit = page.permissions_for_user(request.user).can_edit()
    return reverse("share_kit", args=[page.pk]) if may_edit else page.url or ""
