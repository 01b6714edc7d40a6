"""Links inside running text: to what readers can open, in their language, without a query for each text.

Wagtail asks for the targets of each text, and once more for every page's version in the active language. A text that
belongs to a gathering takes them from it.
"""

from typing import Any

from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from publishing.gathering import ChosenPages, GatheredText


class PageLinks(PageLinkHandler):
    """Links to pages: the version in the reader's language; the bare words where nobody can open the page."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        keys = [_key(attributes) for attributes in attrs_list]
        gathering = GatheredText.being_rendered()
        if gathering is not None:
            return [gathering.linked(Page, key) for key in keys]
        targets = ChosenPages([], linked=keys).targets
        return [targets.get(key) for key in keys]

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        return [_opening_tag(page) for page in cls.get_many(attrs_list)]


class DocumentLinks(DocumentLinkHandler):
    """Links to documents; the bare words where there is none any more."""

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Any]:
        keys = [_key(attributes) for attributes in attrs_list]
        gathering = GatheredText.being_rendered()
        if gathering is not None:
            return [gathering.linked(cls.get_model(), key) for key in keys]
        found = cls.get_model()._default_manager.in_bulk(keys)
        return [found.get(key) for key in keys]


def _key(attributes: dict[str, Any]) -> int:
    """The key that a stored link names; 0, which nothing has, where it names none."""
    text = str(attributes.get("id", ""))
    return int(text) if text.isascii() and text.isdigit() else 0


def _opening_tag(page: Any) -> str:
    if page is None or not page.url:
        return "<a>"
    language = page.locale.language_code
    foreign = f' hreflang="{escape(language)}"' if language != get_language() else ""
    return f'<a href="{escape(page.url)}"{foreign}>'
