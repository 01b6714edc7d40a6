"""Addresses of the data files and of the API."""

from typing import Any

from django.urls import include, path, re_path
from wagtail.utils.urlpatterns import decorate_urlpatterns

from campaigns.opendata import views
from campaigns.opendata.answers import missing, open_to_programs
from campaigns.opendata.api import api

_api_patterns, _api_app, _api_namespace = api.urls

_files: list[Any] = [
    path("<slug:slug>/mota.json", views.description_file, name="data_description"),
    re_path(r"^(?P<slug>[-\w]+)/(?P<name>[a-z-]+)\.(?P<form>csv|json)$", views.table_file, name="data_file"),
    re_path("", missing),
]

urlpatterns: list[Any] = [
    path("du-lieu/", include(decorate_urlpatterns(_files, open_to_programs))),
    path("api/v1/", include((decorate_urlpatterns(_api_patterns, open_to_programs), _api_app), _api_namespace)),
    path("api/", include(decorate_urlpatterns([re_path("", missing)], open_to_programs))),
]
