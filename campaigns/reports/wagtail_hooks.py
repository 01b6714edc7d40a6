"""The weekly report's places in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from campaigns.reports.views import SEE, FileView, ReportView


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Below /admin/so-lieu/."""
    return [
        path("so-lieu/bao-cao-tuan/", ReportView.as_view(), name="weekly_report"),
        path("so-lieu/bao-cao-tuan/tep.<str:kind>", FileView.as_view(), name="weekly_report_file"),
    ]


class WeeklyReportItem(MenuItem):
    """Among the reports, for those who may see campaigns."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE))


@hooks.register("register_reports_menu_item")
def weekly_report_in_the_menu() -> MenuItem:
    """The newest campaign's week."""
    return WeeklyReportItem(
        gettext_lazy("Weekly report"), reverse("weekly_report"), name="weekly-report", icon_name="doc-full", order=940
    )
