"""`/live/…`: the shape, the caching and the refusals. The tracking alias is left out: a query there fails the test."""

import gzip
import json
import time
from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import brotli
import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from campaigns.live import store
from campaigns.live.app import LiveApp
from campaigns.live.reading import Reader, read_detail
from campaigns.models import CampaignPage, CounterSnapshot
from tests.asgi import Answer, ask
from tests.factories import CampaignPageFactory, SnapshotFactory

pytestmark = pytest.mark.django_db

ADDRESS = "/live/40-ngay-cao-diem.json"


@pytest.fixture
def page() -> CampaignPage:
    made: CampaignPage = CampaignPageFactory()
    return made


class Client:
    """Asks the live app after it has read the database, as its feed does every second."""

    def __init__(self) -> None:
        self.app = LiveApp()
        self.reader = Reader()

    def get(self, address: str = ADDRESS, method: str = "GET", **headers: str) -> Answer:
        self.app.store.take(self.reader.read())
        return ask(self.app, address, method, **headers)


@pytest.fixture
def client() -> Client:
    return Client()


def read(client: Client, address: str = ADDRESS) -> dict[str, Any]:
    return client.get(address).json()


def test_the_headline_has_the_shape_that_others_rely_on(client: Client, page: CampaignPage) -> None:
    snapshot = SnapshotFactory(campaign=page.campaign, epoch=3, seq=42)
    read_at = timezone.localtime(snapshot.collected_at).isoformat(timespec="seconds")
    assert read(client) == {
        "v": 1,
        "campaign": "40-ngay-cao-diem",
        "epoch": 3,
        "seq": 42,
        "as_of": "2022-05-10T14:05:00+07:00",
        "state": "live",
        "next_ms": 8_000,
        "count": 141_846,
        "target": 300_000,
        "period": {"from": "2022-01-08", "to": "2022-05-31"},
        "pace": 1000,
        "plan": 195_075,
        "read_at": read_at,
        "detail": "/live/40-ngay-cao-diem/3.42.json",
    }


def test_the_headline_stays_under_a_kilobyte(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign, epoch=2**31 - 1, seq=2**31 - 1, count=2**31 - 1)
    assert len(client.get(ADDRESS).content) < 1024


def test_the_detail_adds_units_and_days(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=42, unit_codes=("79", "01"), unplaced=7)
    detail = read(client, read(client)["detail"])
    assert detail["units"][0] == {
        "code": "79",
        "count": 1990,
        "target": 4000,
        "rank": 1,
        "target_kind": "assigned",
        "target_is_example": False,
    }
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
    response = client.get(accept_encoding="gzip, br")
    assert response.headers["etag"] == '"3.42"'
    assert "s-maxage=5" in response.headers["cache-control"]
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["content-length"] == str(len(response.content))
    assert not {"vary", "set-cookie", "content-encoding"} & response.headers.keys()


@pytest.mark.parametrize("known", ['"3.42"', 'W/"3.42"', '"x", "3.42"', "*"])
def test_who_has_it_already_is_told_so(client: Client, page: CampaignPage, known: str) -> None:
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=42)
    again = client.get(if_none_match=known)
    assert (again.status, again.content) == (304, b"")
    assert again.headers["etag"] == '"3.42"'
    assert "s-maxage=5" in again.headers["cache-control"]
    assert client.get(if_none_match='"3.41"').status == 200


def test_growing_old_changes_the_state_and_the_etag(client: Client, page: CampaignPage) -> None:
    snapshot = SnapshotFactory(campaign=page.campaign, epoch=3, seq=42)
    CounterSnapshot.objects.filter(pk=snapshot.pk).update(collected_at=timezone.now() - timedelta(hours=1))
    response = client.get(if_none_match='"3.42"')
    assert response.headers["etag"] == '"3.42-stale"'
    content = response.json()
    assert (content["state"], content["count"], content["pace"]) == ("stale", 141_846, None)


def test_it_grows_old_in_memory_too(client: Client, page: CampaignPage, monkeypatch: pytest.MonkeyPatch) -> None:
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=42)
    assert read(client)["state"] == "live"
    built = client.app.store.entries["40-ngay-cao-diem"].headline()
    clock = time.time
    for seconds, state in ((30, "live"), (59, "live"), (62, "delayed"), (899, "delayed"), (902, "stale")):
        monkeypatch.setattr(time, "time", lambda later=seconds: clock() + later)
        assert ask(client.app, ADDRESS).json()["state"] == state
        assert (client.app.store.entries["40-ngay-cao-diem"].headline() is built) is (state == "live")


def test_a_detail_never_changes_however_old_it_grows(client: Client, page: CampaignPage) -> None:
    snapshot = SnapshotFactory(campaign=page.campaign, epoch=3, seq=42)
    address = "/live/40-ngay-cao-diem/3.42.json"
    fresh = client.get(address)
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=43)
    old = timezone.now() - timedelta(days=2)
    CounterSnapshot.objects.filter(pk=snapshot.pk).update(collected_at=old)
    assert client.get(address).content == fresh.content
    assert "immutable" in fresh.headers["cache-control"]
    reread = read_detail(page.campaign, 3, 42)
    assert reread is not None
    assert json.loads(reread.identity.body) == fresh.json()


