"""Stories, campaign news and featured initiatives."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StoriesConfig(AppConfig):
    """Stories, campaign news and featured initiatives."""

    name = "stories"
    verbose_name = _("Stories and initiatives")
