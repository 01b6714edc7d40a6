"""The counter's frame as oEmbed tells of it."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from campaigns import heads
from campaigns.embeds.code import FRAME_HEIGHT, UNIT_FRAME_HEIGHT
from campaigns.embeds.shown import Shown
from campaigns.models import Unit
from sharing.head import site_root_url
from sharing.oembed import Embed, Frame

if TYPE_CHECKING:
    from campaigns.models import CampaignPage


NARROW_MORE = 40
"""Pixels that a narrow frame needs more: a long state takes a line of its own."""


def counter_embed(page: "CampaignPage", request: HttpRequest, code: str = "") -> Embed | None:
    """The campaign's counter, or that of the ranked unit whose address ends in `code`; None for no such unit.

    The words beside it are the counter's own sentence: the number with its time and state.
    """
    unit = Unit.objects.at(code).first() if code else None
    if code and unit is None:
        return None
    shown = Shown.of_unit(page, unit.code) if unit is not None else Shown.whole(page)
    if shown is None:
        return None
    language = page.locale.language_code
    given = {"unit": unit.code if unit else "", "lang": language if language != settings.LANGUAGE_CODE else ""}
    query = urlencode({name: value for name, value in given.items() if value})
    address = site_root_url(request) + reverse("embeds:frame", args=[page.campaign.slug])
    height = UNIT_FRAME_HEIGHT if unit is not None else FRAME_HEIGHT
    head = heads.of_unit(page, request, unit) if unit is not None else page.own_head(request)
    sentence = shown.sentence.removesuffix(f" {shown.url}")
    frame = Frame(f"{address}?{query}" if query else address, height, height + NARROW_MORE)
    return Embed(head.title, head.canonical, sentence, frame, head.image)
