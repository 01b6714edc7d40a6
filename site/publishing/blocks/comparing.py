"""How two versions of a block's field are compared: by what an editor chose, never by code words."""

from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.html import escape
from django.utils.translation import gettext as _
from wagtail.admin.compare import BlockComparison, diff_text
from wagtail.blocks import ChoiceBlock, DateBlock


class InWords(BlockComparison):
    """Nothing for what is empty, yes and no, the label of a choice, a day, the name of a thing that was chosen."""

    def words(self, value: Any) -> str:
        """The value as an editor knows it."""
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, date):
            return date_format(value, "SHORT_DATE_FORMAT")
        if isinstance(self.block, ChoiceBlock):
            value = dict(self.block.field.choices).get(value, value)
        return str(value)

    def htmlvalue(self, val: Any) -> str:
        return str(escape(self.words(val)))

    def htmldiff(self) -> str:
        return str(diff_text(self.words(self.val_a), self.words(self.val_b)).to_html())


class ComparedInWords:
    """For a field whose stored form is a key, a code word or nothing."""

    @staticmethod
    def get_comparison_class() -> type[BlockComparison]:
        """What Wagtail asks for when it compares two versions."""
        return InWords


class Choice(ComparedInWords, ChoiceBlock):
    """One of a few. In migrations it is Wagtail's own."""


class Day(ComparedInWords, DateBlock):
    """A day. In migrations it is Wagtail's own."""

    def deconstruct(self) -> Any:
        _path, args, kwargs = super().deconstruct()
        return "wagtail.blocks.DateBlock", args, kwargs
