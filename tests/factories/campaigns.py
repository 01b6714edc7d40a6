"""Units, campaigns and what was counted."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone

from campaigns.models import Campaign, CounterSnapshot, Unit

AS_OF = datetime(2022, 5, 10, 7, 5, tzinfo=UTC)
"""14:05 on 10/5/2022 in Vietnam, day 19 of 40."""


class UnitFactory(factory.django.DjangoModelFactory):
    """A provincial federation."""

    class Meta:
        model = Unit
        django_get_or_create = ("code",)

    code = factory.Sequence(lambda number: f"T{number}")
    name = factory.LazyAttribute(lambda unit: f"LĐLĐ tỉnh {unit.code}")
    short_name = factory.LazyAttribute(lambda unit: f"LĐLĐ {unit.code}")
    kind = Unit.Kind.PROVINCE


class CampaignFactory(factory.django.DjangoModelFactory):
    """The peak campaign of 2022, featured."""

    class Meta:
        model = Campaign
        django_get_or_create = ("slug",)

    slug = "40-ngay-cao-diem"
    name = "Chiến dịch thi đua cao điểm 40 ngày"
    tracking_code = "CD40"
    starts_on = date(2022, 4, 22)
    ends_on = date(2022, 5, 31)
    count_from = date(2022, 1, 8)
    count_to = date(2022, 5, 31)
    units_from = date(2022, 4, 22)
    units_to = date(2022, 5, 31)
    target = 300_000
    featured = True


class SnapshotFactory(factory.django.DjangoModelFactory):
    """What was counted by 14:05 on 10/5/2022, read just now: 1.000 a day. `unit_codes`: the units with counts."""

    class Meta:
        model = CounterSnapshot

    class Params:
        unit_codes: tuple[str, ...] = ()

    campaign = factory.SubFactory(CampaignFactory)
    epoch = 1
    seq = factory.Sequence(lambda number: number + 1)
    as_of = AS_OF
    collected_at = factory.LazyFunction(timezone.now)
    count = 141_846
    target = 300_000
    units = factory.LazyAttribute(
        lambda snapshot: [
            {
                "code": code,
                "count": 2000 - 10 * rank,
                "target": 4000,
                "rank": rank,
                "target_kind": "assigned",
                "target_is_example": False,
            }
            for rank, code in enumerate(snapshot.unit_codes, 1)
        ]
    )
    outlook = factory.LazyFunction(
        lambda: {"per_day": 1000, "projected": 163_261, "low": 161_100, "high": 165_422, "reached_on": "2022-10-15"}
    )
    days = factory.LazyFunction(
        lambda: [{"day": (date(2022, 1, 8) + timedelta(days=day)).isoformat(), "count": 1000} for day in range(123)]
    )
