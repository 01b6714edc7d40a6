"""Consents in the admin, and what follows when one ends."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsentConfig(AppConfig):
    """The records themselves are models of `publishing`."""

    name = "publishing.consent"
    label = "consent"
    verbose_name = _("Consent")
