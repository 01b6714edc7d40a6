"""Text as it is stored: always NFC, never in a legacy charset.

Windows' built-in Vietnamese keyboard types decomposed letters, so one word can arrive in two spellings that look the
same and compare as different (domain.md). Every model with text takes `NormalisedTextMixin`.
"""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField

from vietnamese.charsets import detect, to_unicode
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
        elif isinstance(field, (models.CharField, models.TextField)) and isinstance(value, str):
            setattr(instance, field.attname, nfc(value))


def legacy_charset_error(text: str) -> str | None:
    """A message for the editor when `text` looks like TCVN3 or VNI, with what it would become; else None."""
    plain = strip_tags(text)
    charset = detect(plain)
    if charset is None:
        return None
    before = plain[:60]
    return _(
        "This text is in the old %(charset)s charset: “%(before)s”. It probably means “%(after)s”. "
        "Copy the corrected text, or type it again with a Unicode keyboard."
    ) % {"charset": charset.value, "before": before, "after": to_unicode(before, charset)}


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
        for field in self._meta.concrete_fields:
            if field.name in (exclude or ()) or not isinstance(
                field, (models.CharField, models.TextField, StreamField)
            ):
                continue
            value = getattr(self, field.attname, "")
            raw = value.get_prep_value() if isinstance(value, StreamValue) else value
            messages = (legacy_charset_error(text) for text in strings_in(raw))
            if message := next(filter(None, messages), None):
                errors.setdefault(field.name, []).append(ValidationError(message, code="legacy_charset"))
        if errors:
            raise ValidationError(errors)

    def full_clean(self, *args: Any, **kwargs: Any) -> None:
        normalise(self)
        super().full_clean(*args, **kwargs)


class NormalisedPageMixin(NormalisedTextMixin):
    """The same for pages, whose drafts are saved as revisions without touching the page's own row."""

    class Meta:
        abstract = True

    def save_revision(self, *args: Any, **kwargs: Any) -> Any:
        normalise(self)
        return super().save_revision(*args, **kwargs)  # type: ignore[misc]  # Page follows in the MRO
