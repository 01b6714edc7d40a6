"""Search over everything published."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """Search over everything published, with and without diacritics."""

    name = "search"
    verbose_name = _("Search")

    def ready(self) -> None:
        """Follow what editors publish."""
        from search.signals import follow

        follow()
