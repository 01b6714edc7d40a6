"""Serve the documents: cacheable, without cookies, readable from any site."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.views.decorators.http import require_safe

from campaigns.counters import Figures, figures_of
from campaigns.live import documents
from campaigns.models import Campaign

FRESH = "public, max-age=2, s-maxage=5, stale-while-revalidate=30, stale-if-error=600"
IMMUTABLE = "public, max-age=31536000, immutable"
LARGEST = 2**31 - 1
"""What the database can hold as an epoch or sequence number; greater ones never existed."""


def _campaign(slug: str) -> Campaign:
    campaign = Campaign.objects.published().filter(slug=slug).first()
    if campaign is None:
        raise Http404("no such campaign")
    return campaign


def _answer(request: HttpRequest, document: documents.Document) -> HttpResponse:
    matches = request.headers.get("If-None-Match", "")
    response: HttpResponse
    if document.etag in {tag.strip().removeprefix("W/") for tag in matches.split(",")}:
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(document.body, content_type="application/json")
    response.headers["ETag"] = document.etag
    response.headers["Cache-Control"] = IMMUTABLE if document.immutable else FRESH
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def headline(request: HttpRequest, slug: str) -> HttpResponse:
    """`/live/<campaign>.json`: the number with its time and state."""
    return _answer(request, documents.headline(figures_of(_campaign(slug))))


@require_safe
def detail(request: HttpRequest, slug: str, epoch: int, seq: int) -> HttpResponse:
    """`/live/<campaign>/<epoch>.<seq>.json`: every unit and day of one snapshot."""
    campaign = _campaign(slug)
    if max(epoch, seq) > LARGEST:
        raise Http404("no such snapshot")
    snapshot = campaign.snapshots.filter(epoch=epoch, seq=seq).first()
    if snapshot is None:
        raise Http404("no such snapshot")
    return _answer(request, documents.detail(Figures(campaign, snapshot, snapshot.collected_at)))
