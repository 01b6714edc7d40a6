"""Addresses of the feeds: `/feeds/stories.rss`, `/feeds/don-vi/79/stories.atom`, `/en/feeds/the/y-te/stories.json`."""

from django.urls import path

from stories.feeds import feed

app_name = "feeds"

urlpatterns = [
    path("<str:kind>.<str:form>", feed, name="all"),
    path("chien-dich/<slug:campaign>/<str:kind>.<str:form>", feed, name="campaign"),
    path("don-vi/<str:unit>/<str:kind>.<str:form>", feed, name="unit"),
    path("the/<slug:tag>/<str:kind>.<str:form>", feed, name="tag"),
]
