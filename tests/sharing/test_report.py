"""The report of visits by shared links: right sums, for any days, for who may see it, as a spreadsheet too."""

import csv
import io
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from openpyxl import load_workbook

from home.demo.accounts import CHIEFS, EDITORS, FIGURES, GRASSROOTS, ensure_roles
from sharing.models import ShareTotal
from tests.factories import CampaignPageFactory, StoryPageFactory, UnitFactory

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/luot-vao-tu-lien-ket/"
FIRST = date(2022, 5, 10)


@pytest.fixture
def chief() -> Client:
    ensure_roles()
    return client_of(CHIEFS)


def client_of(role: str) -> Client:
    user = get_user_model().objects.create_user(role, password="x")
    user.groups.set(Group.objects.filter(name=role))
    client = Client()
    client.force_login(user)
    return client


def visits(page: Any, network: str, count: int, *, day: date = FIRST, part: str = "", medium: str = "share") -> None:
    ShareTotal.objects.create(
        page=getattr(page, "pk", page), network=network, visits=count, day=day, part=part, medium=medium
    )


def table(client: Client, query: str = "") -> list[list[str]]:
    response = client.get(REPORT + query)
    assert response.status_code == 200
    rows = BeautifulSoup(response.content, "html.parser").select("table tr")
    return [[cell.get_text(" ", strip=True) for cell in row.select("th, td")] for row in rows]


def test_pages_with_their_visits_by_network_the_most_first(chief: Client) -> None:
    story, campaign = StoryPageFactory(title="Chuyền 12"), CampaignPageFactory(title="Cao điểm")
    visits(story, "zalo", 1200)
    visits(story, "zalo", 34, day=FIRST + timedelta(days=1))
    visits(story, "facebook", 5)
    visits(campaign, "qr", 7, medium="print")
    visits(campaign, "qr", 9000, part="79")
    UnitFactory(code="79", short_name="TP. Hồ Chí Minh")
    heads, *rows = table(chief)
    assert heads == ["Trang", "Ngôn ngữ", "Tổng số", "Zalo", "Facebook", "Mã QR"]
    assert rows == [
        ["Cao điểm › TP. Hồ Chí Minh", "Tiếng Việt", "9.000", "0", "0", "9.000"],
        ["Chuyền 12", "Tiếng Việt", "1.239", "1.234", "5", "0"],
        ["Cao điểm", "Tiếng Việt", "7", "0", "0", "7"],
    ]


def test_sorted_by_any_column(chief: Client) -> None:
    one, two = StoryPageFactory(title="Một"), StoryPageFactory(title="Hai")
    visits(one, "zalo", 5)
    visits(two, "zalo", 1)
    visits(two, "facebook", 9)
    assert [row[0] for row in table(chief, "?ordering=-zalo")[1:]] == ["Một", "Hai"]
    assert [row[0] for row in table(chief, "?ordering=total")[1:]] == ["Một", "Hai"]
    assert [row[0] for row in table(chief, "?ordering=rubbish")[1:]] == ["Hai", "Một"]


def test_of_the_days_that_were_chosen(chief: Client) -> None:
    story = StoryPageFactory(title="Một")
    visits(story, "zalo", 5)
    visits(story, "facebook", 9, day=FIRST + timedelta(days=5))
    heads, row = table(chief, "?day_from=09/05/2022&day_to=11/05/2022")
    assert (heads[3:], row[2:]) == (["Zalo"], ["5", "5"])


def test_of_one_way_by_which_links_went_out(chief: Client) -> None:
    story = StoryPageFactory(title="Một")
    visits(story, "qr", 5, medium="print")
    visits(story, "qr", 3)
    assert table(chief, "?medium=print")[1][2:] == ["5", "5"]


def test_a_deleted_page_keeps_its_visits_and_no_title(chief: Client) -> None:
    visits(999_999, "zalo", 5)
    assert table(chief)[1] == ["(trang đã xóa)", "", "5", "5"]


def test_nothing_yet_is_said_in_words(chief: Client) -> None:
    text = chief.get(REPORT).content.decode()
    assert "Chưa có lượt vào nào từ liên kết chia sẻ" in text
    visits(StoryPageFactory(), "zalo", 5)
    text = chief.get(f"{REPORT}?day_from=01/01/2023").content.decode()
    assert "Không có lượt vào nào từ liên kết chia sẻ trong phần đã chọn" in text


def test_as_csv_with_letters_that_excel_reads(chief: Client) -> None:
    visits(StoryPageFactory(title="Chuyền 12, “giỏi”"), "zalo", 1200)
    response: Any = chief.get(f"{REPORT}?export=csv")
    content = b"".join(response.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")))) == [
        ["Trang", "Ngôn ngữ", "Tổng số", "Zalo"],
        ["Chuyền 12, “giỏi”", "Tiếng Việt", "1200", "1200"],
    ]


def test_as_a_workbook_with_numbers(chief: Client) -> None:
    visits(StoryPageFactory(title="=1+1"), "zalo", 1200)
    response: Any = chief.get(f"{REPORT}?export=xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert sheet is not None
    (heads, row) = sheet.iter_rows(values_only=True)
    assert heads == ("Trang", "Ngôn ngữ", "Tổng số", "Zalo") and row == ("=1+1", "Tiếng Việt", 1200, 1200)


def test_as_many_queries_for_many_pages_as_for_few(chief: Client, django_assert_max_num_queries: Any) -> None:
    for number in range(12):
        visits(StoryPageFactory(title=f"Tin {number}"), "zalo", number + 1)
    chief.get(REPORT)
    with django_assert_max_num_queries(30) as few:
        chief.get(REPORT)
    for number in range(30):
        visits(StoryPageFactory(title=f"Bài {number}"), "zalo", number + 1)
    with django_assert_max_num_queries(len(few)):
        chief.get(REPORT)


@pytest.mark.parametrize("role", [GRASSROOTS, EDITORS, CHIEFS, FIGURES])
def test_every_role_may_see_it(role: str) -> None:
    ensure_roles()
    client = client_of(role)
    assert client.get(REPORT).status_code == 200
    assert REPORT in client.get("/admin/").content.decode()


@pytest.mark.parametrize("query", ["", "?export=csv", "?export=xlsx", "results/"])
def test_nobody_else_may(client: Client, query: str) -> None:
    ensure_roles()
    assert client.get(REPORT + query).status_code == 302
    stranger = client_of(EDITORS)
    Group.objects.get(name=EDITORS).permissions.remove(
        *Group.objects.get(name=EDITORS).permissions.filter(codename="view_sharetotal")
    )
    response = stranger.get(REPORT + query)
    assert response.status_code == 302 and response.headers["Location"] == "/admin/"
    assert REPORT not in stranger.get("/admin/").content.decode()
