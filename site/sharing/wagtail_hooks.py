"""The places of sharing in the admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from sharing.reports import SEE, ShareReport


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Among the reports."""
    at = "reports/luot-vao-tu-lien-ket/"
    return [
        path(at, ShareReport.as_view(), name="share_report"),
        path(f"{at}results/", ShareReport.as_view(results_only=True), name="share_report_results"),
    ]


class ShareReportItem(MenuItem):
    """For those who may see the figures."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE))


@hooks.register("register_reports_menu_item")
def share_report_in_the_menu() -> MenuItem:
    """Beside the weekly report."""
    return ShareReportItem(
        gettext_lazy("Visits by shared links"),
        reverse("share_report"),
        name="share-report",
        icon_name="link-external",
        order=945,
    )


@hooks.register("register_permissions")
def who_may_see_it() -> "QuerySet[Permission]":
    """A choice in the form of a group."""
    return Permission.objects.filter(content_type__app_label="sharing", codename="view_sharetotal")
