"""The shapes of the API's answers beside the tables' rows."""

import re
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from pydantic import BaseModel, BeforeValidator, Field

from campaigns.opendata.rows import DayRow, MilestoneRow, UnitDayRow, UnitRow
from campaigns.opendata.source import Source

Row = TypeVar("Row", bound=BaseModel)
MOST = 1000
"""Rows in one answer."""
FARTHEST = 1_000_000


def _iso(value: Any) -> Any:
    """Only YYYY-MM-DD: pydantic would read a bare number as seconds since 1970."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("YYYY-MM-DD")
    return value


def _digits(value: Any) -> Any:
    """Only digits: pydantic would read " 1_0" and "10.0" too."""
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{1,9}", value):
        raise ValueError("a whole number")
    return value


IsoDay = Annotated[date, BeforeValidator(_iso)]
Whole = Annotated[int, BeforeValidator(_digits)]


class Part(BaseModel):
    """Which rows of a list: `limit` of them after the first `offset`."""

    limit: Whole = Field(100, ge=1, le=MOST)
    offset: Whole = Field(0, ge=0, le=FARTHEST)


class UnitDayPart(Part):
    """The same of one unit, of one day, or of both."""

    code: str | None = Field(None, max_length=40)
    day: IsoDay | None = None


class Refusal(BaseModel):
    """Why there is no answer: a code for programs, words for people, and which parameters were not valid."""

    error: str
    message: str
    parameters: list[str] | None = None


class CampaignShape(BaseModel):
    """A campaign with a published page."""

    slug: str
    name: str
    starts_on: date
    ends_on: date
    source: str
    page: str | None
    live: str


class Campaigns(BaseModel):
    """Published campaigns, the latest first."""

    total: int
    limit: int
    offset: int
    items: list[CampaignShape]


class OutlookShape(BaseModel):
    """Where the number is heading, by what arrived on the last seven whole days."""

    per_day: int | None
    projected: int | None
    low: int | None
    high: int | None
    reached_on: date | None


class FieldShape(BaseModel):
    """A field of work and its part of the number; without a code where none was given."""

    code: str | None
    count: int


class FiguresShape(Source):
    """The campaign's own number with what is known beside it. What is not known, or not to be said now, is null."""

    count: int | None
    target: int | None
    pace: int | None
    plan: int | None
    statuses: dict[str, int] | None
    fields_of_work: list[FieldShape] | None
    outlook: OutlookShape | None
    unplaced: int | None


class Listed(Source, Generic[Row]):
    """A part of a table."""

    total: int
    limit: int
    offset: int
    items: list[Row]


class Units(Listed[UnitRow]):
    """Units at the newest reading, the first by rank first."""


class Days(Listed[DayRow]):
    """Days, the first one first."""


class UnitDays(Listed[UnitDayRow]):
    """Units at days' closes, the first day first."""


class Milestones(Listed[MilestoneRow]):
    """Milestones, the greatest first."""


class UnitTotalShape(BaseModel):
    """One unit in a closing."""

    code: str
    count: int
    rank: int


class ClosingShape(BaseModel):
    """The signed figures, which never change, and beside them what the register says since."""

    campaign: str
    count: int
    as_of: datetime
    units: list[UnitTotalShape]
    signed_by: str
    signed_on: date
    document: str
    revised_count: int | None
    revised_as_of: datetime | None
    revised_units: list[UnitTotalShape]
    source: str
    licence: str
