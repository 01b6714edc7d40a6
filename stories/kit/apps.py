"""Share kits as an app: its captions, its builds, its screens."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KitConfig(AppConfig):
    """Comes after `stories`, whose pages it reads."""

    name = "stories.kit"
    label = "kit"
    verbose_name = _("Share kits")

    def ready(self) -> None:
        from stories.kit.following import follow_pages

        follow_pages()
