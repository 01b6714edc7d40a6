"""The wallboard and the page with the code for other sites. The tracking alias is left out."""

from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone
from wagtail.models import Site

from campaigns.models import CampaignPage
from tests.factories import CampaignPageFactory, SnapshotFactory, UnitFactory

pytestmark = pytest.mark.django_db

PAGE = "/chien-dich/40-ngay-cao-diem/"
WALL, CODE = f"{PAGE}bang-dien-tu/", f"{PAGE}ma-nhung/"
UNITS = tuple(f"{number:02}" for number in range(10, 25))


@pytest.fixture
def page() -> CampaignPage:
    made: CampaignPage = CampaignPageFactory()
    SnapshotFactory(campaign=made.campaign, unit_codes=UNITS)
    for code in UNITS:
        UnitFactory(code=code)
    return made


def said(client: Client, address: str, **query: str) -> str:
    response = client.get(address, query)
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_the_wallboard_has_number_goal_time_state_and_ten_leaders(client: Client, page: CampaignPage) -> None:
    text = said(client, WALL)
    for part in ("141.846", "mục tiêu 300.000", 'data-chip="live"', "14:05 ngày 10/5/2022", "10 đơn vị dẫn đầu"):
        assert part in text
    assert text.count('<span class="rk">') == 10
    assert "LĐLĐ 10" in text and "LĐLĐ 20" not in text
    assert "noindex" in text
    assert "<a " not in text


def test_an_old_number_stays_on_the_wall_and_says_so(client: Client) -> None:
    page = CampaignPageFactory()
    assert "Chưa có số liệu" in said(client, WALL)
    SnapshotFactory(campaign=page.campaign, collected_at=timezone.now() - timedelta(hours=1))
    text = said(client, WALL)
    assert "141.846" in text and "Chưa cập nhật từ 14:05" in text
    assert "Còn thiếu" not in text


@pytest.mark.parametrize("address", [WALL, CODE])
def test_shared_caches_may_keep_both(client: Client, page: CampaignPage, address: str) -> None:
    response = client.get(address)
    assert "s-maxage=10" in response.headers["Cache-Control"]
    assert not response.cookies


@pytest.mark.parametrize(("address", "most"), [(WALL, 14), (CODE, 18)])
def test_few_queries_however_many_units(
    client: Client, page: CampaignPage, address: str, most: int, django_assert_max_num_queries: Any
) -> None:
    said(client, address)
    cache.clear()
    Site.clear_site_root_paths_cache()
    with django_assert_max_num_queries(most):
        said(client, address)


def test_the_code_is_what_was_chosen(client: Client, page: CampaignPage) -> None:
    text = said(client, CODE)
    assert '<iframe src="http://testserver/embed/40-ngay-cao-diem/" title="Số sáng kiến: 40 ngày cao điểm"' in text
    assert '<iframe src="/embed/40-ngay-cao-diem/"' in text  # the preview
    text = said(client, CODE, **{"don-vi": "12", "nen": "dark"})
    assert '<iframe src="http://testserver/embed/40-ngay-cao-diem/?unit=12&amp;theme=dark"' in text
    assert '<option value="12" selected' in text
    text = said(client, CODE, **{"loai": "anh", "don-vi": "12"})
    assert '<img src="http://testserver/embed/40-ngay-cao-diem.svg?unit=12" alt="Số sáng kiến: LĐLĐ 12' in unescape(
        text
    )
    text = said(client, CODE, loai="chu", nen="dark")
    assert ">http://testserver/embed/40-ngay-cao-diem.txt<" in text
    assert "40 ngày cao điểm: 141.846 sáng kiến" in text


def test_the_code_is_shown_as_text(client: Client, page: CampaignPage) -> None:
    """One frame is the preview; the code itself is only read and copied."""
    for kind, element in (("khung", "<iframe"), ("anh", "<img src=")):
        raw = client.get(CODE, {"loai": kind}).content.decode()
        shown = element.replace("<", "&lt;")
        assert raw.count(element) == 1
        assert f"<code>{shown if kind == 'khung' else '&lt;a href='}" in raw
        assert raw.count(shown) == 2


def test_the_code_works_where_it_is_pasted(client: Client, page: CampaignPage) -> None:
    UnitFactory(code='7"5', short_name='Đồng "Nai"')
    SnapshotFactory(campaign=page.campaign, unit_codes=('7"5',))
    response = client.get(CODE, {"don-vi": '7"5'})
    path = response.context["embed"].path
    assert "1.990" in client.get(path).content.decode()
    assert 'title="Số sáng kiến: Đồng &quot;Nai&quot;, 40 ngày cao điểm"' in response.context["embed"].code
    assert "&amp;quot;Nai&amp;quot;" in response.content.decode()


@pytest.mark.parametrize("query", [{"don-vi": "x" * 10_000}, {"don-vi": "\x00"}, {"loai": "<b>"}, {"nen": "'\">"}])
def test_what_it_does_not_know_is_the_whole_campaign_in_a_frame(
    client: Client, page: CampaignPage, query: dict[str, str]
) -> None:
    assert '<iframe src="http://testserver/embed/40-ngay-cao-diem/" title' in said(client, CODE, **query)


def test_only_the_code_page_may_frame_the_site_itself(client: Client, page: CampaignPage) -> None:
    def framed(address: str) -> str:
        return client.get(address).headers["Content-Security-Policy"].split("frame-src")[1].split(";")[0]

    assert "'self'" in framed(CODE)
    assert "'self'" not in framed(PAGE)
    assert "'self'" not in framed(WALL)


def test_the_campaign_page_leads_to_both(client: Client, page: CampaignPage) -> None:
    text = said(client, PAGE)
    assert f'href="{WALL}"' in text
    assert f'href="{CODE}"' in text


def test_an_editor_finds_both(admin_client: Client, page: CampaignPage) -> None:
    text = said(admin_client, f"/admin/pages/{page.pk}/edit/")
    assert f'href="{WALL}"' in text
    assert f'href="{CODE}"' in text
    page.unpublish()
    assert f'href="{CODE}"' not in said(admin_client, f"/admin/pages/{page.pk}/edit/")
