"""A published campaign with figures, closes, milestones and targets; a name that Excel would take for a formula."""

from datetime import UTC, date, datetime

import pytest

from campaigns.models import Campaign, CampaignPage, DayClose, Milestone, Target
from campaigns.models.record import UnitTotal
from campaigns.models.snapshots import UnitCount
from tests.factories import CampaignPageFactory, SnapshotFactory, UnitFactory

EVIL = '=HYPERLINK("http://x";"Công đoàn; \n dòng 2")'
UNITS: list[UnitCount] = [
    {"code": "01", "count": 300, "target": 60, "rank": 1, "valid": 100, "reviewing": 50},
    {"code": "@79", "count": 200, "target": 4000, "rank": 2},
    {"code": "X9", "count": 100, "target": None, "rank": 3},
]


@pytest.fixture
def campaign_page() -> CampaignPage:
    made: CampaignPage = CampaignPageFactory()
    made.campaign.source = "Phần mềm đăng ký"
    made.campaign.save()
    return made


@pytest.fixture
def campaign(campaign_page: CampaignPage) -> Campaign:
    """Figures of 14:05 on 10/5/2022. The unit X9 is in the register alone."""
    campaign = campaign_page.campaign
    hanoi = UnitFactory(code="01", name="LĐLĐ thành phố Hà Nội")
    evil = UnitFactory(code="@79", name=EVIL)
    SnapshotFactory(campaign=campaign, epoch=3, seq=42, unplaced=7, units=UNITS)
    Target.objects.create(campaign=campaign, unit=hanoi, amount=60, source="Kế hoạch 1")
    Target.objects.create(campaign=campaign, unit=hanoi, amount=130, kind=Target.Kind.SELF_SET, source="Tự đăng ký")
    Target.objects.create(campaign=campaign, unit=evil, amount=4000, source="Ví dụ", is_example=True)
    totals = [UnitTotal(code=unit["code"], count=unit["count"], rank=unit["rank"]) for unit in UNITS]
    closed = datetime(2022, 5, 9, 16, 59, 58, tzinfo=UTC)
    DayClose.objects.create(campaign=campaign, day=date(2022, 5, 9), as_of=closed, count=141_000, units=totals)
    DayClose.objects.create(
        campaign=campaign, day=date(2022, 5, 8), as_of=closed, count=140_000, units=totals[:1], reconstructed=True
    )
    Milestone.objects.create(campaign=campaign, amount=100_000, reached_at=closed, reconstructed=True)
    Milestone.objects.create(campaign=campaign, amount=140_000, reached_at=closed)
    return campaign
