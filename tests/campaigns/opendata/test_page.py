"""The page for journalists and unions, in both languages and in every state."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from campaigns.models import Campaign, CampaignPage
from campaigns.opendata.files import TABLES
from publishing.models import SiteWording
from tests.factories import SnapshotFactory, UnitFactory, site_tree

pytestmark = pytest.mark.django_db

ADDRESS = "/chien-dich/40-ngay-cao-diem/so-lieu/"


def read(client: Client, address: str = ADDRESS) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    assert "s-maxage" in response["Cache-Control"]
    return BeautifulSoup(response.content, "html.parser")


def test_every_file_and_every_endpoint_that_it_names_answers(client: Client, campaign: Campaign) -> None:
    page = read(client)
    links = {str(link["href"]) for link in page.select("main a")}
    files = {link for link in links if link.startswith("/du-lieu/")}
    assert len(files) == 2 * len(TABLES) + 1
    endpoints = {link for link in links if link.startswith("/api/")}
    assert len(endpoints) == 9
    refused = {link for link in files | endpoints if client.get(link).status_code != 200}
    assert refused == {"/api/v1/campaigns/40-ngay-cao-diem/closing"}  # until the campaign is closed
    assert not page.select("script[src^=http]")


def test_the_campaigns_page_leads_there(client: Client, campaign: Campaign) -> None:
    assert read(client, "/chien-dich/40-ngay-cao-diem/").select(f'a[href="{ADDRESS}"]')


def test_it_tells_source_time_terms_and_what_has_no_name(client: Client, campaign: Campaign) -> None:
    SiteWording.objects.filter(language="vi").update(data_licence="CC BY 4.0 <b>")
    text = " ".join(read(client).get_text(" ").split())
    assert "Tính đến 14:05 ngày 10/5/2022" in text
    assert "Phần mềm đăng ký" in text
    assert "CC BY 4.0 <b>" in text
    assert "1 đơn vị không có tên ở đây" in text
    assert "7 sáng kiến trong phần mềm của Chương trình mang mã đơn vị" in text


def test_every_column_is_explained(client: Client, campaign: Campaign) -> None:
    page = read(client)
    named = {code.get_text() for code in page.select(".columns code")}
    assert named >= {field.column.name for table in TABLES.values() for field in table.fields}


@pytest.mark.parametrize(("state", "age", "chip"), [("live", 2, "stale"), ("held", 0, "held"), ("final", 9, "final")])
def test_the_state_is_shown(client: Client, campaign_page: CampaignPage, state: str, age: int, chip: str) -> None:
    read_at = timezone.now() - timedelta(hours=age)
    SnapshotFactory(campaign=campaign_page.campaign, state=state, collected_at=read_at)
    assert read(client).select(f".pagehead [data-live='/live/40-ngay-cao-diem.json'] .chip--{chip}")  # site.js ages it


def test_without_figures_it_says_that_there_are_none(client: Client, campaign_page: CampaignPage) -> None:
    page = read(client)
    assert page.select(".pagehead .chip--unknown")
    assert "Tính đến" not in page.select_one(".pagehead").get_text()  # type: ignore[union-attr]  # it is there


def test_it_stands_in_english_too(client: Client, campaign: Campaign) -> None:
    vietnamese = CampaignPage.objects.get()
    tree = site_tree()
    vietnamese.get_parent().specific.copy_for_translation(tree.en).save_revision().publish()
    english = vietnamese.copy_for_translation(tree.en)
    english.save_revision().publish()
    page = read(client, f"{english.url}so-lieu/")
    assert page.find("h1").get_text() == "Data for the press and for unions"  # type: ignore[union-attr]  # it is there
    switch = [link["href"] for link in page.select("a[hreflang]")]
    assert ADDRESS in " ".join(map(str, switch))
    assert "has not published terms of use" in page.get_text()


def test_an_unpublished_campaign_has_no_such_page(client: Client, campaign: Campaign) -> None:
    CampaignPage.objects.get().unpublish()
    assert client.get(ADDRESS).status_code == 404


def test_parts_of_a_campaign_are_described_in_the_pages_language(client: Client, campaign_page: CampaignPage) -> None:
    UnitFactory(code="79", name="LĐLĐ TP.HCM")
    for path, words in (("so-lieu/", "Số liệu của"), ("don-vi/79/", "LĐLĐ TP.HCM trong")):
        description = read(client, f"/chien-dich/40-ngay-cao-diem/{path}").select_one('meta[name="description"]')
        assert description is not None and str(description["content"]).startswith(words)
