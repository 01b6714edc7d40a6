"""`/live/…`: the shape, the caching and the refusals. The tracking alias is left out: a query there fails the test."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from campaigns.models import CampaignPage, CounterSnapshot
from tests.factories import CampaignPageFactory, SnapshotFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/live/40-ngay-cao-diem.json"


@pytest.fixture
def page() -> CampaignPage:
    made: CampaignPage = CampaignPageFactory()
    return made


def read(client: Client, address: str = ADDRESS) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200
    content: dict[str, Any] = json.loads(response.content)
    return content


def test_the_headline_has_the_shape_that_others_rely_on(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=42)
    assert read(client) == {
        "v": 1,
        "campaign": "40-ngay-cao-diem",
        "epoch": 3,
        "seq": 42,
        "as_of": "2022-05-10T14:05:00+07:00",
        "state": "live",
        "next_ms": 10_000,
        "count": 141_846,
        "target": 300_000,
        "period": {"from": "2022-01-08", "to": "2022-05-31"},
        "pace": 1000,
        "detail": "/live/40-ngay-cao-diem/3.42.json",
    }


def test_the_headline_stays_under_a_kilobyte(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign, epoch=2**31 - 1, seq=2**31 - 1, count=2**31 - 1)
    assert len(client.get(ADDRESS).content) < 1024


def test_the_detail_adds_units_and_days(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=42, unit_codes=("79", "01"), unplaced=7)
    detail = read(client, read(client)["detail"])
    assert detail["units"][0] == {"code": "79", "count": 1990, "target": 4000, "rank": 1}
    assert detail["units_period"] == {"from": "2022-04-22", "to": "2022-05-31"}
    assert detail["days"][0] == {"day": "2022-01-08", "count": 1000}
    assert detail["days"][-1]["day"] == "2022-05-10"
    assert detail["unplaced"] == 7


def test_unknown_is_null_and_never_zero(client: Client, page: CampaignPage) -> None:
    headline = read(client)
    assert (headline["count"], headline["as_of"], headline["state"], headline["pace"], headline["detail"]) == (
        None,
    ) * 5


def test_without_a_goal_the_target_is_null(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign, target=None)
    assert read(client)["target"] is None


def test_caches_may_keep_it_and_no_cookie_is_set(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=42)
    response = client.get(ADDRESS, headers={"accept-encoding": "gzip"})
    assert response.headers["ETag"] == '"3.42"'
    assert "s-maxage=5" in response.headers["Cache-Control"]
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    again = client.get(ADDRESS, headers={"if-none-match": '"3.42"'})
    assert (again.status_code, again.content) == (304, b"")


def test_growing_old_changes_the_state_and_the_etag(client: Client, page: CampaignPage) -> None:
    snapshot = SnapshotFactory(campaign=page.campaign, epoch=3, seq=42)
    CounterSnapshot.objects.filter(pk=snapshot.pk).update(collected_at=timezone.now() - timedelta(hours=1))
    response = client.get(ADDRESS, headers={"if-none-match": '"3.42"'})
    assert response.status_code == 200
    assert response.headers["ETag"] == '"3.42-stale"'
    content = json.loads(response.content)
    assert (content["state"], content["count"], content["pace"]) == ("stale", 141_846, None)


def test_a_detail_never_changes_however_old_it_grows(client: Client, page: CampaignPage) -> None:
    snapshot = SnapshotFactory(campaign=page.campaign, epoch=3, seq=42)
    address = "/live/40-ngay-cao-diem/3.42.json"
    fresh = client.get(address)
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=43)
    old = timezone.now() - timedelta(days=2)
    CounterSnapshot.objects.filter(pk=snapshot.pk).update(collected_at=old)
    assert client.get(address).content == fresh.content
    assert "immutable" in fresh.headers["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "/live/khong-co.json",
        "/live/40-ngay-cao-diem/9.9.json",
        "/live/40-ngay-cao-diem/99999999999999999999.1.json",
        "/live/40-ngay-cao-diem/-1.1.json",
        "/live/../admin.json",
        "/live/" + "x" * 10_000 + ".json",
        "/live/40-ngay-cao-diem%00.json",
    ],
)
def test_what_does_not_exist_is_a_404(client: Client, page: CampaignPage, address: str) -> None:
    SnapshotFactory(campaign=page.campaign)
    assert client.get(address).status_code == 404


def test_a_campaign_without_a_public_page_says_nothing(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(ADDRESS).status_code == 404
    PageViewRestriction.objects.all().delete()
    page.unpublish()
    assert client.get(ADDRESS).status_code == 404


def test_writing_is_not_offered(client: Client, page: CampaignPage) -> None:
    assert client.post(ADDRESS).status_code == 405
