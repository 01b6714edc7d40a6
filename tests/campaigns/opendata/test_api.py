"""`/api/v1/`: what programs get, and what they are refused."""

import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from campaigns.models import Campaign, CampaignPage, Closing, CounterSnapshot
from campaigns.models.record import UnitTotal
from tests.factories import CampaignFactory, CampaignPageFactory, SnapshotFactory

pytestmark = pytest.mark.django_db

ROOT = "/api/v1"
ONE = f"{ROOT}/campaigns/40-ngay-cao-diem"
LISTS = [f"{ONE}/units", f"{ONE}/days", f"{ONE}/unit-days", f"{ONE}/milestones"]
ALL = [f"{ROOT}/campaigns", ONE, f"{ONE}/figures", *LISTS, f"{ONE}/closing"]


@pytest.fixture
def closed(campaign: Campaign) -> Closing:
    """The campaign with signed figures and a later revision."""
    person = get_user_model().objects.create_user("ketoan", "ketoan@example.org", "x")
    units: list[UnitTotal] = [{"code": "01", "count": 300, "rank": 1}]
    return Closing.objects.create(
        campaign=campaign,
        count=654_921,
        as_of=timezone.now(),
        units=units,
        signed_by="Nguyễn Văn A, Phó Chủ tịch",
        signed_on=date(2022, 6, 1),
        document="12/BC-TLĐ",
        closed_by=person,
        closed_at=timezone.now(),
        revised_count=696_948,
        revised_as_of=timezone.now(),
        revised_units=units,
    )


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("address", [f"{ONE}/units", "/du-lieu/40-ngay-cao-diem/mota.json"])
def test_a_fault_is_json_without_details(
    client: Client,
    campaign: Campaign,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    settings: Settings,
    address: str,
    debug: bool,
) -> None:
    def broken(*args: Any) -> None:
        raise RuntimeError("the secret of the house")

    settings.DEBUG = debug
    monkeypatch.setattr("campaigns.opendata.views.figures_of", broken)
    response = client.get(address)
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/json"
    assert json.loads(response.content)["error"] == "failed"
    assert "secret" not in response.content.decode()
    assert "the secret of the house" in caplog.text


def read(client: Client, address: str) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == 200, response.content
    content: dict[str, Any] = json.loads(response.content)
    return content


def test_campaigns_are_those_with_a_public_page(client: Client, campaign: Campaign) -> None:
    CampaignFactory(slug="chua-co-trang")
    hidden = CampaignPageFactory(slug="an", campaign=CampaignFactory(slug="an"))
    hidden.unpublish()
    listed = read(client, f"{ROOT}/campaigns")
    assert (listed["total"], [item["slug"] for item in listed["items"]]) == (1, ["40-ngay-cao-diem"])
    assert listed["items"][0] == read(client, ONE)
    assert listed["items"][0]["page"].endswith("/chien-dich/40-ngay-cao-diem/")
    for slug in ("chua-co-trang", "an", "khong-co"):
        for address in ("", "/figures", "/units", "/closing"):
            refused = client.get(f"{ROOT}/campaigns/{slug}{address}")
            assert (refused.status_code, refused.json()["error"]) == (404, "no_such_campaign")


def test_the_figures_come_with_source_time_state_and_terms(client: Client, campaign: Campaign) -> None:
    CounterSnapshot.objects.update(
        statuses={"valid": 5, "rejected": 1},
        fields=[{"code": "", "count": 3}],
        outlook={"per_day": 9, "projected": 99, "low": 90, "high": 110, "reached_on": "2022-05-30"},
    )
    figures = read(client, f"{ONE}/figures")
    assert (figures["count"], figures["target"], figures["pace"]) == (141_846, 300_000, 9)
    assert (figures["as_of"], figures["state"]) == ("2022-05-10T14:05:00+07:00", "live")
    assert (figures["source"], figures["epoch"], figures["seq"]) == ("Phần mềm đăng ký", 3, 42)
    assert figures["licence"]
    assert figures["statuses"] == {"valid": 5, "rejected": 1}
    assert figures["fields_of_work"] == [{"code": None, "count": 3}]
    assert figures["outlook"]["reached_on"] == "2022-05-30"
    assert figures["unplaced"] == 7
    assert "Phần mềm đăng ký" in client.get(f"{ONE}/figures").content.decode()  # letters, not codes of letters


