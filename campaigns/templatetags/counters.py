"""Counters in templates: the featured campaign's figures, rings, charts, shares."""

from itertools import count
from typing import Any

from django import template
from django.template.context import Context
from django.utils.translation import get_language

from campaigns.chart import FRAMES, Chart, chart_of
from campaigns.counters import Figures, featured_figures
from campaigns.models import CampaignPage, Closing
from campaigns.rings import Rings, rings_of
from campaigns.values import Counter
from vietnamese import formats

register = template.Library()


@register.simple_tag(takes_context=True)
def featured_counter(context: Context) -> Figures | None:
    """The featured campaign's figures, read once a request; the page's own if it has them already."""
    own = context.get("figures")
    if isinstance(own, Figures) and own.campaign.featured:
        return own
    request = context["request"]
    if not hasattr(request, "_featured_figures"):
        request._featured_figures = featured_figures()
    figures: Figures | None = request._featured_figures
    return figures


@register.simple_tag
def campaign_page(figures: Figures | None) -> CampaignPage | None:
    """The published page of these figures' campaign in the reader's language."""
    return figures.page if figures is not None else None


@register.simple_tag
def rings(counter: Counter) -> Rings | None:
    """The counter as a field of rings; None without a target, or without a number."""
    if counter.value is None or not counter.target:
        return None
    return rings_of(counter.value, counter.target, counter.plan)


@register.simple_tag
def charts(figures: Figures) -> list[Chart]:
    """The daily chart for each width of screen; empty while no day of the campaign is known."""
    drawn = (chart_of(figures, frame) for frame in FRAMES)
    return [chart for chart in drawn if chart is not None]


@register.simple_tag(takes_context=True)
def unique_id(context: Context, prefix: str) -> str:
    """An id that no other element of the page has: the prefix and a number that grows within a request."""
    scope: Any = context.get("request") or context.render_context
    if not hasattr(scope, "unique_ids"):
        scope.unique_ids = count(1)  # for the life of the request, or of a rendering without one
    return f"{prefix}-{next(scope.unique_ids)}"


@register.filter
def plus(place: float, distance: float) -> float:
    """A place in a drawing, moved by `distance`."""
    return round(place + distance, 1)


@register.simple_tag
def revised(closing: Closing, counter: Counter) -> int | None:
    """What is counted since the closing of what `counter` counts; None where it is what was signed."""
    return closing.revised(counter.unit_code)


@register.filter
def minus(after: int, before: int) -> int:
    """How far one number is from another."""
    return after - before


@register.filter
def distance(change: int) -> int:
    """How far, to whichever side."""
    return abs(change)


@register.filter
def signed(change: int | None) -> str:
    """2445 → +2.445, -365 → −365; None → —."""
    return formats.number(change, sign=True, language=get_language() or "vi")


@register.filter
def share(ratio: float | None) -> str:
    """0.473 → 47.3%, as SVG attributes want it in every language; None → 0%."""
    return f"{(ratio or 0) * 100:.4g}%"
