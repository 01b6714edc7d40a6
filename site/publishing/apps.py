"""What every page type shares: base page, pictures, blocks, site settings."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    """Base page, pictures, shared blocks and site settings."""

    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        from publishing import checks  # noqa: F401 - registers the checks