@pytest.mark.parametrize("state", ["stale", "held", "final"])
def test_nothing_is_forecast_from_figures_that_cannot_be_trusted(
    client: Client, campaign: Campaign, state: str
) -> None:
    outlook = {"per_day": 9, "projected": 99, "low": 90, "high": 110, "reached_on": None}
    CounterSnapshot.objects.update(
        outlook=outlook,
        state="live" if state == "stale" else state,
        collected_at=timezone.now() - timedelta(hours=1 if state == "stale" else 0),
    )
    figures = read(client, f"{ONE}/figures")
    assert (figures["state"], figures["count"]) == (state, 141_846)
    assert figures["outlook"] is figures["pace"] is figures["plan"] is None


def test_unknown_is_null_and_never_zero(client: Client, campaign_page: CampaignPage) -> None:
    figures = read(client, f"{ONE}/figures")
    assert (figures["state"], figures["as_of"], figures["count"], figures["unplaced"]) == ("unknown", None, None, None)
    assert figures["statuses"] is figures["fields_of_work"] is figures["outlook"] is None
    for address in LISTS:
        assert read(client, address)["items"] == []


def test_units_that_the_site_does_not_know_and_made_up_targets_say_so(client: Client, campaign: Campaign) -> None:
    known, example, stranger = read(client, f"{ONE}/units")["items"]
    assert (known["name"], known["valid"], known["target_is_example"]) == ("LĐLĐ thành phố Hà Nội", 100, False)
    assert example["target_is_example"] is True
    assert (stranger["code"], stranger["name"], stranger["target"], stranger["valid"]) == ("X9", None, None, None)


def test_lists_come_in_parts(client: Client, campaign: Campaign) -> None:
    part = read(client, f"{ONE}/days?limit=2&offset=121")
    assert (part["total"], part["limit"], part["offset"]) == (123, 2, 121)
    assert [(row["day"], row["close"], row["unfinished"]) for row in part["items"]] == [
        ("2022-05-09", 141_000, False),
        ("2022-05-10", None, True),
    ]
    assert read(client, f"{ONE}/days?offset=1000000")["items"] == []


def test_units_at_closes_can_be_chosen(client: Client, campaign: Campaign) -> None:
    assert [row["code"] for row in read(client, f"{ONE}/unit-days?day=2022-05-09")["items"]] == ["01", "@79", "X9"]
    assert [row["day"] for row in read(client, f"{ONE}/unit-days?code=01")["items"]] == ["2022-05-08", "2022-05-09"]
    assert read(client, f"{ONE}/unit-days?code=%00")["items"] == []


def test_the_signed_figures_stand_beside_their_revision_without_the_person_who_typed_them(
    client: Client, closed: Closing
) -> None:
    answer = client.get(f"{ONE}/closing")
    closing = answer.json()
    assert (closing["count"], closing["revised_count"]) == (654_921, 696_948)
    assert (closing["signed_by"], closing["signed_on"]) == ("Nguyễn Văn A, Phó Chủ tịch", "2022-06-01")
    assert "ketoan" not in answer.content.decode()


def test_final_figures_name_who_signed_them(client: Client, closed: Closing) -> None:
    assert read(client, f"{ONE}/figures")["signed_by"] is None  # the figures are still those of an open campaign
    CounterSnapshot.objects.update(state="final")
    for address in (f"{ONE}/figures", f"{ONE}/units"):
        figures = read(client, address)
        assert (figures["signed_by"], figures["signed_on"]) == ("Nguyễn Văn A, Phó Chủ tịch", "2022-06-01")


def test_units_tell_their_earlier_ranks(client: Client, campaign: Campaign) -> None:
    snapshot = CounterSnapshot.objects.get()
    snapshot.units[0] |= {"rank_yesterday": 4, "rank_last_week": None}
    snapshot.save()
    first, second, _third = read(client, f"{ONE}/units")["items"]
    assert (first["rank_yesterday"], first["rank_last_week"]) == (4, None)
    assert (second["rank_yesterday"], second["rank_last_week"]) == (None, None)


