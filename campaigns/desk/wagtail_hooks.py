"""The desk's places in the admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.widgets.button import Button

from campaigns.desk.held import HoldsView, HoldView
from campaigns.desk.panel import CountingPanel
from campaigns.desk.permissions import CLOSE, DECIDE, IMPORT
from campaigns.desk.signing import ClosingView
from campaigns.desk.targets.views import ImportView, TemplateFileView
from campaigns.models import Campaign


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Below /admin/so-lieu/."""
    return [
        path("so-lieu/tam-giu/", HoldsView.as_view(), name="desk_holds"),
        path("so-lieu/tam-giu/<int:pk>/", HoldView.as_view(), name="desk_hold"),
        path("so-lieu/chot/<int:pk>/", ClosingView.as_view(), name="desk_closing"),
        path("so-lieu/chi-tieu/<int:pk>/", ImportView.as_view(), name="desk_targets"),
        path("so-lieu/chi-tieu/<int:pk>/mau.<str:kind>", TemplateFileView.as_view(), name="desk_targets_template"),
    ]


@hooks.register("construct_homepage_panels")
def how_counting_goes(request: HttpRequest, panels: list[Any]) -> None:
    """On the first screen."""
    panels.append(CountingPanel())


@hooks.register("register_permissions")
def permissions_to_grant() -> QuerySet[Permission]:
    """So that roles can be given them in the admin."""
    return Permission.objects.filter(
        content_type__app_label="campaigns", codename__in=[name.partition(".")[2] for name in (DECIDE, CLOSE)]
    )


@hooks.register("register_snippet_listing_buttons")
def buttons_in_the_list(snippet: Model, user: Any, next_url: str | None = None) -> Iterator[Any]:
    """Beside each campaign, what one may do with it at the desk."""
    if not isinstance(snippet, Campaign):
        return
    if user.has_perms(IMPORT):
        yield Button(_("Import targets"), reverse("desk_targets", args=[snippet.pk]), icon_name="upload", priority=35)
    if user.has_perm(CLOSE):
        yield Button(
            _("Close, signed figures"), reverse("desk_closing", args=[snippet.pk]), icon_name="lock", priority=40
        )


class HeldFiguresItem(MenuItem):
    """Among the reports, for those who decide."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(DECIDE))


@hooks.register("register_reports_menu_item")
def held_figures_in_the_menu() -> MenuItem:
    """The list of held figures."""
    return HeldFiguresItem(
        gettext_lazy("Held figures"), reverse("desk_holds"), name="held-figures", icon_name="warning", order=950
    )
