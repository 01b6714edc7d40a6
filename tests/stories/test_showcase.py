"""The list of initiatives: facets as links, orders, and the pages of a field, a unit and the country."""

import pytest
from bs4 import BeautifulSoup, Tag
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries
from wagtail.models import Page, PageViewRestriction

from campaigns.models import Cluster, Unit
from sharing.models import ShareTotal
from tests.factories import CampaignFactory, ImageFactory, SiteTree, UnitFactory
from tests.factories.campaigns import SnapshotFactory
from tests.factories.pages import CampaignPageFactory, InitiativePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> SiteTree:
    """Five initiatives, of which one is restricted."""
    tree = SiteTree.current()
    east = Cluster.objects.create(code="dong", name="Cụm Đông Nam Bộ", name_en="South-east", region="south")
    dong_nai = UnitFactory(code="75", name="LĐLĐ tỉnh Đồng Nai", short_name="Đồng Nai", cluster=east)
    an_giang = UnitFactory(code="89", name="LĐLĐ tỉnh An Giang", short_name="An Giang")
    peak = CampaignPageFactory(title="40 ngày đêm").campaign
    other = CampaignFactory(slug="khac", name="Khác", featured=False)
    InitiativePageFactory(title="Một", field="safety", unit=dong_nai, campaign=peak, with_tags=["may mặc"])
    InitiativePageFactory(title="Hai", field="health", unit=dong_nai, campaign=other, with_tags=["may mặc"])
    InitiativePageFactory(title="Ba", field="health", unit=an_giang, campaign=peak, with_tags=["y tế"])
    InitiativePageFactory(title="Bốn", field="education")
    InitiativePageFactory(title="Kín", field="health", unit=an_giang, campaign=peak, restricted=True)
    return tree


def soup_of(client: Client, address: str) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def one(soup: BeautifulSoup | Tag, selector: str) -> Tag:
    """The first that the selector finds; there must be one."""
    found = soup.select_one(selector)
    assert found is not None, selector
    return found


def titles(soup: BeautifulSoup) -> list[str]:
    return [title.get_text(strip=True) for title in soup.select(".card h3")]


def facets(soup: BeautifulSoup) -> dict[str, dict[str, int]]:
    """The counts of all values that are off, by parameter and label."""
    return {
        str(heading["id"]).removeprefix("loc-"): {
            one(link, "span").get_text(): int(one(link, ".facets__count").get_text().strip("()"))
            for link in soup.select(f".filters ul[aria-labelledby='{heading['id']}'] a:not([aria-current])")
        }
        for heading in soup.select(".filters h2")
    }


class TestFacets:
    def test_each_value_tells_how_many_it_leaves(self, tree: SiteTree, client: Client) -> None:
        assert facets(soup_of(client, tree.initiatives.url)) == {
            "linh-vuc": {"An toàn vệ sinh lao động, môi trường": 1, "Giáo dục": 1, "Y tế": 2},
            "don-vi": {"An Giang": 1, "Đồng Nai": 2},
            "chien-dich": {"40 ngày đêm": 2, "Khác": 1},
            "the": {"may mặc": 2, "y tế": 1},
        }

    def test_tags_tell_what_they_leave_beside_the_filters_that_are_on(self, tree: SiteTree, client: Client) -> None:
        InitiativePageFactory(title="Kín hơn", field="safety", restricted=True, with_tags=["bí quyết"])
        InitiativePageFactory(title="Nháp", field="safety", live=False, with_tags=["bản nháp"])
        InitiativePageFactory(title="Năm", field="education", with_tags=[f"thẻ {number}" for number in range(20)])

        def told(query: str) -> dict[str, int]:
            return facets(soup_of(client, f"{tree.initiatives.url}?{query}"))["the"]

        assert len(told("")) == 22  # all of them, of which a few are shown at once
        shown = one(soup_of(client, tree.initiatives.url), "#loc-the + ul")
        assert [link.get_text() for link in shown.select("a > span:first-child")][:2] == ["may mặc", "thẻ 0"]
        assert told("linh-vuc=health") == {"may mặc": 1, "y tế": 1}
        assert told("linh-vuc=health&the=may-mac") == {"y tế": 1}  # the one that is on has no number
        assert told("don-vi=89&the=may-mac") == {"y tế": 1}
        assert not facets(soup_of(client, f"{tree.initiatives.url}?linh-vuc=safety")).get("the")

    @pytest.mark.parametrize(
        "query", ["", "?the=may-mac", "?the=may-mac&don-vi=75", "?linh-vuc=health", "?don-vi=75&chien-dich=khac"]
    )
    def test_following_a_link_leaves_what_it_told(self, tree: SiteTree, client: Client, query: str) -> None:
        soup = soup_of(client, tree.initiatives.url + query)
        links = soup.select(".filters nav:first-of-type li a:not([aria-current])")
        assert links or query
        for link in links:
            left = titles(soup_of(client, f"{tree.initiatives.url}{link['href']}"))
            told = int(one(link, ".facets__count").get_text().strip("()"))
            joined = "linh-vuc=health&linh-vuc=" in str(link["href"])  # fields add up
            assert len(left) == told + (2 if joined else 0), link["href"]
            assert "Kín" not in left

    def test_a_cluster_narrows_to_its_units(self, tree: SiteTree, client: Client) -> None:
        soup = soup_of(client, f"{tree.initiatives.url}?cum=dong")
        assert sorted(titles(soup)) == ["Hai", "Một"]
        assert one(soup, ".active a").get_text(" ", strip=True).endswith("Cụm Đông Nam Bộ")
        assert one(soup, ".filters [aria-current]")["href"] == "?"

    def test_a_unit_without_initiatives_leaves_none_and_can_be_taken_off(self, tree: SiteTree, client: Client) -> None:
        UnitFactory(code="96", name="LĐLĐ tỉnh Cà Mau", short_name="Cà Mau")
        soup = soup_of(client, f"{tree.initiatives.url}?don-vi=96")
        assert titles(soup) == []
        assert one(soup, ".active a")["href"] == "?"
        assert "Cà Mau" in one(soup, ".active a").get_text()

    def test_odd_values_narrow_nothing(self, tree: SiteTree, client: Client) -> None:
        for odd in ("", "khong-co", "%00", "x" * 3_000, "' OR 1=1"):
            for parameter in ("linh-vuc", "don-vi", "cum", "chien-dich", "the", "xep"):
                assert len(titles(soup_of(client, f"{tree.initiatives.url}?{parameter}={odd}"))) == 5


