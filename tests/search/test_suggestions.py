"""Suggestions while typing, as the script gets them."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from tests.factories import SiteTree, UnitFactory
from tests.factories.pages import (
    CampaignPageFactory,
    InitiativePageFactory,
    StandardPageFactory,
    StoryPageFactory,
)
from tests.search.test_results_page import ODD
from tests.vietnamese.strategies import nfd

pytestmark = pytest.mark.django_db

VI, EN = "/tim-kiem/goi-y/", "/en/search/suggestions/"


@pytest.fixture(autouse=True)
def tree() -> SiteTree:
    return SiteTree.current()


def suggested(client: Client, typed: str, address: str = VI) -> list[dict[str, Any]]:
    response = client.get(address, {"q": typed})
    assert response.status_code == 200
    found: list[dict[str, Any]] = json.loads(response.content)["suggestions"]
    return found


def texts(client: Client, typed: str, address: str = VI) -> list[str]:
    return ["".join(one["parts"]) for one in suggested(client, typed, address)]


@pytest.mark.parametrize("typed", ["dong n", "Đồng N", nfd("đồng na"), "dong nai"])
def test_titles_that_begin_so_are_suggested(client: Client, typed: str) -> None:
    page = StoryPageFactory(title="Chuyện ở Đồng Nai", kind="news")
    StoryPageFactory(title="Chuyện khác", lead="Ở Đồng Nai")
    (one,) = suggested(client, typed)
    assert one["parts"][:2][0] == "Chuyện ở "
    assert one["parts"][1] == "Đồng Nai"
    assert one["url"] == page.url
    assert one["kind"] == "Tin chiến dịch"


def test_words_that_stand_together_come_first(client: Client) -> None:
    StoryPageFactory(title="Nai vàng ngơ ngác giữa đồng")
    StoryPageFactory(title="Ngày hội Đồng Nai")
    assert texts(client, "dong nai") == ["Ngày hội Đồng Nai", "Nai vàng ngơ ngác giữa đồng"]


def test_quoted_words_are_no_beginnings(client: Client) -> None:
    StoryPageFactory(title="Ngày hội Đồng Nai")
    assert texts(client, '"dong nai"') == ["Ngày hội Đồng Nai"]
    assert texts(client, '"dong na"') == []


def test_people_and_codes_lead_to_their_initiative(client: Client) -> None:
    InitiativePageFactory(title="Tấm bạt cũ", code="SK-2022-000.123")
    assert suggested(client, "van bay")[0]["parts"] == ["Trần ", "Văn Bảy", " – Tấm bạt cũ"]
    assert texts(client, "SK-2022-000.1") == ["SK-2022-000.123 – Tấm bạt cũ"]
    assert texts(client, "sk20220001") == ["SK2022000123 – Tấm bạt cũ"]
    assert texts(client, "000123") == ["SK-2022-000123 – Tấm bạt cũ"]


def test_units_and_tags_are_suggested(client: Client) -> None:
    UnitFactory(code="75", name="LĐLĐ tỉnh Đồng Nai", short_name="Đồng Nai")
    campaign = CampaignPageFactory()
    StoryPageFactory(with_tags=["đồng lòng"])
    assert [(one["url"], one["lang"]) for one in suggested(client, "dong na")] == [(f"{campaign.url}don-vi/75/", "vi")]
    assert [one["url"] for one in suggested(client, "dong lo")] == ["/tim-kiem/?the=dong-long"]


def test_a_unit_that_begins_so_comes_before_those_that_only_have_it(client: Client) -> None:
    CampaignPageFactory()
    for code, name in enumerate(("Hà Giang", "Bắc Giang", "Tiền Giang", "An Giang", "Kiên Giang", "Hậu Giang"), 10):
        UnitFactory(code=str(code), name=f"LĐLĐ tỉnh {name}", short_name=name)
    UnitFactory(code="64", name="LĐLĐ tỉnh Gia Lai", short_name="Gia Lai")
    assert texts(client, "gia") == ["LĐLĐ tỉnh Gia Lai"]
    assert texts(client, "ldld") == []


def test_nothing_that_is_not_for_everybody_is_suggested(client: Client, tree: SiteTree) -> None:
    StoryPageFactory(title="Bản nháp", live=False)
    PageViewRestriction.objects.create(page=StoryPageFactory(title="Bản nội bộ"), password="x")
    InitiativePageFactory(title="Kín", code="SK-9", restricted=True, people_and_effects__name="Bản Văn Kín")
    StandardPageFactory(title="Bản tiếng Anh", parent=tree.home_en)
    assert texts(client, "ban") == []
    assert texts(client, "sk 9") == []
    assert texts(client, "ban", EN) == ["Bản tiếng Anh"]


def test_tags_that_nothing_for_everybody_in_the_language_has_are_not_suggested(client: Client, tree: SiteTree) -> None:
    StoryPageFactory(with_tags=["đồng lòng"], live=False)
    PageViewRestriction.objects.create(page=StoryPageFactory(with_tags=["đồng bộ"]), password="x")
    InitiativePageFactory(with_tags=["đồng vị"], restricted=True)
    assert texts(client, "dong") == []
    StoryPageFactory(with_tags=["đồng sức"]).save_revision().publish()
    assert texts(client, "dong") == ["đồng sức"]
    assert texts(client, "dong", EN) == []


def test_one_letter_suggests_nothing_and_few_are_enough(client: Client) -> None:
    for number in range(20):
        StoryPageFactory(title=f"Máy may {number}")
    assert texts(client, "m") == []
    assert len(texts(client, "ma")) == 6


@pytest.mark.parametrize("query", ODD)
def test_odd_beginnings_are_answered(client: Client, query: str) -> None:
    StoryPageFactory(title="Đồng Nai")
    for address in (VI, EN):
        suggested(client, query, address)


def test_the_answer_may_be_kept_for_a_while_and_is_no_page(client: Client) -> None:
    response = client.get(VI, {"q": "dong"})
    assert response.headers["Content-Type"] == "application/json"
    kept = response.headers["Cache-Control"].split(", ")
    assert sorted(kept) == ["max-age=10", "public"], "what is taken back must not be suggested for minutes"
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert client.post(VI, {"q": "dong"}).status_code == 405


def test_they_cost_few_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    UnitFactory(name="Máy", short_name="Máy")
    CampaignPageFactory()
    for number in range(10):
        StoryPageFactory(title=f"Máy may {number}", with_tags=[f"máy {number}"])
    client.get(VI, {"q": "may"})
    with django_assert_max_num_queries(12):
        assert len(suggested(client, "may")) >= 8
