"""Being found and shared."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SharingConfig(AppConfig):
    """Head metadata now; cards, feeds and structured data join it."""

    name = "sharing"
    verbose_name = _("Sharing")
