"""Search fields of texts that show what people agreed to."""

from collections.abc import Iterator
from typing import Any, Final

from django.utils import translation
from wagtail.blocks import StreamValue
from wagtail.search import index

from publishing.readable import lines_of, readable_text

OF_PEOPLE: Final = ("quote", "video")
"""Blocks that are shown as long as those who are in them agree."""


class ShownText(index.SearchField):
    """A text as the page shows it in its own language: a quote or a film that somebody withdrew is not found."""

    def get_value(self, obj: Any) -> Any:
        """What goes into the index."""
        with translation.override(obj.locale.language_code):
            return super().get_value(obj)


def shown_lines(body: StreamValue) -> Iterator[str]:
    """What readers of the active language see of a page's stream, line by line."""
    for number, raw in enumerate(body.get_prep_value()):
        if raw["type"] in OF_PEOPLE:
            child = body[number]
            yield from lines_of(child.block.get_searchable_content(child.value))
        else:
            yield from lines_of(readable_text(body.stream_block, [raw]))