class TestOrder:
    def order(self, client: Client, tree: SiteTree, sort: str) -> list[str]:
        return titles(soup_of(client, f"{tree.initiatives.url}?xep={sort}"))

    def test_the_newest_come_first(self, tree: SiteTree, client: Client) -> None:
        assert self.order(client, tree, "") == ["Một", "Hai", "Ba", "Bốn", "Kín"]

    def test_the_most_shared_come_first(self, tree: SiteTree, client: Client) -> None:
        for title, visits in (("Bốn", [3, 4]), ("Ba", [5])):
            page = Page.objects.get(title=title)
            for day, count in enumerate(visits, start=1):
                ShareTotal.objects.create(
                    day=f"2022-05-0{day}", page=page.pk, network="zalo", medium="share", visits=count
                )
        assert self.order(client, tree, "chia-se") == ["Bốn", "Ba", "Một", "Hai", "Kín"]

    def test_units_stand_in_vietnamese_order_and_a_restricted_one_tells_none(
        self, tree: SiteTree, client: Client
    ) -> None:
        assert self.order(client, tree, "don-vi") == ["Ba", "Một", "Hai", "Bốn", "Kín"]

    def test_the_order_stays_with_the_filters_and_the_filters_with_the_order(
        self, tree: SiteTree, client: Client
    ) -> None:
        soup = soup_of(client, f"{tree.initiatives.url}?linh-vuc=health&xep=don-vi")
        assert titles(soup) == ["Ba", "Hai"]
        assert one(soup, ".sorts [aria-current]").get_text() == "Theo đơn vị"
        assert {str(link["href"]) for link in soup.select(".sorts a")} == {
            "?linh-vuc=health", "?linh-vuc=health&xep=chia-se", "?linh-vuc=health&xep=don-vi",
        }  # fmt: skip
        assert all("xep=don-vi" in str(link["href"]) for link in soup.select(".filters li a"))


