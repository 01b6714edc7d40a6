"""What the parts of a campaign's page that have an address of their own say of themselves in their `<head>`."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpRequest
from django.utils.translation import gettext as _

from campaigns.models.units import part_of
from sharing.head import Head, site_root_url
from sharing.short_links import short_url
from sharing.structured import Organization

if TYPE_CHECKING:
    from campaigns.counters import Figures
    from campaigns.models import CampaignPage, Unit


def of_unit(page: "CampaignPage", request: HttpRequest, unit: "Unit") -> Head:
    """One unit in the campaign."""
    named = {"unit": unit.name, "campaign": page.title}
    description = _("%(unit)s in %(campaign)s: figures, target and rank.") % named
    title, about = f"{unit.name} – {page.title}", partial(_union, unit)
    head = page.head_of_part(request, unit.path, title, description, about, part_of(unit))
    feeds = (*head.feeds, *page.feed_of(request, "stories", unit.path, unit.name))
    return replace(head, feeds=feeds, embed_root=site_root_url(request), short=short_url(page, unit.address_part))


def of_data(page: "CampaignPage", request: HttpRequest, figures: "Figures") -> Head:
    """The campaign's figures as files."""
    from campaigns.opendata.structured import dataset  # files read models

    named = {"campaign": page.title}
    description = _("Figures of %(campaign)s by unit and by day: CSV, JSON, API.") % named
    return page.head_of_part(
        request, page.data_path, _("Data: %(campaign)s") % named, description, partial(dataset, figures, request)
    )


def of_wallboard(page: "CampaignPage", request: HttpRequest) -> Head:
    """The screen in a hall, which no search engine need know."""
    title = _("Wallboard: %(campaign)s") % {"campaign": page.title}
    return replace(page.head_of_part(request, page.wallboard_path, title, page.described(request)), indexable=False)


def of_embed_code(page: "CampaignPage", request: HttpRequest) -> Head:
    """The code that puts the counter on another site."""
    title = _("The counter on your own site: %(campaign)s") % {"campaign": page.title}
    description = _("The code with which a portal shows the number, always with its time and state.")
    return page.head_of_part(request, page.embed_code_path, title, description)


def _union(unit: "Unit", head: Head) -> Organization:
    return Organization(id=f"{head.canonical}#unit", name=unit.name, url=head.canonical)
