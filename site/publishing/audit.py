"""What was changed in data that the public sees at once: old → new, field by field, in the admin's history.

Wagtail's own entry says only that somebody edited. Changes by a command are told too, without a name.
"""

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar

from django.apps import apps
from django.db import models
from django.db.models.signals import pre_delete
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.blocks import StreamValue
from wagtail.log_actions import LogFormatter, log

from vietnamese import formats

CHANGED, DELETED = "publishing.changed", "publishing.deleted"


class AuditedMixin(models.Model):
    """Tells its history what each save changed, and what went with a deletion.

    Of the fields in `audit_in_confidence` it tells that they changed, never what they held.
    """

    audit_in_confidence: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        stored = None if self._state.adding else type(self)._base_manager.filter(pk=self.pk).first()
        super().save(*args, **kwargs)
        if stored is not None and (changes := _changes(stored, self, kwargs.get("update_fields"))):
            log(self.audit_subject, CHANGED, data=_data(self, changes))

    @property
    def audit_subject(self) -> models.Model:
        """The object whose history tells of it: itself, or what it is a part of."""
        return self


def log_deletions() -> None:
    """Have every deletion of audited data logged, those by a list or a cascade too. Called once, at the start."""
    for model in apps.get_models():
        if issubclass(model, AuditedMixin):
            pre_delete.connect(_log_deletion, sender=model, dispatch_uid=f"audit {model._meta.label}")


def _log_deletion(instance: AuditedMixin, **_kwargs: Any) -> None:
    held = [[field.name, _in_words(field, instance), ""] for field in _fields(instance)]
    log(instance.audit_subject, DELETED, data=_data(instance, held), deleted=instance.audit_subject is instance)


def _data(instance: models.Model, changes: list[list[str]]) -> dict[str, Any]:
    return {"model": instance._meta.label, "changes": changes}


def _fields(instance: models.Model) -> list[Any]:
    return [field for field in instance._meta.concrete_fields if field.editable and not field.primary_key]


def _changes(old: models.Model, new: models.Model, saved: Collection[str] | None) -> list[list[str]]:
    """Name, old and new value of each field that differs."""
    return [
        [field.name, _in_words(field, old), _in_words(field, new)]
        for field in _fields(new)
        if (saved is None or field.name in saved)
        and field.to_python(getattr(old, field.attname)) != field.to_python(getattr(new, field.attname))
    ]


def _in_words(field: Any, instance: models.Model) -> str:
    value = getattr(instance, field.name)
    if value is None or value == "":
        return _("(empty)")
    if field.name in getattr(instance, "audit_in_confidence", ()):
        return _("(in confidence)")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, StreamValue):
        return ", ".join(str(block.block.label) for block in value) or _("(empty)")
    if isinstance(value, date):
        return formats.date(value)
    return formats.number(value) if isinstance(value, int) else str(value)


class _Told(LogFormatter):
    """Reads the fields' names in the language of whoever reads the history."""

    def _lines(self, entry: Any) -> list[tuple[str, str, str]]:
        try:
            model = apps.get_model(entry.data["model"])
            labels = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
        except LookupError:  # a model of an earlier version
            labels = {}
        return [(capfirst(labels.get(name, name)), old, new) for name, old, new in entry.data["changes"]]


class ChangedFormatter(_Told):
    """“Chỉ tiêu: 300.000 → 300”."""

    label = gettext_lazy("Change of single fields")

    def format_message(self, log_entry: Any) -> str:
        return "; ".join(f"{name}: {old} → {new}" for name, old, new in self._lines(log_entry))


class DeletedFormatter(_Told):
    """Everything that went."""

    label = gettext_lazy("What was deleted")

    def format_message(self, log_entry: Any) -> str:
        held = "; ".join(f"{name}: {old}" for name, old, _new in self._lines(log_entry))
        return _("Deleted: %(held)s") % {"held": held}
