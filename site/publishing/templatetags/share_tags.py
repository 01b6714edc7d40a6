"""The share bar and the printed address of a page."""

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from publishing.models import SiteSettings
from publishing.share_bar import ShareBar, chosen_networks
from sharing import qr
from sharing.head import Head
from sharing.networks import marked

register = template.Library()


@register.simple_tag(takes_context=True)
def share_bar(context: Context, head: Head) -> ShareBar:
    """The bar of the page that `head` speaks of, made once however often it stands on the page."""
    request = context["request"]
    made: dict[str, ShareBar] = request.__dict__.setdefault("_share_bars", {})
    if head.canonical not in made:
        settings = SiteSettings.for_page_request(request)
        made[head.canonical] = ShareBar.of(head, settings.hashtag_list, chosen_networks(settings))
    return made[head.canonical]


@register.simple_tag
def printed_qr(short: str) -> SafeString:
    """The QR code of a short address for paper, drawn in the page itself: a printer waits for no picture."""
    return qr.svg(marked(short, "qr", "print"), gettext("QR code that leads to this page")) if short else SafeString("")
