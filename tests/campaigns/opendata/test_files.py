"""`/du-lieu/…`: files that read back as what was counted, in Excel and in programs."""

import csv
import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from campaigns.models import Campaign, CampaignPage, CounterSnapshot
from campaigns.opendata.files import TABLES
from publishing.models import SiteWording
from tests.campaigns.opendata.conftest import EVIL, UNITS
from tests.factories import SnapshotFactory

pytestmark = pytest.mark.django_db

FOLDER = "/du-lieu/40-ngay-cao-diem/"
ADDRESSES = [f"{FOLDER}{name}.{form}" for name in TABLES for form in ("csv", "json")] + [f"{FOLDER}mota.json"]


def read_csv(client: Client, name: str) -> list[dict[str, str]]:
    body = client.get(f"{FOLDER}{name}.csv").content
    assert body.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))


def read_json(client: Client, name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(client.get(f"{FOLDER}{name}.json").content)
    return content


def unescaped(cell: str) -> str:
    return cell.removeprefix("'")


def test_units_read_back_as_the_snapshot_has_them(client: Client, campaign: Campaign) -> None:
    rows = read_csv(client, "don-vi")
    read = [
        {
            "code": unescaped(row["ma_don_vi"]),
            "count": int(row["so_luong"]),
            "target": int(row["chi_tieu"]) if row["chi_tieu"] else None,
            "rank": int(row["thu_hang"]),
            **({"valid": int(row["hop_le"]), "reviewing": int(row["dang_xem_xet"])} if row["hop_le"] else {}),
        }
        for row in rows
    ]
    assert read == UNITS


def test_days_read_back_as_the_snapshot_has_them(client: Client, campaign: Campaign) -> None:
    snapshot = CounterSnapshot.objects.get()
    rows = read_csv(client, "ngay")
    assert [{"day": row["ngay"], "count": int(row["dang_ky_trong_ngay"])} for row in rows] == snapshot.days
    assert int(rows[-1]["luy_ke"]) == sum(day["count"] for day in snapshot.days)
    by_day = {row["ngay"]: row for row in rows}
    assert by_day["2022-05-09"]["so_giu_khi_chot"] == "141000"
    assert by_day["2022-05-09"]["chot_luc"] == "2022-05-09T23:59:58+07:00"
    assert (by_day["2022-05-08"]["dung_lai"], by_day["2022-05-09"]["dung_lai"]) == ("true", "false")
    assert by_day["2022-05-07"]["so_giu_khi_chot"] == by_day["2022-05-07"]["dung_lai"] == ""  # not recorded: not 0
    assert [row["ngay"] for row in rows if row["chua_het_ngay"] == "true"] == ["2022-05-10"]


def test_units_at_each_close(client: Client, campaign: Campaign) -> None:
    rows = read_csv(client, "don-vi-theo-ngay")
    assert [(row["ngay"], unescaped(row["ma_don_vi"]), row["so_luong"]) for row in rows] == [
        ("2022-05-08", "01", "300"),
        ("2022-05-09", "01", "300"),
        ("2022-05-09", "@79", "200"),
        ("2022-05-09", "X9", "100"),
    ]


def test_a_milestone_known_by_its_day_alone_has_no_time(client: Client, campaign: Campaign) -> None:
    rows = [(row["moc"], row["ngay"], row["luc"]) for row in read_csv(client, "moc")]
    assert rows == [("140000", "2022-05-09", "2022-05-09T23:59:58+07:00"), ("100000", "2022-05-09", "")]


def test_no_cell_is_a_formula_and_letters_survive(client: Client, campaign: Campaign) -> None:
    rows = read_csv(client, "don-vi")
    assert rows[0]["ten_don_vi"] == "LĐLĐ thành phố Hà Nội"
    assert rows[1]["ten_don_vi"] == f"'{EVIL}"
    assert rows[1]["ma_don_vi"] == "'@79"
    every_cell = [cell for name in TABLES for row in read_csv(client, name) for cell in row.values()]
    assert not [cell for cell in every_cell if cell.lstrip()[:1] in tuple("=+-@")]
    assert read_json(client, "don-vi")["dong"][1]["ten_don_vi"] == EVIL  # JSON needs no disguise


def test_unknown_units_and_made_up_targets_say_so(client: Client, campaign: Campaign) -> None:
    hanoi, evil, stranger = read_json(client, "don-vi")["dong"]
    assert (hanoi["chi_tieu_la_vi_du"], hanoi["nguon_chi_tieu"], hanoi["chi_tieu_tu_dang_ky"]) == (
        False,
        "Kế hoạch 1",
        130,
    )
    assert evil["chi_tieu_la_vi_du"] is True
    assert (stranger["ma_don_vi"], stranger["ten_don_vi"], stranger["chi_tieu"]) == ("X9", None, None)
    assert json.loads(client.get(f"{FOLDER}mota.json").content)["ngoai_danh_sach"] == 7


def test_every_row_and_envelope_names_source_time_state_and_terms(client: Client, campaign: Campaign) -> None:
    SiteWording.objects.filter(language="vi").update(data_licence="-CC BY 4.0; ghi nguồn")
    row, envelope = read_csv(client, "don-vi")[0], read_json(client, "don-vi")
    for beside in (row, envelope):
        assert beside["tinh_den"] == "2022-05-10T14:05:00+07:00"
        assert beside["trang_thai"] == "live"
        assert beside["nguon"] == "Phần mềm đăng ký"
        assert unescaped(beside["dieu_kien_su_dung"]) == "-CC BY 4.0; ghi nguồn"
    assert (envelope["ky"], envelope["thu_tu"], envelope["don_vi_tu"]) == (3, 42, "2022-04-22")


def test_the_owners_silence_about_terms_is_told(client: Client, campaign: Campaign) -> None:
    assert "chưa công bố điều kiện" in read_csv(client, "ngay")[0]["dieu_kien_su_dung"]


def test_the_description_names_every_column_of_every_file(client: Client, campaign: Campaign) -> None:
    for resource in json.loads(client.get(f"{FOLDER}mota.json").content)["resources"]:
        fields = resource["schema"]["fields"]
        rows = read_csv(client, resource["name"])
        assert [field["name"] for field in fields] == list(rows[0])
        assert all(field["title"] for field in fields)
        required = [field["name"] for field in fields if field["constraints"]["required"]]
        assert not [(name, row) for row in rows for name in required if row[name] == ""]
    kinds = {field["name"]: field["type"] for field in fields}
    assert [kinds[name] for name in ("moc", "ngay", "luc", "la_muc_tieu")] == ["integer", "date", "datetime", "boolean"]


@pytest.mark.parametrize("address", ADDRESSES)
def test_without_a_snapshot_nothing_is_known_and_nothing_is_zero(
    client: Client, campaign_page: CampaignPage, address: str
) -> None:
    response = client.get(address)
    assert response.status_code == 200
    if address.endswith(".csv"):
        assert len(response.content.decode().splitlines()) == 1
        return
    content = json.loads(response.content)
    assert (content["tinh_den"], content["trang_thai"]) == (None, "unknown")
    assert content.get("dong", []) == []
    assert content.get("ngoai_danh_sach") is None


@pytest.mark.parametrize(("state", "age", "shown"), [("live", 2, "stale"), ("held", 0, "held"), ("final", 2, "final")])
def test_the_state_is_told(client: Client, campaign_page: CampaignPage, state: str, age: int, shown: str) -> None:
    read = timezone.now() - timedelta(hours=age)
    SnapshotFactory(campaign=campaign_page.campaign, state=state, collected_at=read, unit_codes=("79",))
    assert read_json(client, "ngay")["trang_thai"] == shown
    assert read_csv(client, "don-vi")[0]["trang_thai"] == shown
    unfinished = [row["ngay"] for row in read_json(client, "ngay")["dong"] if row["chua_het_ngay"]]
    assert unfinished == ([] if state == "final" else ["2022-05-10"])


def test_caches_may_keep_a_file_and_a_revisit_costs_nothing(client: Client, campaign: Campaign) -> None:
    for address in ADDRESSES:
        first = client.get(address, headers={"Accept-Encoding": "gzip"})
        again = client.get(address, headers={"Accept-Encoding": "gzip", "If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert "s-maxage=60" in first["Cache-Control"]
        assert first["Access-Control-Allow-Origin"] == "*"
        assert "Cookie" not in first.get("Vary", "")
        assert not first.cookies
    name = client.get(ADDRESSES[0])["ETag"]
    SnapshotFactory(campaign=campaign, epoch=3, seq=43, as_of=timezone.now())
    assert client.get(ADDRESSES[0], headers={"If-None-Match": name}).status_code == 200


def test_a_csv_is_saved_under_a_name_that_tells_its_time(client: Client, campaign: Campaign) -> None:
    saved = client.get(f"{FOLDER}don-vi.csv")["Content-Disposition"]
    assert saved == 'attachment; filename="40-ngay-cao-diem-don-vi-20220510-1405.csv"'


@pytest.mark.parametrize(
    "path", ["khong-co/ngay.csv", "40-ngay-cao-diem/khac.csv", "40-ngay-cao-diem/ngay.xml", "", "%00/x.csv"]
)
def test_what_does_not_exist_is_told_to_programs(client: Client, campaign: Campaign, path: str) -> None:
    response = client.get(f"/du-lieu/{path}")
    assert (response.status_code, response["Content-Type"]) == (404, "application/json")
    content = json.loads(response.content)
    assert content["error"].startswith("no_such_") and content["message"].startswith("Không")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_campaign_without_a_public_page_gives_nothing(client: Client, campaign: Campaign, address: str) -> None:
    page = CampaignPage.objects.get()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(address).status_code == 404
    PageViewRestriction.objects.all().delete()
    page.unpublish()
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ADDRESSES)
def test_each_file_keeps_its_budget(
    client: Client, campaign: Campaign, address: str, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(6):  # campaign, snapshot, site, terms, and two for the rows
        assert client.get(address).status_code == 200


def test_a_close_of_a_day_that_the_snapshot_does_not_know_stands_alone(client: Client, campaign: Campaign) -> None:
    campaign.closes.create(day=date(2022, 1, 1), as_of=timezone.now(), count=5)
    first = read_json(client, "ngay")["dong"][0]
    assert (first["ngay"], first["dang_ky_trong_ngay"], first["luy_ke"], first["so_giu_khi_chot"]) == (
        "2022-01-01",
        None,
        None,
        5,
    )
