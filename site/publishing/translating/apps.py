"""Translating as an app: its hooks, signals and templates; it has no models."""

from django.apps import AppConfig


class TranslatingConfig(AppConfig):
    """Comes before wagtail-localize, some of whose templates it overrides."""

    name = "publishing.translating"
    label = "translating"
    verbose_name = "Languages"

    def ready(self) -> None:
        from wagtail.signals import post_page_move

        from publishing.translating.moves import follow

        post_page_move.connect(follow, dispatch_uid="versions_follow_their_original")
