"""The counter on other sites: what is said, what may frame it, what is refused. The tracking alias is left out."""

from datetime import timedelta
from typing import Any
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction, Site

from campaigns.embeds.badge import width_of
from campaigns.models import CampaignPage, CounterSnapshot, Unit
from tests.factories import CampaignFactory, CampaignPageFactory, SiteTree, SnapshotFactory, UnitFactory

pytestmark = pytest.mark.django_db

FRAME, BADGE, LINE = "/embed/40-ngay-cao-diem/", "/embed/40-ngay-cao-diem.svg", "/embed/40-ngay-cao-diem.txt"
ALL = (FRAME, BADGE, LINE)
SVG = "{http://www.w3.org/2000/svg}"
ATTACK = "\"'><script>alert(1)</script><svg onload=alert(1)>&amp;"


@pytest.fixture
def page() -> CampaignPage:
    made: CampaignPage = CampaignPageFactory()
    return made


@pytest.fixture
def dong_nai(page: CampaignPage) -> Unit:
    unit: Unit = UnitFactory(code="75", name="LĐLĐ tỉnh Đồng Nai", short_name="Đồng Nai")
    SnapshotFactory(campaign=page.campaign, unit_codes=("75",))
    return unit


def said(client: Client, address: str, status: int = 200, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == status, response.content
    return response.content.decode()


def texts(svg: str) -> list[str]:
    return [text.text or "" for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


# What is said


def test_the_line_says_everything(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign)
    assert said(client, LINE) == (
        "40 ngày cao điểm: 141.846 sáng kiến đã đăng ký, 47,3% mục tiêu 300.000. Tính đến 14:05 ngày 10/5/2022. "
        "Trực tiếp. http://testserver/chien-dich/40-ngay-cao-diem/\n"
    )


def test_a_frame_names_the_page_that_it_is_a_part_of(client: Client, page: CampaignPage, dong_nai: Unit) -> None:
    canonical = '<link rel="canonical" href="http://testserver/chien-dich/40-ngay-cao-diem/'
    assert f'{canonical}">' in said(client, FRAME)
    assert f'{canonical}don-vi/75/">' in said(client, FRAME, unit="75")


def test_the_line_in_english(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign)
    line = said(client, LINE, lang="en")
    assert said(client, LINE, lang="zh-Hans") == said(client, LINE, lang="zh-hans") != said(client, LINE)
    assert "141,846 initiatives registered, 47.3% of the goal of 300,000. As of 14:05 on 10 May 2022. Live." in line


def test_a_units_line_has_its_period_and_the_kind_of_its_target(
    client: Client, page: CampaignPage, dong_nai: Unit
) -> None:
    line = said(client, LINE, unit="75")
    assert line.startswith(
        "Đồng Nai, 40 ngày cao điểm: 1.990 sáng kiến làm thêm từ 22/4 đến 31/5/2022, 49,8% chỉ tiêu được giao 4.000. "
    )
    assert line.endswith("http://testserver/chien-dich/40-ngay-cao-diem/don-vi/75/\n")
    snapshot = page.campaign.snapshots.get()
    snapshot.units[0] |= {"target_kind": "self_set", "target_is_example": True}
    snapshot.save()
    assert "49,8% chỉ tiêu tự đăng ký 4.000 (chỉ tiêu ví dụ)" in said(client, LINE, unit="75")
    assert "chỉ tiêu ví dụ" in said(client, FRAME, unit="75")
    assert "chỉ tiêu ví dụ" in said(client, BADGE, unit="75")


def test_the_frame_has_number_time_state_and_a_way_to_the_page(client: Client, dong_nai: Unit) -> None:
    whole, unit = said(client, FRAME), said(client, FRAME, unit="75")
    for part in ("141.846", "47,3% mục tiêu 300.000", 'data-chip="live"', "14:05 ngày 10/5/2022"):
        assert part in whole
    assert 'href="http://testserver/chien-dich/40-ngay-cao-diem/" target="_blank" rel="noopener"' in whole
    assert "1.990" in unit and "141.846" not in unit
    assert 'href="http://testserver/chien-dich/40-ngay-cao-diem/don-vi/75/"' in unit


def test_the_badge_is_a_drawing_whose_words_fit(client: Client, dong_nai: Unit) -> None:
    for query in ({}, {"unit": "75"}, {"lang": "en"}, {"unit": "khong-co"}):
        drawing = ElementTree.fromstring(client.get(BADGE, query).content)
        width, reached = int(drawing.attrib["width"]), 0
        for text in drawing.iter(f"{SVG}text"):
            drawn = int(text.attrib["textLength"])
            assert drawn == width_of(text.text or "", int(text.attrib["font-size"]))
            reached = max(reached, int(text.attrib["x"]) + drawn)
        assert reached < width <= reached + 12
    assert texts(said(client, BADGE)) == [
        "40 ngày cao điểm",
        "Trực tiếp",
        "141.846 sáng kiến · 47,3% mục tiêu 300.000",
        "Tính đến 14:05 ngày 10/5/2022",
    ]


def test_a_theme_is_written_out_and_none_follows_the_visitor(client: Client, dong_nai: Unit) -> None:
    for theme in ("light", "dark"):
        assert f'data-theme="{theme}"' in said(client, FRAME, theme=theme)
        assert "prefers-color-scheme" not in said(client, BADGE, theme=theme)
    assert "data-theme" not in said(client, FRAME)
    assert "prefers-color-scheme" in said(client, BADGE)
    assert said(client, BADGE, theme="light") != said(client, BADGE, theme="dark")


@pytest.mark.parametrize(
    ("stored", "minutes", "words"),
    [
        ("live", 0, "Trực tiếp"),
        ("live", 5, "Chậm 5 phút"),
        ("live", 60, "Chưa cập nhật từ 14:05"),
        ("held", 60, "Đang đối soát"),
        ("final", 60, "Số chốt"),
    ],
)
def test_every_state_is_said(client: Client, page: CampaignPage, stored: str, minutes: int, words: str) -> None:
    SnapshotFactory(
        campaign=page.campaign, state=stored, collected_at=timezone.now() - timedelta(minutes=minutes, seconds=1)
    )
    for address in ALL:
        text = said(client, address)
        assert words in text
        assert "141.846" in text and "14:05 ngày 10/5/2022" in text


def test_unknown_is_said_and_never_zero(client: Client, page: CampaignPage) -> None:
    for address in ALL:
        assert "Chưa có số liệu" in said(client, address)
    assert said(client, LINE).startswith("40 ngày cao điểm: Chưa có số liệu. http://")
    SnapshotFactory(campaign=page.campaign)
    UnitFactory(code="75", short_name="Đồng Nai")  # which the snapshot does not count
    for address in ALL:
        assert "Chưa có số liệu" in said(client, address, unit="75")
        assert "Trực tiếp" not in said(client, address, unit="75")


def test_a_new_number_is_told(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign)
    name = client.get(FRAME).headers["ETag"]
    SnapshotFactory(campaign=page.campaign, count=141_900)
    assert client.get(FRAME, headers={"if-none-match": name}).status_code == 200
    for address in ALL:
        assert "141.900" in said(client, address)


# What is refused


@pytest.mark.parametrize("address", ALL)
@pytest.mark.parametrize("code", ["khong-co", "7" * 10_000, ATTACK, "7\x005", "￿", " ", "../75", "%37%35"])
def test_an_unknown_unit_is_told_so(client: Client, dong_nai: Unit, address: str, code: str) -> None:
    if not code.strip():
        assert "141.846" in said(client, address, unit=code)
        return
    text = said(client, address, 404, unit=code)
    assert "Không có đơn vị nào mang mã này" in text
    assert "141.846" not in text
    assert len(text) < 2_500


def test_a_unit_below_the_first_level_has_no_counter(client: Client, dong_nai: Unit) -> None:
    UnitFactory(code="75-01", kind=Unit.Kind.GRASSROOTS)
    said(client, LINE, 404, unit="75-01")


@pytest.mark.parametrize("slug", ["khong-co", "x" * 10_000, "40-ngay-cao-diem-2"])
def test_an_unknown_campaign_is_a_small_404(client: Client, page: CampaignPage, slug: str) -> None:
    for ending in ("/", ".svg", ".txt"):
        response = client.get(f"/embed/{slug}{ending}")
        assert response.status_code == 404
        assert len(response.content) < 2_500
        assert "Không có bộ đếm này" in response.content.decode()
        assert "s-maxage=5" in response.headers["Cache-Control"]


@pytest.mark.parametrize("address", ALL)
def test_what_is_not_public_has_no_counter(client: Client, page: CampaignPage, address: str) -> None:
    SnapshotFactory(campaign=page.campaign)
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    said(client, address, 404)
    PageViewRestriction.objects.all().delete()
    page.unpublish()
    said(client, address, 404)


@pytest.mark.parametrize("address", ALL)
@pytest.mark.parametrize("name", ["theme", "lang", "unit"])
def test_nothing_of_the_address_comes_back(client: Client, dong_nai: Unit, address: str, name: str) -> None:
    text = client.get(address, {name: ATTACK}).content.decode()
    assert "alert(1)" not in text
    assert "onload" not in text


def test_names_are_escaped(client: Client) -> None:
    page = CampaignPageFactory(title=f"{ATTACK}\x0b", campaign=CampaignFactory())
    SnapshotFactory(campaign=page.campaign, unit_codes=("75",))
    UnitFactory(code="75", short_name=ATTACK, name=ATTACK)
    for query in ({}, {"unit": "75"}):
        assert "<script>alert" not in client.get(FRAME, query).content.decode()
        drawing = ElementTree.fromstring(client.get(BADGE, query).content)
        assert not list(drawing.iter(f"{SVG}script"))
        assert next(iter(drawing.iter(f"{SVG}text"))).text == ATTACK
        assert client.get(LINE, query).headers["Content-Type"] == "text/plain; charset=utf-8"


@pytest.mark.parametrize("address", ALL)
def test_writing_is_not_offered(page: CampaignPage, address: str) -> None:
    assert Client(enforce_csrf_checks=True).post(address).status_code == 405


# What HTTP says


def test_the_frame_alone_may_be_framed(client: Client, dong_nai: Unit) -> None:
    for query, status in (({}, 200), ({"unit": "75"}, 200), ({"unit": "x"}, 404)):
        response = client.get(FRAME, query)
        assert response.status_code == status
        policy = response.headers["Content-Security-Policy"]
        assert "frame-ancestors *" in policy
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert "X-Frame-Options" not in response.headers
    for address in (BADGE, LINE, "/", "/chien-dich/40-ngay-cao-diem/", "/chien-dich/40-ngay-cao-diem/ma-nhung/"):
        response = client.get(address)
        assert "frame-ancestors *" not in response.headers["Content-Security-Policy"]
        assert response.headers["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize("address", [*ALL, "/", "/chien-dich/40-ngay-cao-diem/ma-nhung/"])
def test_a_revisit_has_the_same_policy(client: Client, dong_nai: Unit, address: str) -> None:
    """A browser would apply that of a 304 to the copy it holds, and refuse to frame it."""
    for _try in range(10):  # a page tells how old its number is, to the second
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first.headers["ETag"]})
        if again.status_code == 304:
            break
    assert again.status_code == 304
    assert again.headers["Content-Security-Policy"] == first.headers["Content-Security-Policy"]


def test_the_badge_can_ask_for_nothing(client: Client, dong_nai: Unit) -> None:
    headers = client.get(BADGE).headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert headers["Content-Type"] == "image/svg+xml"
    assert headers["X-Content-Type-Options"] == "nosniff"
    drawing = ElementTree.fromstring(client.get(BADGE).content)
    assert {element.tag.removeprefix(SVG) for element in drawing.iter()} == {"svg", "title", "style", "rect", "text"}


@pytest.mark.parametrize("address", ALL)
def test_caches_may_keep_it_and_no_cookie_is_set(client: Client, dong_nai: Unit, address: str) -> None:
    response = client.get(address, {"unit": "75"})
    assert response.headers["Cache-Control"] == (
        "public, max-age=2, s-maxage=5, stale-while-revalidate=30, stale-if-error=600"
    )
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    again = client.get(address, {"unit": "75"}, headers={"if-none-match": response.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", ALL)
def test_it_takes_few_queries(client: Client, dong_nai: Unit, address: str, django_assert_max_num_queries: Any) -> None:
    def restart() -> None:
        cache.clear()
        Site.clear_site_root_paths_cache()

    restart()
    with django_assert_max_num_queries(4):  # the page with its campaign, the snapshot, the site's address and languages
        said(client, address)
    restart()
    with django_assert_max_num_queries(6):  # with the unit and its targets
        said(client, address, unit="75")
    with django_assert_max_num_queries(2):  # no campaign has such a code; the site and its redirects
        said(client, "/embed/" + "x" * 61 + "/", 404)


def test_the_english_page_is_linked_where_there_is_one(client: Client, page: CampaignPage) -> None:
    SnapshotFactory(campaign=page.campaign)
    assert "http://testserver/chien-dich/" in said(client, LINE, lang="en")
    tree = SiteTree.current()
    english = page.copy_for_translation(tree.en, copy_parents=True)
    english.title = "40 peak days"
    english.save_revision().publish()
    line = said(client, LINE, lang="en")
    assert line.startswith("40 peak days: ")
    assert "http://testserver/en/" in line
    assert CounterSnapshot.objects.count() == 1
