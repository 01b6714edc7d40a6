"""Feeds, as something that shows the people of pages (`publishing.consent.reach`)."""

from collections.abc import Iterator, Sequence
from typing import Final

from django.utils import translation
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from campaigns.models import CampaignPage
from publishing.models import EditorialImage
from sharing.feeds import FORMS, feed_address
from stories.models import InitiativePage, StoryPage


class MadeFeeds:
    """`MadeOf` for feeds: they are written anew for each question, but caches in front of the site may hold them."""

    label: Final = _("Feeds, without the person from now on")

    def addresses(self, pages: Sequence[Page], pictures: Sequence[EditorialImage]) -> list[str]:
        """Every feed that has one of the pages: all of its language, its campaign's, its unit's, its tags'."""
        return list(dict.fromkeys(address for page in pages for address in _of(page)))

    def remove(self, pages: Sequence[Page], pictures: Sequence[EditorialImage]) -> None:
        """They say what the pages say."""


def _of(page: Page) -> Iterator[str]:
    if not isinstance(page, (StoryPage, InitiativePage)):
        return
    kind = "stories" if isinstance(page, StoryPage) else "initiatives"
    paths = ["", *(f"the/{tag.slug}/" for tag in page.tags.all())]
    if page.unit is not None:
        paths.append(page.unit.path)
    if page.campaign_id is not None:
        campaigns = CampaignPage.objects.filter(campaign=page.campaign_id, locale=page.locale)
        paths += [campaign.feed_path for campaign in campaigns]
    with translation.override(page.locale.language_code):
        yield from (f"{feed_address(kind, path, '')}.{form}" for path in paths for form in FORMS)
