"""What the campaign's pages show beside the number: where it is heading, what it passed, who moved, who signed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from django.utils import timezone
from wagtail_localize.fields import get_translatable_fields

from campaigns.models import CampaignPage, Closing, CounterSnapshot, Milestone
from tests.factories import CampaignPageFactory, ImageFactory, SiteTree, SnapshotFactory, UnitFactory, site_tree

pytestmark = pytest.mark.django_db

OUTLOOK = {"per_day": 8_070, "projected": 314_912, "low": 300_877, "high": 328_947, "reached_on": "2022-05-30"}
AT_1534 = datetime(2022, 5, 11, 8, 34, 20, tzinfo=UTC)


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


@pytest.fixture
def page(tree: SiteTree) -> CampaignPage:
    made: CampaignPage = CampaignPageFactory()
    return made


def soup_of(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def words(tag: Tag | None) -> str:
    assert tag is not None
    return " ".join(tag.get_text(" ").split())


def close(page: CampaignPage, **changes: Any) -> Closing:
    """The campaign closed at what its snapshot says."""
    snapshot = page.campaign.snapshots.get()
    CounterSnapshot.objects.update(state="final")
    values: dict[str, Any] = {
        "count": snapshot.count,
        "as_of": snapshot.as_of,
        "units": [{"code": unit["code"], "count": unit["count"], "rank": unit["rank"]} for unit in snapshot.units],
        "signed_by": "Nguyễn Văn A, Phó Chủ tịch",
        "signed_on": date(2022, 6, 2),
        "document": "12/BC-TLĐ",
        "closed_at": timezone.now(),
    }
    closing: Closing = Closing.objects.create(campaign=page.campaign, **(values | changes))
    return closing


def english(tree: SiteTree, page: CampaignPage) -> str:
    """The address of the page's English version."""
    tree.campaigns.copy_for_translation(tree.en).save_revision().publish()
    other = page.copy_for_translation(tree.en)
    other.save_revision().publish()
    return str(other.url)


def test_the_forecast_is_in_round_numbers_with_its_range(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign, outlook=OUTLOOK)
    soup = soup_of(client, page.url)
    said = words(soup.select_one(".outlook"))
    assert "nếu giữ nhịp 7 ngày qua: 8.070 mỗi ngày" in said
    assert "khoảng 315.000 sáng kiến" in said and "từ 300.000 đến 329.000" in said
    assert "chạm đích khoảng 30/5" in said
    assert "Cần mỗi ngày 7.532" in said
    assert soup.select(".chart__fan")
    home = soup_of(client, "/")
    assert "trung bình 8.070" in words(home.select_one(".pace"))


@pytest.mark.parametrize("state", ["stale", "held", "final", "unknown", "old", "later"])
def test_nothing_is_forecast_from_figures_that_do_not_allow_it(client: Client, page: CampaignPage, state: str) -> None:
    if state != "unknown":
        SnapshotFactory(
            campaign=page.campaign,
            outlook=None if state == "old" else OUTLOOK,
            state=state if state in ("held", "final") else "live",
            collected_at=timezone.now() - timedelta(minutes=16 if state == "stale" else 0),
        )
    if state == "later":
        page.campaign.starts_on = date(2022, 5, 20)
        page.campaign.save()
    soup = soup_of(client, page.url)
    assert not soup.select(".outlook, .chart__fan")
    assert "Dự báo" not in words(soup.main)


def test_the_forecast_goes_when_the_figures_lose_their_source(client: Client, page: CampaignPage) -> None:
    """site.js hides what has data-pace in what has data-live, once the state forbids it."""
    SnapshotFactory(campaign=page.campaign, outlook=OUTLOOK)
    outlook = soup_of(client, page.url).select_one("[data-live] .outlook")
    assert outlook is not None and outlook.has_attr("data-pace")


def test_milestones_stand_to_the_minute_or_with_their_day_alone(
    client: Client, tree: SiteTree, page: CampaignPage
) -> None:
    SnapshotFactory(campaign=page.campaign, outlook=None)
    Milestone.objects.create(campaign=page.campaign, amount=300_000, reached_at=AT_1534, is_goal=True)
    eve = datetime(2022, 4, 25, 17, 0, tzinfo=UTC)
    Milestone.objects.create(campaign=page.campaign, amount=200_000, reached_at=eve, reconstructed=True)
    soup = soup_of(client, page.url)
    assert [words(row) for row in soup.select(".passed li")] == [
        "300.000 15:34 ngày 11/5/2022 Mục tiêu",
        "200.000 26/4/2022",
    ]
    assert "theo ngày đăng ký" in words(soup.select_one("section[aria-labelledby=cac-moc]"))
    assert "15:34 on 11 May 2022" in words(soup_of(client, english(tree, page)).select_one(".passed"))


