"""What of a stream's stored form a reader reads: the words, without keys, addresses and choices."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from wagtail.blocks import Block, CharBlock, ListBlock, RichTextBlock, StreamBlock, StructBlock, TextBlock
from wagtail.images.blocks import ImageBlock
from wagtail.rich_text import get_text_for_indexing

_END_OF_LINE: Final = re.compile(r"</(?:p|h\d|li|blockquote)>|<[bh]r\s*/?>")


def plain_text(rich_text: str) -> str:
    """The words of stored rich text, each paragraph, heading and item on its own line."""
    return str(get_text_for_indexing(_END_OF_LINE.sub(r"\g<0>\n", rich_text)))


def lines_of(texts: Iterable[str]) -> Iterator[str]:
    """The lines of `texts` that say something, each on one line."""
    for text in texts:
        for line in text.splitlines():
            if said := " ".join(line.split()):
                yield said


def readable_text(block: Block, raw: Any) -> Iterator[str]:
    """The texts that readers see of `raw`, the stored form of `block`; nothing is loaded for it.

    Left out: a picture's alternative, which stands in its place, and blocks of types that no longer exist.
    """
    if not raw or isinstance(block, ImageBlock):
        return
    if isinstance(block, StreamBlock):
        for child in raw:
            if child["type"] in block.child_blocks:
                yield from readable_text(block.child_blocks[child["type"]], child["value"])
    elif isinstance(block, StructBlock):
        for name, child_block in block.child_blocks.items():
            yield from readable_text(child_block, raw.get(name))
    elif isinstance(block, ListBlock):
        for item in raw:
            yield from readable_text(block.child_block, item["value"] if _has_a_key(item) else item)
    elif isinstance(block, RichTextBlock):
        yield plain_text(raw)
    elif isinstance(block, (CharBlock, TextBlock)):
        yield raw


def _has_a_key(item: Any) -> bool:
    """Whether a list's item is stored with its key, as Wagtail does since 2.16, and not as its bare value."""
    return isinstance(item, dict) and item.get("type") == "item"
