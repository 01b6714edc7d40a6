"""What stands around a page: the pages above it and whether everybody may read it."""

from dataclasses import dataclass

from wagtail.models import Page


@dataclass(frozen=True)
class Surroundings:
    """`above`: the published pages from the language's home page to the parent. `is_open`: nothing closes it."""

    above: tuple[Page, ...]
    is_open: bool
