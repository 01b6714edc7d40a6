"""The demo as the benches ask it: its addresses, and a client that goes through every middleware and no server."""

from __future__ import annotations

from django.core.cache import cache
from django.test import Client
from wagtail.models import Site

from campaigns.models import CampaignPage
from home.demo.loader import CAMPAIGN, DEMO_HOST
from stories.models import StoryPage
from tools.console import Failure


def addresses() -> dict[str, str]:
    """What is measured, by name. Raises Failure where the demo is not loaded."""
    campaign = CampaignPage.objects.live().filter(slug=CAMPAIGN).first()
    story = StoryPage.objects.live().filter(locale__language_code="vi").order_by("-date", "pk").first()
    if campaign is None or story is None:
        raise Failure("Chưa có nội dung mẫu (the demo is not loaded)")
    return {
        "home": "/",
        "campaign": campaign.url,
        "leaderboard of provinces": f"{campaign.url}?loai=province&xep=phan-tram",
        "story": story.url,
    }


def fetch(path: str) -> bytes:
    """The body of one answer, nothing of it from Django's cache. Raises Failure unless it is a 200."""
    cache.clear()
    Site.clear_site_root_paths_cache()
    response = Client(SERVER_NAME=DEMO_HOST).get(path)
    if response.status_code != 200:
        raise Failure(f"{path}: {response.status_code}")
    return response.content
