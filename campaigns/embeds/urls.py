"""Addresses of the counter for other sites."""

from typing import Any

from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from wagtail.utils.urlpatterns import decorate_urlpatterns

from campaigns.embeds import views

app_name = "embeds"

_reading: list[Any] = [
    path("<slug:slug>/", views.frame, name="frame"),
    path("<slug:slug>.svg", views.badge, name="badge"),
    path("<slug:slug>.txt", views.line, name="line"),
]

# They take nothing from anybody: without Django's page about CSRF, what is not reading is refused as such.
urlpatterns = decorate_urlpatterns(_reading, csrf_exempt)
