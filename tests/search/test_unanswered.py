"""Searches that found nothing: counted for editors, without harm to readers or the database."""

from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils.formats import date_format

from home.demo.accounts import CHIEFS, EDITORS, ensure_roles
from search import unanswered
from search.models import Unanswered
from search.unanswered import MOST_A_DAY, MOST_AT_ONCE, Buffer, count, is_countable
from tests.factories import SiteTree, StoryPageFactory
from tests.search.test_results_page import ask

TODAY = date(2022, 5, 10)


@pytest.fixture
def buffer(monkeypatch: pytest.MonkeyPatch) -> Buffer:
    """A process that writes at once."""
    fresh = Buffer()
    monkeypatch.setattr("search.answers.BUFFER", fresh)
    monkeypatch.setattr(unanswered, "EVERY", 0.0)
    return fresh


def rows() -> dict[str, int]:
    return dict(Unanswered.objects.values_list("question", "times"))


@pytest.mark.django_db
def test_what_found_nothing_is_counted_folded(client: Client, buffer: Buffer) -> None:
    StoryPageFactory(title="Đồng Nai")
    for asked in ("Máy ép gạch", "may ep gach", "MÁY  ÉP GẠCH", "đồng nai"):
        ask(client, asked)
    assert rows() == {"may ep gach": 3}


@pytest.mark.django_db
def test_what_was_found_by_most_of_its_words_alone_counts_as_not_found(client: Client, buffer: Buffer) -> None:
    StoryPageFactory(title="Gửi sáng kiến ở đâu")
    assert ask(client, "gửi sáng kiến ở phần mềm").select(".item")
    assert rows() == {"gui sang kien o phan mem": 1}


@pytest.mark.django_db
def test_a_filter_or_another_page_counts_nothing(client: Client, buffer: Buffer) -> None:
    SiteTree.current()
    StoryPageFactory(title="Đồng Nai")
    ask(client, "đồng nai", loai="campaign")
    client.get("/tim-kiem/?loai=campaign")
    client.get("/tim-kiem/?q=")
    assert rows() == {}


def test_a_process_writes_once_in_a_while() -> None:
    buffer = Buffer()
    assert [buffer.add("vi", "may", "may") for _ in range(1000)] == [{}] * 1000
    buffer._written -= unanswered.EVERY
    assert buffer.add("vi", "may", "may") == {"vi": {"may": 1001}}
    assert buffer.add("vi", "may", "may") == {}


def test_a_flood_of_different_questions_is_bounded_in_memory() -> None:
    buffer = Buffer()
    for number in range(1000):
        buffer.add("vi", f"cau {number}", "x")
    buffer._written -= unanswered.EVERY
    assert len(buffer.add("vi", "x", "x")["vi"]) == MOST_AT_ONCE


@pytest.mark.django_db
def test_a_flood_of_different_questions_is_bounded_in_the_database() -> None:
    Unanswered.objects.bulk_create(
        Unanswered(day=TODAY, language="vi", question=f"cau {number}", times=1) for number in range(MOST_A_DAY - 1)
    )
    count({"vi": {"mot": 2, "hai": 1, "cau 1": 5}}, TODAY)
    assert Unanswered.objects.count() == MOST_A_DAY
    assert rows()["cau 1"] == 6
    count({"vi": {"ba": 1}}, TODAY + timedelta(days=1))
    assert rows()["ba"] == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("máy ép gạch", True),
        ("a@b.vn", False),
        ("0912 345 678", False),
        ("anh ba 0912345678", False),
        ("0912.345.678", False),
        ("0912-345-678", False),
        ("+84-912.345.678", False),
        ("SK-2022-098.618", True),
        ("SK-2022-009", True),
        ("001099012345", False),
        ("từ " * 11, False),
        ("x" * 81, False),
        ("", False),
    ],
)
def test_what_may_be_somebodys_is_not_kept(typed: str, kept: bool) -> None:
    assert is_countable(" ".join(typed.lower().split()), typed) is kept


@pytest.mark.django_db
def test_what_is_old_is_forgotten_sooner_where_it_was_asked_once() -> None:
    for days, question, times in ((91, "cu", 9), (8, "mot lan", 1), (8, "nhieu", 2), (8, "lai", 1), (6, "moi", 1)):
        Unanswered.objects.create(day=TODAY - timedelta(days=days), language="vi", question=question, times=times)
    Unanswered.objects.create(day=TODAY - timedelta(days=1), language="vi", question="lai", times=1)
    Unanswered.objects.create(day=TODAY - timedelta(days=1), language="en", question="mot lan", times=1)
    count({}, TODAY)
    kept = Unanswered.objects.filter(language="vi").values_list("question", flat=True)
    assert sorted(kept) == ["lai", "lai", "moi", "nhieu"]


@pytest.mark.django_db
def test_the_report_shows_what_was_asked_more_than_once(client: Client) -> None:
    for day, question, times in ((1, "may ep gach", 3), (2, "may ep gach", 4), (1, "bi mat", 1)):
        Unanswered.objects.create(day=date(2022, 5, day), language="vi", question=question, times=times)
    client.force_login(get_user_model().objects.create_superuser("desk", "desk@example.com", "x"))
    page = client.get(reverse("search_unanswered")).content.decode()
    assert "may ep gach" in page
    assert ">7<" in "".join(page.split())
    assert "bi mat" not in page
    cells = [" ".join(cell.get_text().split()) for cell in BeautifulSoup(page, "html.parser").select("main td")]
    assert date_format(date(2022, 5, 2)) in cells, "the day, which has no hours to reckon from"
    assert b"may ep gach" in client.get(reverse("search_unanswered"), {"export": "csv"}).getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "sees"), [(CHIEFS, True), (EDITORS, False)])
def test_only_who_may_sees_the_report(client: Client, role: str, sees: bool) -> None:
    SiteTree.current()
    ensure_roles()
    user = get_user_model().objects.create_user("ai", "ai@example.com", "x")
    user.groups.add(Group.objects.get(name=role))
    client.force_login(user)
    address = reverse("search_unanswered")
    assert (client.get(address).status_code == 200) is sees
    assert (client.get(reverse("search_unanswered_results")).status_code == 200) is sees
    assert (address in client.get(reverse("wagtailadmin_home")).content.decode()) is sees
