"""The tracking database as an app: unmanaged models only, so nothing is ever migrated."""

from django.apps import AppConfig


class TrackingConfig(AppConfig):
    """Its label is also the database alias and what config.routers looks at."""

    name = "campaigns.tracking"
    label = "tracking"
    verbose_name = "Tracking database"
