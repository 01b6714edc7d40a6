"""Being found and shared."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    """Head metadata, share cards, links that share, short addresses and the visits that they bring."""

    name = "sharing"
    verbose_name = _("Sharing")

    def ready(self) -> None:
        """Let cards follow what editors publish, and remember which public pages were deleted."""
        from sharing.cards.tasks import follow_pages  # models are not ready before
        from sharing.short_links import remember_removals

        follow_pages()
        remember_removals()