def test_a_detail_does_not_follow_the_campaigns_row(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=42, unit_codes=("79",), **asdict(page.campaign.periods))
    address = "/live/40-ngay-cao-diem/3.42.json"
    before = client.get(address).content
    page.campaign.count_from = page.campaign.units_from = date(2022, 5, 1)
    page.campaign.starts_on, page.campaign.target = date(2022, 5, 1), 500_000
    page.campaign.save()
    assert client.get(address).content == before
    assert json.loads(before)["units_plan"] == pytest.approx((18 + 14 / 24 + 5 / 1440) / 40)


@pytest.mark.parametrize(
    ("accepted", "encoding", "plain"),
    [
        ("gzip", "gzip", gzip.decompress),
        ("gzip, deflate, br, zstd", "br", brotli.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
        ("", None, bytes),
        ("zstd", None, bytes),
    ],
)
def test_details_come_compressed(
    client: Client, page: CampaignPage, accepted: str, encoding: str | None, plain: Callable[[bytes], bytes]
) -> None:
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=42, unit_codes=("79", "01"))
    address = "/live/40-ngay-cao-diem/3.42.json"
    answer = client.get(address, accept_encoding=accepted)
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    assert plain(answer.content) == client.get(address).content
    again = client.get(address, accept_encoding=accepted, if_none_match=answer.headers["etag"])
    assert (again.status, again.headers["etag"]) == (304, answer.headers["etag"])
    assert (answer.headers["etag"] == client.get(address).headers["etag"]) is (encoding is None)


def test_only_the_last_details_are_kept_in_memory(client: Client, page: CampaignPage) -> None:
    for seq in range(1, store.DETAILS_KEPT + 4):
        SnapshotFactory(campaign=page.campaign, epoch=3, seq=seq)
        client.get()
    assert len(client.app.store.entries["40-ngay-cao-diem"].details) == store.DETAILS_KEPT


@pytest.mark.parametrize(
    "address",
    [
        "/live/khong-co.json",
        "/live/khong-co/stream",
        "/live/40-ngay-cao-diem/9.9.json",
        "/live/40-ngay-cao-diem/03.042.json",
        "/live/40-ngay-cao-diem/99999999999999999999.1.json",
        "/live/40-ngay-cao-diem/-1.1.json",
        "/live/40-ngay-cao-diem/٣.٤٢.json",
        "/live/../admin.json",
        "/live/" + "x" * 10_000 + ".json",
        "/live/40-ngay-cao-diem\0.json",
        "/live/40-ngay-cao-diem.json\n",
        "/live/",
    ],
)
def test_what_does_not_exist_is_a_cheap_404(
    client: Client, page: CampaignPage, address: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=42)
    client.get()
    with django_assert_num_queries(0):
        answer = ask(client.app, address)
    assert answer.status == 404
    assert len(answer.content) < 100
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "s-maxage=5" in answer.headers["cache-control"]
    assert json.loads(answer.content)["error"]


def test_a_campaign_without_a_public_page_says_nothing(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign)
    assert client.get().status == 200
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get().status == 404
    PageViewRestriction.objects.all().delete()
    assert client.get().status == 200
    page.unpublish()
    assert client.get().status == 404


def test_reading_again_costs_one_query_and_two_where_something_is_new(
    client: Client, page: CampaignPage, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=1)
    with django_assert_num_queries(2):
        first = client.reader.read()
    with django_assert_num_queries(1):
        assert client.reader.read()["40-ngay-cao-diem"] is first["40-ngay-cao-diem"]
    SnapshotFactory(campaign=page.campaign, epoch=3, seq=2)
    with django_assert_num_queries(2):
        assert client.reader.read()["40-ngay-cao-diem"] is not first["40-ngay-cao-diem"]


def test_what_an_editor_changes_in_the_campaign_is_told(client: Client, page: CampaignPage) -> None:
    assert read(client)["target"] == 300_000
    page.campaign.target = 400_000
    page.campaign.save()
    assert read(client)["target"] == 400_000


def test_before_the_first_reading_it_asks_for_patience(page: CampaignPage) -> None:
    answer = ask(LiveApp(), ADDRESS)
    assert (answer.status, answer.headers["retry-after"]) == (503, "2")
    assert ask(LiveApp(), "/live/x").status == 404


def test_writing_is_not_offered(client: Client, page: CampaignPage) -> None:
    for method in ("POST", "PUT", "DELETE", "BREW"):
        answer = client.get(method=method)
        assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_heads_have_no_body(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign)
    for address in (ADDRESS, "/live/40-ngay-cao-diem/stream", "/live/khong-co.json"):
        answer = client.get(address, "HEAD")
        assert answer.content == b""
        assert answer.headers["content-type"].startswith(("application/json", "text/event-stream"))


def test_other_sites_may_ask_first(client: Client, page: CampaignPage) -> None:
    answer = client.get(method="OPTIONS")
    assert (answer.status, answer.content) == (204, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert "If-None-Match" in answer.headers["access-control-allow-headers"]
