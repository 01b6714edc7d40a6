"""What an editor is told when a page goes out: who and what it leaves out."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.models import Page

from publishing.consent.leaving_out import left_out_of


def tell_after_publishing(request: HttpRequest, page: Page) -> None:
    """One message with what is left out, and the way to the list of it."""
    left_out: list[Any] = left_out_of(page)
    if not left_out:
        return
    first = left_out[0]
    message = ngettext(
        "Left out for want of consent: %(what)s (%(uses)s).",
        "Left out for want of consent in %(count)d cases, such as %(what)s (%(uses)s). The page’s screen lists all.",
        len(left_out),
    ) % {"count": len(left_out), "what": first.what, "uses": first.uses}
    messages.warning(request, message, buttons=[messages.button(first.mend, first.reason)] if first.mend else None)
