"""Weekly reports as an app: its hooks, its command and its templates; it has no models."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Comes after `campaigns`, whose records it reads."""

    name = "campaigns.reports"
    label = "reports"
    verbose_name = "Weekly reports"
