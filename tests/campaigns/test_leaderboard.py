"""The table of units: order, filters, ties, and units without a target."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from campaigns.counters import Figures
from campaigns.leaderboard import Leaderboard, Row
from campaigns.models import CampaignPage, CounterSnapshot, Target, Unit
from campaigns.values import Standing
from tests.factories import CampaignFactory, CampaignPageFactory, SnapshotFactory, UnitFactory

pytestmark = pytest.mark.django_db

COUNTS = [
    ("79", 20_110, 43_100, 1, Unit.Kind.PROVINCE),
    ("01", 20_110, None, 1, Unit.Kind.PROVINCE),
    ("75", 4_000, 5_000, 3, Unit.Kind.PROVINCE),
    ("CS", 1_101, 0, 4, Unit.Kind.CORPORATION),
    ("GD", 0, 9_000, 5, Unit.Kind.SECTOR),
]


@pytest.fixture
def figures() -> Figures:
    names = {"79": "TP. Hồ Chí Minh", "01": "Hà Nội", "75": "Đồng Nai", "CS": "CĐ Cao su", "GD": "CĐ Giáo dục"}
    for code, _count, _target, _rank, kind in COUNTS:
        UnitFactory(code=code, short_name=names[code], kind=kind)
    snapshot = CounterSnapshot(
        campaign=CampaignFactory(),
        epoch=1,
        seq=1,
        as_of=timezone.now(),
        collected_at=timezone.now(),
        count=45_321,
        units=[
            {"code": code, "count": count, "target": target, "rank": rank}
            for code, count, target, rank, _kind in [*COUNTS, ("XX", 9, None, 6, None)]
        ],
        unplaced=9,
    )
    return Figures(snapshot.campaign, snapshot, timezone.now())


def codes(board: Leaderboard) -> list[str]:
    return [row.unit.code for row in board.rows]


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("", ["01", "79", "75", "CS", "GD"]),
        ("so-luong", ["01", "79", "75", "CS", "GD"]),
        ("phan-tram", ["75", "79", "GD", "01", "CS"]),
        ("chi-tieu", ["79", "GD", "75", "CS", "01"]),
        ("ten", ["CS", "GD", "75", "01", "79"]),
        ("'; DROP TABLE", ["01", "79", "75", "CS", "GD"]),
    ],
)
def test_order(figures: Figures, sort: str, expected: list[str]) -> None:
    assert codes(Leaderboard.build(figures, sort=sort)) == expected


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("province", ["01", "79", "75"]), ("corporation", ["CS"]), ("grassroots", ["01", "79", "75", "CS", "GD"])],
)
def test_filter(figures: Figures, kind: str, expected: list[str]) -> None:
    board = Leaderboard.build(figures, kind=kind)
    assert codes(board) == expected
    assert board.total == 5


def test_a_unit_that_the_site_does_not_know_is_left_out_and_counted_as_unplaced(figures: Figures) -> None:
    board = Leaderboard.build(figures)
    assert "XX" not in codes(board)
    assert board.unplaced == 9
    assert (board.strangers.units, board.strangers.count) == (1, 9)
    shown = sum(row.standing.count for row in board.rows)
    assert shown + board.strangers.count == sum(standing.count for standing in figures.standings)


def test_what_belongs_to_units_that_the_site_does_not_know_is_said(client: Client) -> None:
    page = CampaignPageFactory()
    UnitFactory(code="79")
    SnapshotFactory(campaign=page.campaign, unit_codes=("79", "XX", "YY"))
    section = BeautifulSoup(client.get(page.url).content, "html.parser").select_one("#xep-hang")
    assert section is not None
    assert "còn 3.950 sáng kiến của 2 đơn vị" in " ".join(section.get_text(" ").split())


@pytest.mark.parametrize(
    ("amount", "assigned", "source", "example"),
    [
        (5_000, False, "Tự đặt", True),
        (4_444, False, "", False),  # the shown one is the tracking database's
        (5_000, True, "Được giao", False),
    ],
)
def test_a_target_comes_with_its_own_source(
    figures: Figures, amount: int, assigned: bool, source: str, example: bool
) -> None:
    figures.campaign.save()
    unit = Unit.objects.get(code="75")
    Target.objects.create(
        campaign=figures.campaign, unit=unit, kind="self_set", amount=amount, source="Tự đặt", is_example=True
    )
    if assigned:
        Target.objects.create(campaign=figures.campaign, unit=unit, amount=5_000, source="Được giao")
    row = next(row for row in Leaderboard.build(figures).rows if row.unit == unit)
    assert (row.target_source, row.target_is_example) == (source, example)


@pytest.mark.parametrize(
    ("count", "plan", "pace"),
    [
        (4_849, 0.46452, "even"),  # 48,5% and 46,5%: a reader finds two points between them
        (4_849, 0.46442, "ahead"),
        (4_450, 0.46499, "even"),
        (4_441, 0.46499, "behind"),
        (9_999, 0.99, "even"),
        (10_000, 0.99, "ahead"),
    ],
)
def test_two_points_are_those_that_a_reader_sees(count: int, plan: float, pace: str) -> None:
    assert Row(Unit(), Standing("91", count, 10_000, 1), plan=plan).pace == pace


def test_without_a_snapshot_the_table_is_empty(figures: Figures) -> None:
    board = Leaderboard.build(Figures(figures.campaign, None, timezone.now()))
    assert (board.rows, board.total, board.unplaced) == ([], 0, 0)


def test_the_index_tells_the_goal_that_was_counted_against(client: Client) -> None:
    page = CampaignPageFactory()
    SnapshotFactory(campaign=page.campaign)
    page.campaign.target = 500_000
    page.campaign.save()
    goal = BeautifulSoup(client.get(page.get_parent().url).content, "html.parser").select_one(".camp .gain b")
    assert goal is not None and goal.get_text() == "300.000"


def test_the_switcher_of_a_unit_leads_to_the_unit(client: Client) -> None:
    page = CampaignPageFactory()
    UnitFactory(code="79")
    locale, _created = Locale.objects.get_or_create(language_code="en")
    page.copy_for_translation(locale, copy_parents=True).save_revision().publish()
    html = client.get(f"{page.url}don-vi/79/").content.decode()
    english = CampaignPage.objects.get(locale=locale)
    assert f'href="{english.url}don-vi/79/"' in html


@pytest.mark.parametrize("code", ["79", "QK.7", "A/B", "50%", "..", "CĐ Dầu khí", "a%2Fb", "?x#y", "A//B"])
def test_every_code_that_a_text_can_be_has_a_page(client: Client, code: str) -> None:
    page = CampaignPageFactory()
    unit = UnitFactory(code=code)
    SnapshotFactory(campaign=page.campaign, unit_codes=(code,))
    address = BeautifulSoup(client.get(page.url).content, "html.parser").select_one("#xep-hang tbody th a")
    assert address is not None and address["href"] == page.unit_url(unit)
    response = client.get(str(address["href"]))
    assert response.status_code == 200
    assert unit.name in response.content.decode()


def test_a_unit_that_is_not_ranked_has_no_link(client: Client) -> None:
    page = CampaignPageFactory()
    unit = UnitFactory(code="79-A", kind=Unit.Kind.UPPER)
    SnapshotFactory(campaign=page.campaign, unit_codes=("79-A",))
    board = BeautifulSoup(client.get(page.url).content, "html.parser").select_one("#xep-hang tbody")
    assert board is not None and unit.short_name in board.get_text() and board.select("a") == []
    assert page.unit_url(unit) == page.url
    assert client.get(f"{page.url}don-vi/79-A/").status_code == 404


@pytest.mark.parametrize("address", ["75%00", "75%2500", "%2500"])
def test_no_address_brings_a_nul_to_the_database(client: Client, address: str) -> None:
    page = CampaignPageFactory()
    assert client.get(f"{page.url}don-vi/{address}/").status_code == 404


def test_a_code_in_other_letters_leads_to_the_unit(client: Client) -> None:
    page = CampaignPageFactory()
    unit = UnitFactory(code="CS")
    response = client.get(f"{page.url}don-vi/cs/")
    assert (response.status_code, response.headers["Location"]) == (301, page.unit_url(unit))
