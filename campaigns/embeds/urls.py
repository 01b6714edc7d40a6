"""Addresses of the counter for other sites."""

from django.urls import path

from campaigns.embeds import views

app_name = "embeds"

urlpatterns = [
    path("<slug:slug>/", views.frame, name="frame"),
    path("<slug:slug>.svg", views.badge, name="badge"),
    path("<slug:slug>.txt", views.line, name="line"),
]
