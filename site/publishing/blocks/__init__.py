"""Blocks that any page may hold. Blocks hold data, StructValues derive, templates mark up."""

from publishing.blocks.media import DocumentBlock, FigureBlock, GalleryBlock, VideoBlock
from publishing.blocks.text import CallToActionBlock, KeyFiguresBlock, ParagraphBlock, QuoteBlock, RelatedPagesBlock

__all__ = [
    "CallToActionBlock",
    "DocumentBlock",
    "FigureBlock",
    "GalleryBlock",
    "KeyFiguresBlock",
    "ParagraphBlock",
    "QuoteBlock",
    "RelatedPagesBlock",
    "VideoBlock",
]
