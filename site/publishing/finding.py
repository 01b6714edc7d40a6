"""What a page lets itself be found by: the words and the properties that the public search knows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class FoundAs(StrEnum):
    """The kinds of pages that readers tell apart when they search; the value stands in addresses."""

    STORY = "story"
    MODEL = "model"
    PRACTICE = "practice"
    NEWS = "news"
    INITIATIVE = "initiative"
    CAMPAIGN = "campaign"
    PAGE = "page"


LABELS = {
    FoundAs.STORY: _("Story"),
    FoundAs.MODEL: _("New model"),
    FoundAs.PRACTICE: _("Creative practice"),
    FoundAs.NEWS: _("Campaign news"),
    FoundAs.INITIATIVE: _("Initiative"),
    FoundAs.CAMPAIGN: _("Campaign"),
    FoundAs.PAGE: _("Page"),
}


@dataclass(frozen=True)
class Findable:
    """What everybody may know of a page, and nothing else: it goes into search results as it is.

    `names` call the page beside its title (people, codes); `texts` are what readers read, paragraph by paragraph;
    `terms` are words that it is found by and that no excerpt shows (its unit, tags, place). `unit` and `campaign` are
    keys, `tags` keys of tags. A page without a date is one that does not age.
    """

    title: str
    lead: str = ""
    names: Sequence[str] = ()
    texts: Sequence[str] = ()
    terms: Sequence[str] = ()
    kind: FoundAs = FoundAs.PAGE
    field: str = ""
    unit: int | None = None
    campaign: int | None = None
    date: datetime | None = None
    ages: bool = False
    tags: Sequence[int] = ()
