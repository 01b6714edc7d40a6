"""What every page type shares: base page, pictures, blocks, site settings."""

from django.apps import AppConfig
from django.conf import settings
from django.db.models.signals import pre_save
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
        from publishing.audit import log_deletions
        from publishing.date_input import register_dates
        from publishing.number_input import register_whole_numbers

        name_admin_fields()
        log_deletions()
        register_dates()
        register_whole_numbers()

        from publishing.normalisation import normalise_document

        pre_save.connect(normalise_document, sender="wagtaildocs.Document")

        from publishing.announcing import announce_changes

        announce_changes()
