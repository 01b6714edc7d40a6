"""The field for a page's slug in the admin, which follows the title while one types.

Wagtail's script knows no Vietnamese: it turns "Đồng Nai" into "djng-nai". It takes rules of replacement from the
page, so it gets the letters of the alphabet; other languages it transliterates by itself.
"""

from collections import defaultdict
from typing import Any, Final

from django.core.validators import slug_re
from wagtail.admin.widgets import SlugInput

from vietnamese.letters import ACCENTED
from vietnamese.slugs import slugify

COMBINING: Final = "[\u0300-\u036f]"
"""Marks of letters that were typed in two parts (NFD)."""


def _formatters() -> list[tuple[str, str]]:
    """Pairs of an expression and what stands for it: all forms of one letter, then loose marks."""
    forms: dict[str, str] = defaultdict(str)
    for letter in ACCENTED:
        forms[slugify(letter)] += letter
    return [*((f"[{letters}]", plain) for plain, letters in forms.items()), (COMBINING, "")]


class VietnameseSlugInput(SlugInput):
    """Wagtail's slug field with the Vietnamese alphabet."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, formatters=_formatters())

    def value_from_datadict(self, data: Any, files: Any, name: str) -> str:
        """What was sent; what could not be an address (pasted and saved before any script ran) becomes one."""
        sent = super().value_from_datadict(data, files, name) or ""
        return sent if slug_re.match(sent) else slugify(sent)
