"""Units before and after 1/7/2025: pages keep the names of their time and tell what became of them."""

from collections import Counter
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from campaigns.models import CampaignPage, Unit
from campaigns.takeovers import takeovers
from campaigns.tracking.demo import data as figures
from tests.factories import CampaignPageFactory, InitiativePageFactory, SnapshotFactory, UnitFactory

LAST = date(2025, 6, 30)


def text(client: Client, address: str) -> str:
    """What a page's main part says, with plain spaces and each only once."""
    page: Any = BeautifulSoup(client.get(address).content, "html.parser").main
    return " ".join(page.get_text(" ").replace("\u00a0", " ").split()).replace(" ,", ",").replace(" .", ".")


@pytest.fixture
def page(db: None) -> CampaignPage:
    page: CampaignPage = CampaignPageFactory()
    SnapshotFactory(campaign=page.campaign, unit_codes=("25", "17", "26"))
    return page


@pytest.fixture
def phu_tho(db: None) -> Unit:
    """Phú Thọ, which took in two other provinces."""
    unit = UnitFactory(code="25", name="LĐLĐ tỉnh Phú Thọ", short_name="Phú Thọ")
    for code, name in (("26", "Vĩnh Phúc"), ("17", "Hòa Bình")):
        UnitFactory(code=code, name=f"LĐLĐ tỉnh {name}", short_name=name, valid_to=LAST, successor=unit)
    return unit


def test_the_demo_has_63_provinces_before_and_34_after() -> None:
    provinces = [unit for unit in figures.units() if unit.kind == "province"]
    ended = [unit for unit in provinces if unit.valid_to]
    assert len(provinces) == 63
    assert len(provinces) - len(ended) == 34
    assert {unit.valid_to for unit in ended} == {LAST}
    still_there = {unit.code for unit in provinces} - {unit.code for unit in ended}
    assert {unit.successor_code for unit in ended} <= still_there
    taken = Counter(unit.successor_code for unit in ended)
    code_of = {unit.short_name: unit.code for unit in provinces}
    assert taken[code_of["Phú Thọ"]] == 2
    assert max(taken.values()) == 2  # three provinces became one at most


def test_a_unit_that_ended_keeps_its_name_and_leads_to_its_successor(
    client: Client, page: CampaignPage, phu_tho: Unit
) -> None:
    address = f"{page.url}don-vi/17/"
    said = text(client, address)
    assert "Đơn vị mang tên này đến 30/6/2025." in said
    assert "Từ 1/7/2025: LĐLĐ tỉnh Phú Thọ." in said
    soup: Any = BeautifulSoup(client.get(address).content, "html.parser")
    assert soup.h1.get_text().replace("\u00a0", " ") == "LĐLĐ tỉnh Hòa Bình"
    assert soup.select(f".hero__note a[href='{page.url}don-vi/25/']")


def test_a_successor_tells_of_which_units_it_was_made(client: Client, page: CampaignPage, phu_tho: Unit) -> None:
    said = text(client, f"{page.url}don-vi/25/")
    assert "Nhập vào từ 1/7/2025: LĐLĐ tỉnh Hòa Bình, LĐLĐ tỉnh Vĩnh Phúc." in said
    assert "Đơn vị mang tên này đến" not in said


@pytest.mark.parametrize(
    ("language", "ended", "made"),
    [
        ("ja", "2025年7月1日から：LĐLĐ tỉnh Phú Thọ。", "：LĐLĐ tỉnh Hòa Bình、LĐLĐ tỉnh Vĩnh Phúc。"),
        ("zh-hans", "自2025年7月1日起：LĐLĐ tỉnh Phú Thọ。", "：LĐLĐ tỉnh Hòa Bình、LĐLĐ tỉnh Vĩnh Phúc。"),
        ("ko", "2025년 7월 1일부터: LĐLĐ tỉnh Phú Thọ.", ": LĐLĐ tỉnh Hòa Bình, LĐLĐ tỉnh Vĩnh Phúc."),
    ],
)
def test_stops_and_commas_are_those_of_the_language(phu_tho: Unit, language: str, ended: str, made: str) -> None:
    given = takeovers(Unit.objects.filter(successor=phu_tho))
    with translation.override(language):
        notes = [
            BeautifulSoup(
                render_to_string("components/counter/validity.html", {"page": {"url": "/"}, "unit": unit, **more}),
                "html.parser",
            ).get_text()
            for unit, more in ((Unit.objects.get(code="17"), {}), (phu_tho, {"takeovers": given}))
        ]
    assert [said in note.replace("\u00a0", " ") for said, note in zip((ended, made), notes, strict=True)] == [
        True,
        True,
    ]


def test_a_unit_without_a_history_says_nothing_of_one(client: Client, page: CampaignPage) -> None:
    UnitFactory(code="01", name="LĐLĐ thành phố Hà Nội", short_name="Hà Nội")
    assert not BeautifulSoup(client.get(f"{page.url}don-vi/01/").content, "html.parser").select(".hero__note")


def test_an_initiative_keeps_the_name_of_its_time_and_tells_the_next(client: Client, phu_tho: Unit) -> None:
    initiative = InitiativePageFactory(unit=Unit.objects.get(code="17"))
    assert "LĐLĐ tỉnh Hòa Bình (từ 1/7/2025: LĐLĐ tỉnh Phú Thọ)" in text(client, initiative.url).replace(" )", ")")
    secret = InitiativePageFactory(unit=Unit.objects.get(code="17"), restricted=True)
    assert "Phú Thọ" not in text(client, secret.url)


@pytest.mark.django_db
def test_takeovers_are_grouped_by_day() -> None:
    unit = UnitFactory()
    for short_name, valid_to in (("Yên Bái", LAST), ("An Giang", LAST), ("Cũ", None), ("Xưa", date(2008, 7, 31))):
        UnitFactory(short_name=short_name, valid_to=valid_to, successor=unit)
    found = [
        (takeover.day, [other.short_name for other in takeover.units])
        for takeover in takeovers(unit.predecessors.all())
    ]
    assert found == [
        (None, ["Cũ"]),
        (date(2008, 8, 1), ["Xưa"]),
        (date(2025, 7, 1), ["An Giang", "Yên Bái"]),
    ]


@pytest.mark.django_db
def test_successors_never_lead_in_a_circle() -> None:
    first, second = UnitFactory(), UnitFactory()
    second.successor = first
    second.save()
    first.successor = second
    with pytest.raises(ValidationError) as refusal:
        first.clean()
    assert "successor" in refusal.value.message_dict
