"""The search's places in the admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from search.admin import SearchGroup, UnansweredItem, UnansweredView

register_snippet(SearchGroup)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Below /admin/tim-kiem/."""
    return [
        path("tim-kiem/khong-thay/", UnansweredView.as_view(), name="search_unanswered"),
        path(
            "tim-kiem/khong-thay/ket-qua/", UnansweredView.as_view(results_only=True), name="search_unanswered_results"
        ),
    ]


@hooks.register("register_permissions")
def permissions_to_grant() -> QuerySet[Permission]:
    """So that roles can be given it in the admin."""
    return Permission.objects.filter(content_type__app_label="search", codename="view_unanswered")


@hooks.register("register_reports_menu_item")
def unanswered_in_the_menu() -> MenuItem:
    """What readers did not find."""
    return UnansweredItem(
        gettext_lazy("Searches that found nothing"),
        reverse("search_unanswered"),
        name="unanswered-searches",
        icon_name="search",
        order=960,
    )
