"""Text as it is stored: always NFC, never in a legacy charset.

Windows' built-in Vietnamese keyboard types decomposed letters, so one word can arrive in two spellings that look the
same and compare as different. Every model with text takes `NormalisedTextMixin`.
"""

from collections.abc import Collection, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from publishing.legacy_texts import LegacyText, legacy_texts
from vietnamese.text import nfc


def nfc_deep(value: Any) -> Any:
    """`value` with every string in it in NFC; lists and dicts (a stream's raw data) are walked, the rest kept."""
    if isinstance(value, str):
        return nfc(value)
    if isinstance(value, list):
        return [nfc_deep(item) for item in value]
    if isinstance(value, dict):
        return {key: nfc_deep(item) for key, item in value.items()}
    return value


def strings_in(value: Any) -> list[str]:
    """Every string in a nested structure, in order."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for item in value for text in strings_in(item)]
    if isinstance(value, dict):
        return [text for item in value.values() for text in strings_in(item)]
    return []


def normalise(instance: models.Model) -> None:
    """Bring every text of `instance` to NFC, in place."""
    for field in instance._meta.concrete_fields:
        if field.attname not in instance.__dict__:
            continue  # deferred: not loaded, so not changed
        value = getattr(instance, field.attname)
        if isinstance(field, StreamField) and isinstance(value, StreamValue):
            raw = value.get_prep_value()
            normal = nfc_deep(raw)
            if normal != raw:
                setattr(instance, field.attname, StreamValue(value.stream_block, normal, is_lazy=True))
        elif isinstance(field, models.FileField):
            _normalise_name(value)
        elif isinstance(field, (models.CharField, models.TextField)) and isinstance(value, str):
            setattr(instance, field.attname, nfc(value))


def _normalise_name(file: FieldFile) -> None:
    """A new file's name in NFC: storages drop the loose marks of another. A stored file keeps the name it has."""
    if file and not file._committed:  # type: ignore[attr-defined]  # the stubs leave it out
        file.name = nfc(file.name or "")


def normalise_document(sender: type[models.Model], instance: models.Model, **kwargs: Any) -> None:
    """Bring title and file name of a document to NFC before it is saved: its model is Wagtail's own."""
    normalise(instance)


class NormalisedTextMixin(models.Model):
    """NFC on every validation, save and revision; legacy charsets refused with the likely correction shown."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        normalise(self)
        super().save(*args, **kwargs)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Fields that the form at hand leaves out stay unchecked: nobody could correct them there."""
        errors: dict[str, list[ValidationError]] = {}
        try:
            super().clean_fields(exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for found in self.refused_texts(exclude or ()):
            errors.setdefault(found.field, []).append(ValidationError(found.message, code="legacy_charset"))
        if errors:
            raise ValidationError(errors)

    def refused_texts(self, exclude: Collection[str] = ()) -> Iterator[LegacyText]:
        """Texts that look like a legacy charset and may not be stored so."""
        return legacy_texts(self, exclude)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        normalise(self)
        super().full_clean(*args, **kwargs)


class NormalisedChildMixin(NormalisedTextMixin):
    """The same for what a page holds: whether a legacy charset is refused, the page's form decides for all."""

    class Meta:
        abstract = True

    def refused_texts(self, exclude: Collection[str] = ()) -> Iterator[LegacyText]:
        return iter(())


class NormalisedPageMixin(NormalisedTextMixin):
    """The same for pages, whose drafts are saved as revisions without touching the page's own row.

    A draft may hold a legacy charset, since nobody should lose what was typed; a live page only where an editor has
    said of the very text that it is meant so.
    """

    kept_as_typed = models.JSONField(default=list, blank=True, editable=False)
    """Passages (plain) that look like a legacy charset and are none, as an editor has said."""

    charset_is_left_to_the_form = False
    """Set while `EditorialPageForm` validates: it knows what is a draft."""

    class Meta:
        abstract = True

    def refused_texts(self, exclude: Collection[str] = ()) -> Iterator[LegacyText]:
        if self.charset_is_left_to_the_form:
            return
        kept = set(self.kept_as_typed)
        yield from (found for found in legacy_texts(self, exclude) if found.text not in kept)

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        normalise(self)
        return super().save_revision(*args, **kwargs)  # type: ignore[misc]  # Page follows in the MRO
