"""Choosers whose choices are loaded together with those of the whole text (`publishing.gathering`).

In migrations they stand as Wagtail's own, so that nothing of this is frozen there.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import PageChooserBlock, StructValue
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock, ImageChooserBlock
from wagtail.models import Page
from wagtail.snippets.blocks import SnippetChooserBlock

from publishing.blocks.comparing import ComparedInWords
from publishing.gathering import ChosenPages, Gathering, choices_in
from publishing.models.pages import BasePage


class _Together:
    """Takes its choices from the text's gathering, where one is under way."""

    def bulk_to_python(self, values: Any) -> Any:
        gathering = Gathering.under_way()
        if gathering is None:
            return super().bulk_to_python(values)  # type: ignore[misc]  # a chooser follows in the MRO
        return [gathering.take(self.model_class, value) for value in values]  # type: ignore[attr-defined]

    def deconstruct(self) -> Any:
        _path, args, kwargs = super().deconstruct()  # type: ignore[misc]
        wagtails = next(base for base in type(self).__mro__ if base.__module__.startswith("wagtail."))
        return f"{wagtails.__module__}.{wagtails.__qualname__}", args, kwargs


class LeadsToPagesValue(StructValue):
    """A block's value that leads to pages of the site."""

    gathered: ChosenPages | None = None
    """The pages of the whole text, or of the blocks that were read together with this one."""
    stored: Mapping[str, Any] = {}
    """The stored form, which still has the keys of pages that were deleted since."""

    def version_of(self, page: Page | None) -> BasePage | None:
        """What a reader gets for the chosen `page`: its version in the active language, or itself; None: nothing."""
        if page is None:
            return None
        return (self.gathered or ChosenPages([page.pk])).version_of(page)


class LeadsToPages:
    """For a block whose value leads to pages."""

    def bulk_to_python(self, values: Any) -> Any:
        structs = super().bulk_to_python(values)  # type: ignore[misc]  # a block follows in the MRO
        gathering = Gathering.under_way()
        keys = (choice.key for raw in values for choice in choices_in(self, raw) if not choice.linked)
        pages = ChosenPages(keys) if gathering is None else gathering.pages
        for struct, raw in zip(structs, values, strict=True):
            struct.gathered, struct.stored = pages, raw
        return structs


class ImageChooser(_Together, ImageChooserBlock):
    """One picture without a text alternative of its own."""


class PageChooser(_Together, ComparedInWords, PageChooserBlock):
    """One page."""


class DocumentChooser(_Together, ComparedInWords, DocumentChooserBlock):
    """One document."""


class SnippetChooser(_Together, ComparedInWords, SnippetChooserBlock):
    """One campaign, one unit."""


class ConsentChooser(SnippetChooser):
    """The consent record of one person."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__("publishing.Consent", **kwargs)

    def deconstruct(self) -> Any:
        path, _args, kwargs = super().deconstruct()
        return path, ("publishing.Consent",), kwargs


class ListChooser(SnippetChooser):
    """One of a few things, in a drop-down list; they need not be snippets."""

    @cached_property
    def widget(self) -> forms.Select:
        return forms.Select()

    def get_form_state(self, value: Any) -> Any:
        return self.widget.format_value(self.field.prepare_value(value))

    def value_from_form(self, value: Any) -> Any:
        return super().value_from_form(value or None)


class Picture(ImageBlock):
    """One picture with its text alternative, or marked as decorative."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        super().__init__(required=required, **kwargs)
        chooser = ImageChooser(required=required, label=_("Picture"))
        chooser.set_name("image")
        self.child_blocks["image"] = chooser
        for name in ("decorative", "alt_text"):
            self.child_blocks[name].get_comparison_class = ComparedInWords.get_comparison_class

    class Meta:
        label_format = "{image}"  # else “No” for an empty one: that it is not decorative
