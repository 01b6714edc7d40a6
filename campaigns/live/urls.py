"""Addresses of the counters' documents."""

from django.urls import path

from campaigns.live import views

app_name = "live"

urlpatterns = [
    path("<slug:slug>.json", views.headline, name="headline"),
    path("<slug:slug>/<int:epoch>.<int:seq>.json", views.detail, name="detail"),
]
