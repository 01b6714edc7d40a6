"""Which database a model lives in. Fails closed: whatever would write to the tracking database is an error."""

from typing import Any

from django.db.models import Model

TRACKING = "tracking"  # both the database alias and the label of the app whose models stand for its views


class TrackingIsReadOnly(RuntimeError):
    """Code tried to write to the tracking database, which belongs to the registration software."""


class TrackingRouter:
    """Reads of campaigns.tracking's models go to `tracking`; their writes, and any migration there, are refused."""

    def db_for_read(self, model: type[Model], **hints: Any) -> str | None:
        return TRACKING if model._meta.app_label == TRACKING else None

    def db_for_write(self, model: type[Model], **hints: Any) -> str | None:
        if model._meta.app_label == TRACKING:
            raise TrackingIsReadOnly(f"{model._meta.label} is a view of the tracking database: it is only read")
        return None

    def allow_relation(self, obj1: Model, obj2: Model, **hints: Any) -> bool | None:
        labels = {obj1._meta.app_label, obj2._meta.app_label}
        if TRACKING in labels:
            return labels == {TRACKING}
        return None

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        if TRACKING in (db, app_label):
            return False
        return None
