"""From what was found to what is shown: teasers of pages of all types in a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Locale, Page
from wagtail.search.backends import get_search_backend

from campaigns.models import CampaignPage, Unit
from publishing.cards import teasers_of
from publishing.models import BasePage
from publishing.specifics import specific_pages
from publishing.teasers import Teaser
from sharing.visibility import published

MOST_UNITS = 6
"""Units above the pages found; a word in more names than that asks for no unit."""
VIETNAMESE = "vi"
"""The language of units' names, wherever they stand."""


def published_in(locale: Locale) -> Any:
    """The site's pages of one language that everybody may read, as a search can take them (it reads the conditions)."""
    return Page.objects.filter(locale=locale).type(BasePage).live().public()


def found_units(query: str, campaign_page: CampaignPage | None) -> list[Teaser]:
    """The ranked units that `query` finds, each at its page in the campaign; none without a campaign's page."""
    if campaign_page is None:
        return []
    return [
        Teaser(
            kind=unit.get_kind_display(), title=unit.name, url=campaign_page.unit_url(unit), title_language=VIETNAMESE
        )
        for unit in get_search_backend().search(query, Unit.objects.first_level())[:MOST_UNITS]
    ]


def found_teasers(found: Iterable[Page]) -> list[Teaser]:
    """The teasers of `found` in their order; one query for the pages, whatever their types."""
    keys = [page.pk for page in found]
    pages = {page.pk: page for page in specific_pages(published(Page.objects.filter(pk__in=keys)))}
    return teasers_of(pages[key] for key in keys if key in pages)
