"""Foreign words in running text, marked with their language: a screen reader then says “container” as English.

Editors keep one list for the whole site. They could not mark single words: wagtail-localize 1.14 refuses inline tags
with attributes, and such a page could not be translated any more. WCAG 2.2, 3.1.2.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from django.core.exceptions import ValidationError
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

_LINE = re.compile(r"(?P<language>[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*)\s*:(?P<words>.*)")
_TAG = re.compile(r"(<[^>]*>)")


@lru_cache(maxsize=8)
def read_words(text: str) -> Mapping[str, str]:
    """The language of each word, in small letters, of a list with lines like “en: online, container”.

    Raises ValidationError with the line that is not understood.
    """
    found: dict[str, str] = {}
    for line in filter(None, map(str.strip, text.splitlines())):
        match = _LINE.fullmatch(line)
        words = [word.strip() for word in match["words"].split(",")] if match else []
        if match is None or not all(any(map(str.isalpha, word)) for word in words):
            raise ValidationError(
                _("“%(line)s” is not understood. Write the language, a colon and its words: en: online, container")
                % {"line": line}
            )
        found.update({word.casefold(): match["language"] for word in words})
    return MappingProxyType(found)


def validate_words(text: str) -> None:
    """Raise ValidationError with the line that is not understood."""
    read_words(text)


@lru_cache(maxsize=8)
def _finder(text: str) -> re.Pattern[str]:
    words = sorted(read_words(text), key=len, reverse=True)
    return re.compile(rf"(?<![\w&#])({'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)


def mark(html: str, text: str, language: str) -> SafeString:
    """`html` (plain text is escaped) with the words of the list `text` marked that are not of `language`."""
    safe = conditional_escape(html)
    if not text.strip():
        return safe
    words, finder = read_words(text), _finder(text)

    def marked(match: re.Match[str]) -> str:
        its_own = words[match[1].casefold()]
        return match[1] if its_own == language else format_html('<span lang="{}">{}</span>', its_own, match[1])

    parts = _TAG.split(safe)
    parts[::2] = [finder.sub(marked, part) for part in parts[::2]]
    return mark_safe("".join(parts))  # noqa: S308 - what was safe, with spans around letters of its own
