"""From what was found to what is shown: teasers of pages of all types in a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Locale, Page

from publishing.cards import teasers_of
from publishing.models import BasePage
from publishing.specifics import specific_pages
from publishing.teasers import Teaser
from sharing.visibility import published


def published_in(locale: Locale) -> Any:
    """The site's pages of one language that everybody may read, as a search can take them (it reads the conditions)."""
    return Page.objects.filter(locale=locale).type(BasePage).live().public()


def found_teasers(found: Iterable[Page]) -> list[Teaser]:
    """The teasers of `found` in their order; one query for the pages, whatever their types."""
    keys = [page.pk for page in found]
    pages = {page.pk: page for page in specific_pages(published(Page.objects.filter(pk__in=keys)))}
    return teasers_of(pages[key] for key in keys if key in pages)
