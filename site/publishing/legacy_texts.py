"""Where in a model's texts an old charset stands: TCVN3 or VNI, shown with what it probably means."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from wagtail.blocks import Block, CharBlock, ListBlock, RichTextBlock, StreamBlock, StreamValue, StructBlock, TextBlock
from wagtail.blocks.list_block import ListBlockValidationError
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.fields import RichTextField, StreamField

from publishing.readable import plain_text
from vietnamese.charsets import passages

QUOTED: Final = 120
"""Letters of a passage that the message beside its field quotes; the warning above the form shows all of it."""


@dataclass(frozen=True)
class Step:
    """One step from a stream to the text in it: into the child `key` of `block`, which an editor sees as `label`."""

    block: Block
    key: int | str
    label: str


@dataclass(frozen=True)
class LegacyText:
    """A passage that looks like TCVN3 or VNI, as plain text, with what it probably means."""

    field: str
    label: str
    charset: str
    text: str
    meaning: str
    path: tuple[Step, ...] = ()

    @property
    def message(self) -> str:
        """What the editor is told beside the field."""
        return _(
            "This text is in the old %(charset)s charset: “%(before)s”. It probably means “%(after)s”. "
            "Copy the corrected text, or type it again with a Unicode keyboard."
        ) % {
            "charset": self.charset,
            "before": Truncator(self.text).chars(QUOTED),
            "after": Truncator(self.meaning).chars(QUOTED),
        }


def legacy_texts(instance: models.Model, exclude: Collection[str] = ()) -> Iterator[LegacyText]:
    """Every passage of `instance` that looks like a legacy charset, but those of the fields in `exclude`."""
    for field in instance._meta.concrete_fields:
        if field.name in exclude or not isinstance(field, (models.CharField, models.TextField, StreamField)):
            continue
        value = getattr(instance, field.attname, "")
        for path, text in _texts_of(field, value):
            label = " › ".join([capfirst(str(field.verbose_name)), *(step.label for step in path)])
            for found in passages(text):
                yield LegacyText(field.name, label, found.charset.value, found.text, found.meaning, path)


def error_of(found: Sequence[LegacyText], depth: int = 0) -> ValidationError:
    """The error of one field for its passages; in a stream it stands at the fields of the blocks that hold them."""
    path = found[0].path
    if depth == len(path):
        return ValidationError([ValidationError(text.message, code="legacy_charset") for text in found])
    errors: dict[Any, ValidationError] = {
        key: error_of([text for text in found if text.path[depth].key == key], depth + 1)
        for key in dict.fromkeys(text.path[depth].key for text in found)
    }
    if isinstance(path[depth].block, StreamBlock):
        return StreamBlockValidationError(errors)
    return (ListBlockValidationError if isinstance(path[depth].block, ListBlock) else StructBlockValidationError)(
        errors
    )


def _texts_of(field: models.Field[Any, Any], value: Any) -> Iterator[tuple[tuple[Step, ...], str]]:
    if isinstance(value, StreamValue):
        yield from _texts_in(value.stream_block, value.get_prep_value(), ())
    elif isinstance(value, str):
        yield (), plain_text(value) if isinstance(field, RichTextField) else value


def _texts_in(block: Block, raw: Any, path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], str]]:
    """Every text in `raw`, the stored form of `block`, with the way to it."""
    if not raw:
        return
    if isinstance(block, StreamBlock):
        for at, child in enumerate(raw):
            inner = block.child_blocks[child["type"]]
            yield from _texts_in(inner, child["value"], (*path, Step(block, at, f"{at + 1}. {inner.label}")))
    elif isinstance(block, StructBlock):
        for name, inner in block.child_blocks.items():
            yield from _texts_in(inner, raw.get(name), (*path, Step(block, name, str(inner.label))))
    elif isinstance(block, ListBlock):
        for at, item in enumerate(raw):
            yield from _texts_in(block.child_block, item["value"], (*path, Step(block, at, str(at + 1))))
    elif isinstance(block, RichTextBlock):
        yield path, plain_text(raw)
    elif isinstance(block, (CharBlock, TextBlock)):
        yield path, raw