class TestParts:
    def test_a_field_has_a_page(self, tree: SiteTree, client: Client) -> None:
        soup = soup_of(client, f"{tree.initiatives.url}linh-vuc/health/")
        assert titles(soup) == ["Hai", "Ba"]
        assert one(soup, "h1").get_text().replace("\u00a0", " ") == "Sáng kiến: Y tế"
        assert one(soup, "link[rel=canonical]")["href"] == f"{tree.initiatives.full_url}linh-vuc/health/"
        assert one(soup, ".ways [aria-current]").get_text() == "Y tế"

    def test_a_unit_has_a_page_that_leads_to_its_figures_and_its_successor(
        self, tree: SiteTree, client: Client
    ) -> None:
        SnapshotFactory()
        Unit.objects.filter(code="89").update(successor=Unit.objects.get(code="75"))
        soup = soup_of(client, f"{tree.initiatives.url}don-vi/89/")
        assert titles(soup) == ["Ba"]
        links = [str(link["href"]) for link in soup.select(".pagehead .more")]
        assert links == ["/chien-dich/40-ngay-cao-diem/don-vi/89/", f"{tree.initiatives.url}don-vi/75/"]
        assert "Nay là LĐLĐ tỉnh Đồng Nai" in one(soup, ".pagehead").get_text()

    def test_a_code_in_other_letters_leads_to_the_unit(self, tree: SiteTree, client: Client) -> None:
        UnitFactory(code="CD1")
        response = client.get(f"{tree.initiatives.url}don-vi/cd1/")
        assert (response.status_code, response.headers["Location"]) == (301, f"{tree.initiatives.url}don-vi/CD1/")

    def test_one_with_nothing_says_so_and_is_not_for_search_engines(self, tree: SiteTree, client: Client) -> None:
        UnitFactory(code="01")
        for path, empty in (("don-vi/01/", True), ("linh-vuc/community/", True), ("don-vi/75/", False)):
            soup = soup_of(client, tree.initiatives.url + path)
            assert bool(soup.select("main .empty")) is empty
            assert (one(soup, "meta[name=robots]")["content"] == "noindex") is empty

    @pytest.mark.parametrize("path", ["linh-vuc/khong/", "don-vi/khong/", "don-vi/%00/", "linh-vuc/", "ca-nuoc/x/"])
    def test_what_is_nobodys_is_not_there(self, tree: SiteTree, client: Client, path: str) -> None:
        assert client.get(tree.initiatives.url + path).status_code == 404

    def test_the_country_by_region_and_cluster(self, tree: SiteTree, client: Client) -> None:
        UnitFactory(code="01", short_name="Hà Nội", cluster=Unit.objects.get(code="75").cluster)
        soup = soup_of(client, f"{tree.initiatives.url}ca-nuoc/")
        south, others = soup.select(".region")
        assert one(south, "h2").get_text() == "Miền Nam"
        assert one(south, "h3 a")["href"] == f"{tree.initiatives.url}?cum=dong"
        assert [link.get_text() for link in south.select(".tags a")] == ["Đồng Nai\u00a0(2)"]
        assert one(south, "p.muted a").get_text() == "Hà Nội"
        assert [link.get_text() for link in others.select(".tags a")] == [
            "An Giang\u00a0(1)"
        ]  # the restricted one apart
        assert not soup.select('.ways a[href*="ca-nuoc/"]')
        assert soup_of(client, f"{tree.initiatives.url}linh-vuc/health/").select('.ways a[href*="ca-nuoc/"]')

    def test_drafts_and_closed_ones_are_in_no_list_and_no_count(self, tree: SiteTree, client: Client) -> None:
        unit = Unit.objects.get(code="75")
        InitiativePageFactory(title="Nháp", unit=unit, field="health", live=False)
        closed = InitiativePageFactory(title="Nội bộ", unit=unit, field="health")
        PageViewRestriction.objects.create(page=closed, password="x")
        assert titles(soup_of(client, f"{tree.initiatives.url}linh-vuc/health/")) == ["Hai", "Ba"]
        assert titles(soup_of(client, f"{tree.initiatives.url}don-vi/75/")) == ["Một", "Hai"]
        assert facets(soup_of(client, tree.initiatives.url))["don-vi"]["Đồng Nai"] == 2

    def test_the_sitemap_has_what_something_stands_on(self, tree: SiteTree, client: Client) -> None:
        sitemap = client.get("/sitemap.xml").content.decode()
        for path in ("ca-nuoc/", "linh-vuc/health/", "don-vi/75/", "don-vi/89/"):
            assert f"<loc>{tree.initiatives.full_url}{path}</loc>" in sitemap
        assert "linh-vuc/community/" not in sitemap

    def test_later_pages_are_their_own(self, tree: SiteTree, client: Client) -> None:
        InitiativePageFactory.create_batch(12, field="health", people_and_effects=False)
        soup = soup_of(client, f"{tree.initiatives.url}linh-vuc/health/?p=2")
        assert len(titles(soup)) == 2
        assert str(one(soup, "link[rel=canonical]")["href"]).endswith("linh-vuc/health/?p=2")
        assert client.get(f"{tree.initiatives.url}linh-vuc/health/?p=3").status_code == 404


@pytest.mark.parametrize(
    "path", ["?cum=dong&xep=chia-se", "?the=may-mac&xep=don-vi", "linh-vuc/health/", "don-vi/75/", "ca-nuoc/"]
)
@pytest.mark.parametrize("times", [1, 6])
def test_they_keep_the_query_budget(
    tree: SiteTree, client: Client, path: str, times: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    SnapshotFactory()
    for number in range(times):
        unit = UnitFactory(code=f"X{number}", cluster=Cluster.objects.create(code=f"c{number}", name=f"Cụm {number}"))
        InitiativePageFactory(unit=unit, field="health", image=ImageFactory(), with_tags=["may mặc"])
    client.get(tree.initiatives.url + path)  # makes the pictures
    cache.clear()
    with django_assert_max_num_queries(20):
        client.get(tree.initiatives.url + path)
