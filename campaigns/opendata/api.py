"""`/api/v1/`: published campaigns and their figures, for reading by anybody's program. No person's data is in it."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query
from ninja.errors import ValidationError
from ninja.renderers import JSONRenderer
from pydantic import BaseModel

from campaigns.models import Campaign, CampaignPage, Closing
from campaigns.opendata import shapes
from campaigns.opendata.answers import Refused, refusal
from campaigns.opendata.rows import day_rows, local, milestone_rows, unit_day_rows, unit_rows
from campaigns.opendata.source import Source, source_of
from campaigns.opendata.views import published_campaign, published_figures


class Readable(JSONRenderer):
    """JSON with Vietnamese letters as they are: half the bytes, and a person can read it."""

    json_dumps_params = {"ensure_ascii": False}


api = NinjaAPI(
    title="Tự hào: số liệu các chiến dịch",
    version="1",
    description=(
        "Số liệu công khai của các chiến dịch, chỉ để đọc. Điều chưa biết là null, không bao giờ là 0."
        " Số liệu luôn kèm nguồn, thời điểm, trạng thái và điều kiện sử dụng."
    ),
    docs_url=None,  # the interactive page would load scripts from elsewhere
    urls_namespace="api-1",
    renderer=Readable(),
)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    return refusal(refused.code)


@api.exception_handler(Exception)
def _unexpected(request: HttpRequest, error: Exception) -> HttpResponse:
    raise error  # `open_to_programs` logs it and tells nobody; with DEBUG, ninja would answer with the traceback


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return refusal("invalid_parameter", sorted({str(fault["loc"][-1]) for fault in error.errors}))


def _answers(shape: Any) -> dict[int, Any]:
    """The answer's shape, and those of the refusals."""
    return {200: shape, 404: shapes.Refusal, 422: shapes.Refusal}


def _part(source: Source, rows: Sequence[BaseModel], part: shapes.Part) -> dict[str, Any]:
    items = rows[part.offset : part.offset + part.limit]
    return {**source.model_dump(), "total": len(rows), "limit": part.limit, "offset": part.offset, "items": items}


def _campaign(campaign: Campaign, page: CampaignPage | None) -> dict[str, Any]:
    return {
        "slug": campaign.slug,
        "name": campaign.name,
        "starts_on": campaign.starts_on,
        "ends_on": campaign.ends_on,
        "source": campaign.source,
        "page": page.full_url if page else None,
        "live": f"/live/{campaign.slug}.json",
    }


@api.get("/campaigns", response={200: shapes.Campaigns, 422: shapes.Refusal}, operation_id="campaigns")
def campaigns(request: HttpRequest, part: Query[shapes.Part]) -> dict[str, Any]:
    """Published campaigns, the latest first."""
    published = Campaign.objects.published()
    shown = list(published[part.offset : part.offset + part.limit])
    pages = CampaignPage.published_for(shown)
    return {
        "total": published.count(),
        "limit": part.limit,
        "offset": part.offset,
        "items": [_campaign(campaign, pages.get(campaign.pk)) for campaign in shown],
    }


@api.get("/campaigns/{slug:slug}", response={200: shapes.CampaignShape, 404: shapes.Refusal}, operation_id="campaign")
def campaign(request: HttpRequest, slug: str) -> dict[str, Any]:
    """One campaign."""
    found = published_campaign(slug)
    return _campaign(found, CampaignPage.published_for([found]).get(found.pk))


@api.get(
    "/campaigns/{slug:slug}/figures",
    response={200: shapes.FiguresShape, 404: shapes.Refusal},
    operation_id="figures",
)
def figures(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The campaign's own number. Pace, plan and outlook are null while the state forbids saying them."""
    found = published_figures(slug)
    snapshot, counter = found.snapshot, found.headline
    return {
        **source_of(found, request).model_dump(),
        "count": counter.value,
        "target": counter.target,
        "pace": counter.pace,
        "plan": counter.plan,
        "statuses": (snapshot and snapshot.statuses) or None,
        "fields_of_work": [{**field, "code": field["code"] or None} for field in snapshot.fields]
        if snapshot and snapshot.fields
        else None,
        "outlook": found.outlook if not found.begins_later else None,
        "unplaced": snapshot.unplaced if snapshot else None,
    }


@api.get("/campaigns/{slug:slug}/units", response=_answers(shapes.Units), operation_id="units")
def units(request: HttpRequest, slug: str, part: Query[shapes.Part]) -> dict[str, Any]:
    """Every first-level unit at the newest reading, also those whose code the site does not know (name null)."""
    found = published_figures(slug)
    return _part(source_of(found, request), unit_rows(found), part)


@api.get("/campaigns/{slug:slug}/days", response=_answers(shapes.Days), operation_id="days")
def days(request: HttpRequest, slug: str, part: Query[shapes.Part]) -> dict[str, Any]:
    """Every day: what was registered on it, and what was held at its close."""
    found = published_figures(slug)
    return _part(source_of(found, request), day_rows(found), part)


@api.get("/campaigns/{slug:slug}/unit-days", response=_answers(shapes.UnitDays), operation_id="unit_days")
def unit_days(request: HttpRequest, slug: str, part: Query[shapes.UnitDayPart]) -> dict[str, Any]:
    """Units at each day's close; `code` and `day` choose."""
    found = published_figures(slug)
    return _part(source_of(found, request), unit_day_rows(found, code=part.code, day=part.day), part)


@api.get("/campaigns/{slug:slug}/milestones", response=_answers(shapes.Milestones), operation_id="milestones")
def milestones(request: HttpRequest, slug: str, part: Query[shapes.Part]) -> dict[str, Any]:
    """Round numbers and the goal, with the time at which each was first passed."""
    found = published_figures(slug)
    return _part(source_of(found, request), milestone_rows(found), part)


@api.get(
    "/campaigns/{slug:slug}/closing",
    response={200: shapes.ClosingShape, 404: shapes.Refusal},
    operation_id="closing",
)
def closing(request: HttpRequest, slug: str) -> dict[str, Any]:
    """The figures that were signed when the campaign was closed, and beside them later revisions."""
    found = published_figures(slug)
    signed = Closing.objects.filter(campaign=found.campaign).first()
    if signed is None:
        raise Refused("not_closed")
    source = source_of(found, request)
    kept = ("count", "units", "signed_by", "signed_on", "document", "revised_count", "revised_units")
    return {
        **{name: getattr(signed, name) for name in kept},
        "campaign": source.campaign,
        "as_of": local(signed.as_of),
        "revised_as_of": local(signed.revised_as_of),
        "source": source.source,
        "licence": source.licence,
    }
