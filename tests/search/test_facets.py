"""Narrowing results by links, as readers do."""

from datetime import UTC, datetime
from urllib.parse import parse_qs

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import PageViewRestriction

from campaigns.models import Cluster
from tests.factories import CampaignFactory, SiteTree, UnitFactory
from tests.factories.pages import CampaignPageFactory, InitiativePageFactory, StandardPageFactory, StoryPageFactory
from tests.search.test_results_page import EN, VI, ask, found, one

pytestmark = pytest.mark.django_db

IN_2023 = datetime(2023, 5, 9, 5, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def library() -> None:
    """Pages of all kinds with “bảo hộ” in their titles."""
    SiteTree.current()
    east = Cluster.objects.create(code="dong", name="Cụm Đông Nam Bộ", name_en="South-east cluster")
    dong_nai = UnitFactory(code="75", name="LĐLĐ tỉnh Đồng Nai", short_name="Đồng Nai", cluster=east)
    long_an = UnitFactory(code="80", name="LĐLĐ tỉnh Long An", short_name="Long An", cluster=east)
    ha_noi = UnitFactory(code="01", name="LĐLĐ thành phố Hà Nội", short_name="Hà Nội")
    campaign = CampaignPageFactory(title="Bảo hộ 40 ngày").campaign
    StoryPageFactory(title="Bảo hộ tin 1", kind="news", unit=dong_nai, campaign=campaign, with_tags=["may mặc"])
    StoryPageFactory(title="Bảo hộ tin 2", kind="news", unit=long_an, date=IN_2023, with_tags=["may mặc", "y tế"])
    StoryPageFactory(title="Bảo hộ chuyện", unit=ha_noi, campaign=campaign, with_tags=["y tế"])
    InitiativePageFactory(title="Bảo hộ sáng kiến", unit=dong_nai, field="safety", campaign=campaign)
    InitiativePageFactory(title="Bảo hộ y tế", unit=ha_noi, field="health")
    InitiativePageFactory(
        title="Bảo hộ kín", unit=long_an, field="health", campaign=campaign, restricted=True, with_tags=["bí quyết"]
    ).save_revision().publish()
    StandardPageFactory(title="Bảo hộ trang")


def facets(page: BeautifulSoup) -> dict[str, dict[str, int]]:
    """The counts of all choices by the parameter of their facet."""
    return {
        str(heading["id"]).removeprefix("loc-"): {
            label(link): int(count.get_text().strip("()"))
            for link in page.select(f".facets ul[aria-labelledby='{heading['id']}'] a")
            if (count := link.select_one(".facets__count")) is not None
        }
        for heading in page.select(".facets h2")
    }


def label(link: Tag) -> str:
    return one(link, "span").get_text().strip()  # type: ignore[arg-type]


def choice(page: BeautifulSoup, text: str) -> str:
    """The address behind a choice."""
    return next(str(link["href"]) for link in page.select(".facets a") if label(link) == text)


def test_each_choice_tells_how_much_it_leaves(client: Client) -> None:
    assert facets(ask(client, "bao ho")) == {
        "loai": {"Sáng kiến": 3, "Tin chiến dịch": 2, "Câu chuyện": 1, "Chiến dịch": 1, "Trang": 1},
        "linh-vuc": {"An toàn vệ sinh lao động, môi trường": 1, "Y tế": 1},
        "don-vi": {"Đồng Nai": 2, "Hà Nội": 2, "Long An": 1},
        "the": {"may mặc": 2, "y tế": 2},
        "nam": {"2022": 4, "2023": 1},
    }


def test_following_a_choice_leaves_what_it_told(client: Client) -> None:
    page = ask(client, "bao ho")
    told = {name: count for counts in facets(page).values() for name, count in counts.items()}
    for link in page.select(".facets li a"):
        left = BeautifulSoup(client.get(VI + str(link["href"])).content, "html.parser")
        assert len(found(left)) == told[label(link)], link["href"]
        assert len(left.select(".active a")) == 1
        back = BeautifulSoup(client.get(VI + str(one(left, ".active a")["href"])).content, "html.parser")
        assert len(found(back)) == 8


def test_filters_join_and_others_are_counted_anew(client: Client) -> None:
    page = ask(client, "bao ho", loai="news", the="may-mac")
    assert sorted(found(page)) == ["Bảo hộ tin 1", "Bảo hộ tin 2"]
    told = facets(page)
    assert told["don-vi"] == {"Đồng Nai": 1, "Long An": 1}
    assert told["nam"] == {"2023": 1, "2022": 1}
    assert parse_qs(choice(page, "2023")[1:]) == {
        "q": ["bao ho"],
        "loai": ["news"],
        "the": ["may-mac"],
        "nam": ["2023"],
    }
    assert told["the"] == {"y tế": 1}  # in the place of the one that is chosen


@pytest.mark.parametrize(
    ("parameter", "value", "left"),
    [
        ("cum", "dong", 3),
        ("chien-dich", "40-ngay-cao-diem", 4),
        ("don-vi", "01", 2),
        ("nam", "2022", 4),
        ("loai", "page", 1),
    ],
)
def test_every_property_narrows(client: Client, parameter: str, value: str, left: int) -> None:
    page = ask(client, "bao ho", **{parameter: value})
    assert len(found(page)) == left
    assert one(page, ".active a")


def test_a_restricted_initiative_is_found_by_no_filter_that_would_tell_of_it(client: Client) -> None:
    assert "Bảo hộ kín" in found(ask(client, "bao ho"))
    assert "Bảo hộ kín" in found(ask(client, "bao ho", loai="initiative"))
    for told in ({"don-vi": "80"}, {"linh-vuc": "health"}, {"chien-dich": "40-ngay-cao-diem"}, {"nam": "2022"}):
        assert "Bảo hộ kín" not in found(ask(client, "bao ho", **told))
    assert "bí quyết" not in client.get(VI, {"q": "bao ho"}).content.decode()


def test_closed_pages_are_in_no_count(client: Client, django_capture_on_commit_callbacks: object) -> None:
    page = StoryPageFactory(title="Bảo hộ nội bộ", kind="news")
    assert facets(ask(client, "bao ho"))["loai"]["Tin chiến dịch"] == 3
    restriction = PageViewRestriction.objects.create(page=page, password="x")
    assert facets(ask(client, "bao ho"))["loai"]["Tin chiến dịch"] == 2
    restriction.delete()
    assert facets(ask(client, "bao ho"))["loai"]["Tin chiến dịch"] == 3
    page.unpublish()
    assert facets(ask(client, "bao ho"))["loai"]["Tin chiến dịch"] == 2


def test_values_that_are_nobodys_narrow_nothing(client: Client) -> None:
    for odd in ("", "không có", "x" * 5_000, "a\x00b", "' OR 1=1 --", "9999999999999999999999"):
        for parameter in ("loai", "linh-vuc", "don-vi", "cum", "chien-dich", "the", "nam"):
            assert len(found(ask(client, "bao ho", **{parameter: odd}))) == 8


def test_a_tag_that_nothing_for_everybody_has_is_not_named(client: Client) -> None:
    StoryPageFactory(title="Bảo hộ nháp", with_tags=["tuyệt mật"], live=False)
    for tag in ("tuyet-mat", "bi-quyet"):
        page = ask(client, "", the=tag)
        assert not page.select(".active")
        assert "tuyệt mật" not in page.get_text()
        assert "bí quyết" not in page.get_text()


@pytest.mark.parametrize(
    ("parameter", "value", "label"),
    [("don-vi", "89", "An Giang"), ("cum", "tay-nguyen", "Cụm Tây Nguyên"), ("nam", "2021", "2021")],
)
def test_a_unit_cluster_or_year_without_pages_leaves_none_and_can_be_taken_off(
    client: Client, parameter: str, value: str, label: str
) -> None:
    Cluster.objects.create(code="tay-nguyen", name="Cụm Tây Nguyên")
    UnitFactory(code="89", name="LĐLĐ tỉnh An Giang", short_name="An Giang")
    page = ask(client, "bao ho", **{parameter: value})
    assert found(page) == []
    assert label in one(page, ".active a").get_text()
    assert one(page, ".active a")["href"] == "?q=bao+ho"


def test_filters_without_a_question_list_the_newest_first(client: Client) -> None:
    page = BeautifulSoup(client.get(VI, {"the": "may-mac"}).content, "html.parser")
    assert found(page) == ["Bảo hộ tin 2", "Bảo hộ tin 1"]


def test_nothing_with_these_filters_offers_to_clear_them(client: Client) -> None:
    page = ask(client, "bao ho", loai="campaign", nam="2023")
    assert not found(page)
    assert one(page, ".empty__acts .btn--line")["href"] == f"{VI}?q=bao+ho"
    assert len(page.select(".active a")) == 2


def test_where_filters_leave_nothing_no_other_question_is_offered(client: Client) -> None:
    for asked in ("bao ho", '"bao ho"'):
        page = ask(client, asked, nam="2021")
        assert one(page, ".empty__acts .btn--line").get_text() == "Bỏ hết bộ lọc (8)"
        assert not page.select(".empty ~ .tags a[href*='q=']")


def test_filters_alone_that_leave_nothing_quote_no_question(client: Client) -> None:
    page = BeautifulSoup(client.get(VI, {"loai": "campaign", "nam": "2023"}).content, "html.parser")
    assert one(page, ".empty h2").get_text() == "Không có trang nào hợp với tất cả bộ lọc này"


def test_a_unit_that_is_called_so_hides_no_empty_filter(client: Client) -> None:
    page = ask(client, "dong nai", loai="campaign", nam="2023")
    assert page.select(".foundunits a")
    assert "dong nai" in one(page, ".empty h2").get_text()


def test_english_labels_and_own_counts(client: Client) -> None:
    tree = SiteTree.current()
    StandardPageFactory(title="bao ho in English", parent=tree.home_en)
    StandardPageFactory(title="bao ho again", parent=tree.home_en)
    page = ask(client, "bao ho", EN)
    assert len(found(page)) == 2
    assert facets(page) == {}


def test_the_switcher_keeps_the_filters(client: Client) -> None:
    page = ask(client, "bao ho", loai="news")
    assert {str(link["href"]) for link in page.select(".langs a")} == {
        f"{address}?q=bao+ho&loai=news" for address in (VI, EN)
    }


def test_the_pager_keeps_the_filters(client: Client) -> None:
    for number in range(15):
        StoryPageFactory(title=f"Bảo hộ thêm {number}", kind="practice")
    page = ask(client, "bao ho", loai="practice")
    assert parse_qs(str(one(page, ".pager [rel=next]")["href"])[1:]) == {
        "q": ["bao ho"],
        "loai": ["practice"],
        "p": ["2"],
    }


def test_filters_cost_no_more_queries_with_more_values(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(20):
        unit = UnitFactory(cluster=Cluster.objects.create(code=f"c{number}", name=f"Cụm {number}"))
        campaign = CampaignFactory(slug=f"cd-{number}", featured=False)
        StoryPageFactory(title="Bảo hộ nữa", unit=unit, campaign=campaign, with_tags=[f"thẻ {number}"])
    with django_assert_max_num_queries(20):
        page = ask(client, "bao ho", loai="story", the="the-1")
    assert len(found(page)) == 1
