"""`/du-lieu/<campaign>/…`: a campaign's tables as files."""

from django.http import HttpRequest, HttpResponse

from campaigns.counters import Figures, figures_of
from campaigns.models import Campaign
from campaigns.opendata.answers import Refused
from campaigns.opendata.files import TABLES, as_csv, as_json, description
from campaigns.opendata.source import source_of

KEPT = "public, max-age=30, s-maxage=60, stale-while-revalidate=60, stale-if-error=86400"
"""Files are read by people and once a day by programs: a shared cache may keep one for a minute."""


def published_campaign(slug: str) -> Campaign:
    """The published campaign with this code: one query. Raises Refused."""
    campaign = Campaign.objects.published().filter(slug=slug).first()
    if campaign is None:
        raise Refused("no_such_campaign")
    return campaign


def published_figures(slug: str) -> Figures:
    """The figures of a published campaign: two queries. Raises Refused."""
    return figures_of(published_campaign(slug))


def table_file(request: HttpRequest, slug: str, name: str, form: str) -> HttpResponse:
    """One table; `form` is csv or json."""
    table = TABLES.get(name)
    if table is None:
        raise Refused("no_such_table")
    figures = published_figures(slug)
    source, rows = source_of(figures, request), table.rows(figures)
    if form == "json":
        return _file(as_json(table, rows, source, figures.campaign.name), "application/json")
    response = _file(as_csv(table, rows, source), "text/csv; charset=utf-8; header=present")
    moment = f"-{source.as_of:%Y%m%d-%H%M}" if source.as_of else ""
    response.headers["Content-Disposition"] = f'attachment; filename="{slug}-{name}{moment}.csv"'
    return response


def description_file(request: HttpRequest, slug: str) -> HttpResponse:
    """What the files are and what their columns mean."""
    figures = published_figures(slug)
    unplaced = figures.snapshot.unplaced if figures.snapshot else None
    return _file(description(source_of(figures, request), figures.campaign.name, unplaced), "application/json")


def _file(body: bytes, content_type: str) -> HttpResponse:
    return HttpResponse(body, content_type=content_type, headers={"Cache-Control": KEPT})
