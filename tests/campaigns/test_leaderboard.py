"""The table of units: order, filters, ties, and units without a target."""

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Locale

from campaigns.counters import Figures
from campaigns.leaderboard import Leaderboard
from campaigns.models import CampaignPage, CounterSnapshot, Unit
from tests.factories import CampaignFactory, CampaignPageFactory, UnitFactory

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


def test_without_a_snapshot_the_table_is_empty(figures: Figures) -> None:
    board = Leaderboard.build(Figures(figures.campaign, None, timezone.now()))
    assert (board.rows, board.total, board.unplaced) == ([], 0, 0)


def test_the_switcher_of_a_unit_leads_to_the_unit(client: Client) -> None:
    page = CampaignPageFactory()
    UnitFactory(code="79")
    locale, _created = Locale.objects.get_or_create(language_code="en")
    page.copy_for_translation(locale, copy_parents=True).save_revision().publish()
    html = client.get(f"{page.url}don-vi/79/").content.decode()
    english = CampaignPage.objects.get(locale=locale)
    assert f'href="{english.url}don-vi/79/"' in html
