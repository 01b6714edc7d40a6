"""Handing cards out. Nothing that a request says is ever drawn: an address is that of a page's card, or of none."""

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.models import Page

from sharing.cards.content import Size
from sharing.cards.made import content_of, is_named, kept, make, open_page
from sharing.models import ShareCard
from sharing.visibility import published

YEAR, DAY, MINUTE = 31_536_000, 86_400, 60
SHARED = 600
"""Seconds after which a shared cache asks whether the page is still open: withdrawn cards are gone from it by then."""


@require_safe
def card(request: HttpRequest, page: str, digest: str, size: str, part: str = "", slot: str = "") -> HttpResponse:
    """The card at this address; drawn now where nobody asked for it before. Not found where its page is closed."""
    part, slot = part or "", slot or ""
    cards = ShareCard.objects.filter(page__in=published(Page.objects.filter(pk=page)), part=part, size=size)
    known = cards.filter(digest=digest).first()
    if known is not None:
        if (data := kept(known)) is not None:
            return jpeg(data, YEAR)
        if (data := next_newer(cards, known)) is not None:
            return jpeg(data, DAY)
    found = open_page(int(page))
    content = content_of(found, part) if found is not None else None
    if content is not None and is_named(content, digest, slot):
        named = "-".join(step for step in (digest, slot, size) if step)
        data = make(int(page), content, Size(size), part, named=named)
        is_kept = cards.filter(digest=digest).exists()
        return jpeg(data, YEAR if is_kept else MINUTE)
    raise Http404("no such card")


def next_newer(cards: QuerySet[ShareCard], gone: ShareCard) -> bytes | None:
    """What stands in for a number's card that was thinned out: the next one of `cards` that was kept."""
    if gone.file:
        return None
    newer = cards.filter(kind=gone.kind, made_at__gte=gone.made_at).exclude(file="").order_by("made_at").first()
    return kept(newer) if newer is not None else None


def jpeg(data: bytes, seconds: int) -> HttpResponse:
    """A picture that browsers and networks may keep for so long; for a year it never changes."""
    response = HttpResponse(data, content_type="image/jpeg")
    patch_cache_control(response, public=True, max_age=seconds, s_maxage=min(seconds, SHARED))
    if seconds == YEAR:
        patch_cache_control(response, immutable=True)
    return response