def test_a_campaign_that_is_not_closed_says_so(client: Client, campaign: Campaign) -> None:
    refused = client.get(f"{ONE}/closing")
    assert (refused.status_code, refused.json()["error"]) == (404, "not_closed")


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("limit=0", "limit"),
        ("limit=1001", "limit"),
        ("limit=ba", "limit"),
        ("limit=1_0", "limit"),
        ("offset=-1", "offset"),
        ("offset=99999999999999999999999", "offset"),
        ("day=20220509", "day"),
        ("day=2022-02-30", "day"),
        ("code=" + "x" * 10_000, "code"),
    ],
)
def test_a_wrong_parameter_is_named_in_vietnamese_and_by_code(
    client: Client, campaign: Campaign, query: str, wrong: str
) -> None:
    refused = client.get(f"{ONE}/unit-days?{query}")
    assert refused.status_code == 422
    content = refused.json()
    assert (content["error"], content["parameters"]) == ("invalid_parameter", [wrong])
    assert content["message"] == "Có tham số trong địa chỉ không hợp lệ."


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1/", "/api/v1/docs", "/api/v1/khac", "/api/v2/campaigns", "/api/v1/campaigns/%00/units"]
)
def test_what_does_not_exist_is_told_to_programs(client: Client, campaign: Campaign, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()["error"]) == (404, "no_such_address")
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "FOO"])
@pytest.mark.parametrize("address", [ONE, "/api/khac", "/du-lieu/40-ngay-cao-diem/ngay.csv", f"{ROOT}/openapi.json"])
def test_nothing_is_written(campaign: Campaign, method: str, address: str) -> None:
    response = Client(enforce_csrf_checks=True).generic(method, address, b"a=1", "application/x-www-form-urlencoded")
    assert (response.status_code, json.loads(response.content)["error"]) == (405, "read_only")
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_a_browsers_script_on_any_site_may_ask(client: Client, closed: Closing) -> None:
    for address in [*ALL, f"{ROOT}/openapi.json"]:
        first = client.get(address, headers={"Origin": "https://bao.example"})
        assert first["Access-Control-Allow-Origin"] == "*"
        assert "s-maxage=5" in first["Cache-Control"]
        assert "Cookie" not in first.get("Vary", "")
        assert not first.cookies
        assert client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304
        head = client.head(address)
        assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
        asked = client.options(address)
        assert (asked.status_code, asked["Access-Control-Allow-Methods"]) == (204, "GET, HEAD, OPTIONS")
        assert "If-None-Match" in asked["Access-Control-Allow-Headers"]


def test_a_log_in_changes_nothing(client: Client, closed: Closing) -> None:
    before = client.get(f"{ONE}/units").content
    client.force_login(get_user_model().objects.create_superuser("chu", "chu@example.org", "x"))
    answer = client.get(f"{ONE}/units")
    assert answer.content == before
    assert "Cookie" not in answer.get("Vary", "")


@pytest.mark.parametrize("address", ALL)
def test_each_address_keeps_its_budget(
    client: Client, closed: Closing, address: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(7):
        assert client.get(address).status_code == 200


def test_more_campaigns_cost_no_more_queries(
    client: Client, campaign: Campaign, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        slug = f"chien-dich-{number}"
        made = CampaignPageFactory(slug=slug, campaign=CampaignFactory(slug=slug, featured=False))
        SnapshotFactory(campaign=made.campaign)
    with django_assert_max_num_queries(7):
        assert len(read(client, f"{ROOT}/campaigns")["items"]) == 13


def test_the_description_is_in_vietnamese_and_lists_every_address(client: Client) -> None:
    described = read(client, f"{ROOT}/openapi.json")
    assert set(described["paths"]) == {
        "/api/v1/campaigns",
        *(
            f"/api/v1/campaigns/{{slug}}{rest}"
            for rest in ("", "/figures", "/units", "/days", "/unit-days", "/milestones", "/closing")
        ),
    }
    unit = described["components"]["schemas"]["UnitRow"]["properties"]
    assert unit["target_is_example"]["description"].startswith("Chỉ tiêu ví dụ.")
