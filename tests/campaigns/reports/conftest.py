"""A campaign with two weeks of closes: ten units in two clusters, one in none."""

from datetime import UTC, date, datetime, timedelta

import pytest

from campaigns.models import Campaign, Cluster, CounterSnapshot, DayClose, Unit
from campaigns.models.record import UnitTotal
from campaigns.reports.weeks import Week
from tests.factories import CampaignPageFactory, SnapshotFactory, UnitFactory

FIRST, LAST = date(2022, 5, 1), date(2022, 5, 18)
WEEK = Week(date(2022, 5, 9), date(2022, 5, 15), number=4)
"""Calendar week 4 of the campaign that begins on Friday, 22/4/2022."""
NOW = datetime(2022, 5, 18, 7, 5, tzinfo=UTC)
"""14:05 on 18/5/2022 in Vietnam: a Wednesday, in week 5."""
CODES = [f"U{number}" for number in range(10)]


def totals(day: date) -> list[UnitTotal]:
    """The units at the end of `day`: the later in the list, the slower, but U9 is quick from 9/5 on."""
    days = (day - date(2022, 4, 21)).days
    counts = {code: days * (100 - 10 * index) for index, code in enumerate(CODES)}
    counts["U9"] += max(0, (day - date(2022, 5, 8)).days) * 85
    ordered = sorted(counts, key=lambda code: (-counts[code], code))
    return [UnitTotal(code=code, count=counts[code], rank=rank) for rank, code in enumerate(ordered, 1)]


def held(day: date) -> int:
    """What the whole held at the end of `day`: 1.000 a day, 1.500 from 9/5 on."""
    return 100_000 + (day - FIRST).days * 1_000 + max(0, (day - date(2022, 5, 8)).days) * 500


def close_days(campaign: Campaign, first: date = FIRST, last: date = LAST) -> None:
    """What the collector left of each day."""
    for offset in range((last - first).days + 1):
        day = first + timedelta(days=offset)
        seen = datetime(day.year, day.month, day.day, 16, 59, 57, tzinfo=UTC)
        DayClose.objects.create(campaign=campaign, day=day, as_of=min(seen, NOW), count=held(day), units=totals(day))


@pytest.fixture
def units(db: None) -> list[Unit]:
    clusters = [
        Cluster.objects.create(code="dong", name="Cụm miền Đông", name_en="Eastern cluster"),
        Cluster.objects.create(code="tay", name="Cụm miền Tây"),
    ]
    made = [
        UnitFactory(code=code, short_name=f"LĐLĐ {code}", cluster=clusters[index % 2] if index < 9 else None)
        for index, code in enumerate(CODES)
    ]
    return made


@pytest.fixture
def campaign(units: list[Unit]) -> Campaign:
    """Published, with a goal of 300.000, targets of 2.000 for all units but U0, and that of U8 made up."""
    campaign: Campaign = CampaignPageFactory().campaign
    campaign.source, campaign.source_en = "Phần mềm đăng ký", "The register"
    campaign.save()
    close_days(campaign)
    rows = [
        {**unit, "target": None if unit["code"] == "U0" else 2_000, "target_kind": "assigned",
         "target_is_example": unit["code"] == "U8"}
        for unit in totals(LAST)
    ]  # fmt: skip
    days = [date(2022, 1, 8) + timedelta(days=offset) for offset in range(131)]
    SnapshotFactory(
        campaign=campaign,
        as_of=NOW,
        count=held(LAST),
        units=rows,
        days=[{"day": day.isoformat(), "count": 900} for day in days],
    )
    return campaign


def newest(campaign: Campaign) -> CounterSnapshot:
    row = campaign.snapshots.first()
    assert row is not None
    return row
