"""The featured campaign's figures for the strip above inner pages."""

from django import template
from django.template.context import Context

from campaigns.counters import Figures, featured_figures
from campaigns.models import CampaignPage

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
    return CampaignPage.published_for(figures.campaign) if figures is not None else None


@register.filter
def share(ratio: float | None) -> str:
    """0.473 → 47.3%, as SVG attributes want it in every language; None → 0%."""
    return f"{(ratio or 0) * 100:.4g}%"
