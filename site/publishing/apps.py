"""What every page type shares: base page, pictures, blocks, site settings."""

from django.apps import AppConfig
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from PIL import Image as PillowImage


class PublishingConfig(AppConfig):
    """Base page, pictures, shared blocks and site settings."""

    name = "publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        # Pillow refuses a picture by its header above twice its limit: before the pixels are unfolded in memory.
        PillowImage.MAX_IMAGE_PIXELS = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS // 2
        from publishing import checks  # noqa: F401 - registers the checks
        from publishing.admin_labels import name_admin_fields

        name_admin_fields()
