"""The desk as an app: its hooks and templates; it has no models."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Comes after `campaigns`, whose models it shows."""

    name = "campaigns.desk"
    label = "desk"
    verbose_name = "Desk of figures"
