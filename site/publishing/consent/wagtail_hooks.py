"""Consents' places in the admin."""

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import path
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from publishing.consent import history, views
from publishing.consent.dashboard import CarePanel
from publishing.consent.keeping import keep_what_is_stood_on
from publishing.consent.listing import ConsentViewSet
from publishing.consent.made_cards import MadeCards
from publishing.consent.made_frames import MadeFrames
from publishing.consent.reach import MADE_OF_HOOK
from publishing.consent.telling import tell_after_publishing

register_snippet(ConsentViewSet)
hooks.register(MADE_OF_HOOK, MadeCards)
hooks.register(MADE_OF_HOOK, MadeFrames)
hooks.register("register_log_actions", history.register)
hooks.register("after_publish_page", tell_after_publishing)
hooks.register("before_delete_snippet", keep_what_is_stood_on)


@hooks.register("register_admin_urls")
def addresses() -> list[Any]:
    """Below /admin/dong-y/."""
    return [
        path("dong-y/<int:pk>/giay-to/", views.paper, name="consent_paper"),
        path("dong-y/<int:pk>/rut-lai/", views.WithdrawView.as_view(), name="consent_withdraw"),
        path("dong-y/<int:pk>/hoan-lai/<int:withdrawal>/", views.undo, name="consent_undo"),
        path("dong-y/anh/<int:pk>/khong-co-nguoi/", views.shows_nobody, name="consent_shows_nobody"),
    ]


@hooks.register("construct_homepage_panels")
def what_needs_care(request: HttpRequest, panels: list[Any]) -> None:
    """On the first screen."""
    panels.append(CarePanel())


@hooks.register("register_permissions")
def permissions_to_grant() -> "QuerySet[Permission]":
    """So that roles can be given them in the admin."""
    return Permission.objects.filter(
        content_type__app_label="publishing", codename__in=["see_consent_papers", "withdraw_consent"]
    )