def test_many_milestones_keep_the_earlier_ones_folded(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign)
    for amount in range(50_000, 450_000, 50_000):
        Milestone.objects.create(campaign=page.campaign, amount=amount, reached_at=AT_1534)
    soup = soup_of(client, page.url)
    assert len(soup.select("section[aria-labelledby=cac-moc] > .passed li")) == 6
    assert len(soup.select("section[aria-labelledby=cac-moc] details .passed li")) == 2
    assert "theo ngày đăng ký" not in words(soup.select_one("section[aria-labelledby=cac-moc]"))


MOVED = [
    {"code": "79", "count": 900, "target": None, "rank": 1, "rank_yesterday": 3, "rank_last_week": 1},
    {"code": "75", "count": 800, "target": None, "rank": 2, "rank_yesterday": 1, "rank_last_week": None},
]


def test_moves_in_rank_are_words_too(client: Client, page: CampaignPage) -> None:
    for code in ("79", "75"):
        UnitFactory(code=code)
    SnapshotFactory(campaign=page.campaign, units=MOVED)
    soup = soup_of(client, page.url)
    first, second = ([words(cell) for cell in row.select(".mvc")] for row in soup.select(".board tbody tr"))
    assert first == ["▲ 2 tăng 2 bậc so với hôm qua", "– giữ hạng so với tuần trước"]
    assert second == ["▼ 1 giảm 1 bậc so với hôm qua", ""]
    assert [words(cell) for cell in soup.select(".board thead .mvc")] == ["So với hôm qua", "So với tuần trước"]
    unit = soup_of(client, f"{page.url}don-vi/79/")
    assert [words(row) for row in unit.select(".moves li")] == [
        "▲ tăng 2 bậc so với hôm qua",
        "– giữ hạng so với tuần trước",
    ]


def test_no_column_of_moves_where_none_is_known(client: Client, page: CampaignPage) -> None:
    UnitFactory(code="79")
    SnapshotFactory(campaign=page.campaign, unit_codes=("79",))
    assert not soup_of(client, page.url).select(".mvc")
    assert not soup_of(client, f"{page.url}don-vi/79/").select(".moves")


def test_a_closed_campaign_says_who_signed(client: Client, page: CampaignPage) -> None:
    UnitFactory(code="79")
    SnapshotFactory(campaign=page.campaign, unit_codes=("79",), outlook=OUTLOOK)
    close(page)
    for address in (page.url, f"{page.url}don-vi/79/", f"{page.url}bang-dien-tu/", "/"):
        soup = soup_of(client, address)
        assert words(soup.select_one(".signed")) == (
            "Số liệu chính thức, ký ngày 2/6/2022 bởi Nguyễn Văn A, Phó Chủ tịch ( 12/BC-TLĐ )."
        ), address
        assert soup.select_one('main [data-chip="final"]'), address


def test_a_later_revision_stands_beside_the_signed_figure(client: Client, page: CampaignPage) -> None:
    UnitFactory(code="79")
    SnapshotFactory(campaign=page.campaign, unit_codes=("79",))
    close(
        page,
        revised_count=141_900,
        revised_as_of=AT_1534,
        revised_units=[{"code": "79", "count": 1_980, "rank": 1}],
    )
    for address, signed, since in (
        (page.url, "141.846", "141.900 (+54), tính đến 15:34 ngày 11/5/2022"),
        (f"{page.url}don-vi/79/", "1.990", "1.980 (−10), tính đến"),
    ):
        soup = soup_of(client, address)
        assert words(soup.select_one(".count__n")) == signed
        assert since in words(soup.select_one(".signed"))


def test_a_revision_that_changes_nothing_is_not_told(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign)
    close(page, revised_count=141_846, revised_as_of=AT_1534)
    assert "điều chỉnh" not in words(soup_of(client, page.url).select_one(".signed"))


def test_open_campaigns_and_old_final_figures_have_no_signature(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign)
    assert not soup_of(client, page.url).select(".signed")
    CounterSnapshot.objects.update(state="final")
    assert not soup_of(client, page.url).select(".signed")


def test_the_pictures_alternative_is_the_versions_own(client: Client, tree: SiteTree) -> None:
    page = CampaignPageFactory(image=ImageFactory(description="Người phát biểu"), intro="<p>Bốn mươi ngày.</p>")
    SnapshotFactory(campaign=page.campaign)
    assert 'alt="Người phát biểu"' in client.get(page.url).content.decode()
    english = page.copy_for_translation(tree.en, copy_parents=True)
    english.image_alt = "A speaker"
    english.save_revision().publish()
    shown = client.get(CampaignPage.objects.get(pk=english.pk).url).content.decode()
    assert 'alt="A speaker" loading' in shown
    assert "Người phát biểu" not in shown
    assert "image_alt" in {field.field_name for field in get_translatable_fields(CampaignPage)}
