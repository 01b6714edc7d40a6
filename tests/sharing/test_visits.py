"""Visits by shared links: who is counted, who is not, where they are sent on to."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from sharing.marks import Source
from sharing.networks import MEDIUMS, SOURCES
from sharing.short_links import short_path
from tests.factories import CampaignPageFactory, StoryPageFactory, UnitFactory

pytestmark = pytest.mark.django_db

PHONE = "Mozilla/5.0 (Linux; Android 13; SM-A145F) AppleWebKit/537.36 Chrome/129.0 Mobile Safari/537.36"
PERSON = {"User-Agent": PHONE, "Accept-Language": "vi-VN,vi;q=0.9"}
ZALO = "utm_source=zalo&utm_medium=share"
Counts = Callable[[], dict[tuple[int, str, str, str], int]]


@pytest.fixture
def reader() -> Client:
    return Client(headers=PERSON)


def test_a_visit_is_counted_and_sent_on_to_the_plain_address(reader: Client, counted: Counts) -> None:
    story = StoryPageFactory()
    response = reader.get(f"{story.url}?{ZALO}")
    assert (response.status_code, response.headers["Location"]) == (302, story.url)
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies
    assert counted() == {(story.pk, "", "zalo", "share"): 1}
    assert reader.get(response.headers["Location"]).status_code == 200
    assert counted() == {(story.pk, "", "zalo", "share"): 1}


def test_other_parameters_stay(reader: Client) -> None:
    parent = StoryPageFactory().get_parent()
    response = reader.get(f"{parent.url}?loai=story&{ZALO}&the=y-te&fbclid=abc")
    assert response.headers["Location"] == f"{parent.url}?loai=story&the=y-te"


def test_letters_that_a_program_sent_unencoded_stay_letters(reader: Client) -> None:
    parent = StoryPageFactory().get_parent()
    raw = "q=chuyện".encode().decode("latin-1")
    response = reader.get(parent.url, QUERY_STRING=f"{raw}&fbclid=abc")
    assert response.headers["Location"] == f"{parent.url}?q=chuy%E1%BB%87n"


def test_a_short_address_counts_by_itself_and_by_its_marks(reader: Client, counted: Counts) -> None:
    story = StoryPageFactory()
    reader.get(short_path(story))
    reader.get(f"{short_path(story)}?utm_source=qr&utm_medium=print")
    reader.get(f"{short_path(story)}?utm_source=tin-nhan")
    assert counted() == {(story.pk, "", "short", "share"): 2, (story.pk, "", "qr", "print"): 1}


def test_a_unit_counts_apart_from_its_campaign(reader: Client, counted: Counts) -> None:
    page, unit = CampaignPageFactory(), UnitFactory(code="A/B")
    reader.get(f"{page.unit_url(unit)}?{ZALO}")
    reader.get(f"{short_path(page, unit.address_part)}?{ZALO}")
    reader.get(f"{page.url}?{ZALO}")
    reader.get(f"{page.url}so-lieu/?{ZALO}")
    reader.get(f"{page.url}don-vi/khong-co/?{ZALO}")
    assert counted() == {(page.pk, "A/B", "zalo", "share"): 2, (page.pk, "", "zalo", "share"): 2}


def test_each_language_counts_for_itself(reader: Client, counted: Counts) -> None:
    story = StoryPageFactory()
    assert reader.get(f"/en{story.url}?{ZALO}").status_code == 404
    assert counted() == {}


@pytest.mark.parametrize(
    "query",
    [
        "utm_source=newsletter&utm_medium=mail",
        "utm_source=zalo&utm_medium=rubbish",
        "utm_source=&utm_medium=share",
        "utm_source=ZALO",
        "fbclid=IwAR0",
        "utm_campaign=x",
        "utm_source",
        "&".join(f"utm_source=zalo&n{n}=1" for n in range(40)),
    ],
)
def test_what_is_none_of_our_marks_is_taken_off_and_not_counted(reader: Client, counted: Counts, query: str) -> None:
    story = StoryPageFactory()
    response = reader.get(f"{story.url}?{query}")
    assert response.status_code == 302 and "utm" not in response.headers["Location"]
    assert counted() == {}


@pytest.mark.parametrize(
    "headers",
    [
        {**PERSON, "User-Agent": "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"},
        {**PERSON, "User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {**PERSON, "User-Agent": "TelegramBot (like TwitterBot)"},
        {**PERSON, "User-Agent": "WhatsApp/2.23.20.0"},
        {**PERSON, "User-Agent": "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient)"},
        {**PERSON, "User-Agent": "curl/8.5.0"},
        {**PERSON, "User-Agent": ""},
        {"User-Agent": PHONE},
        {**PERSON, "Sec-Purpose": "prefetch;prerender"},
        {**PERSON, "Purpose": "prefetch"},
        {**PERSON, "X-Purpose": "preview"},
        {**PERSON, "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {**PERSON, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {**PERSON, "Sec-Fetch-Mode": "cors", "Sec-Fetch-Dest": "empty"},
    ],
)
def test_crawlers_previews_and_prefetches_are_not_counted(headers: dict[str, str], counted: Counts) -> None:
    story = StoryPageFactory()
    machine = Client(headers=headers)
    assert machine.get(f"{story.url}?{ZALO}").headers["Location"] == story.url
    assert machine.get(f"{short_path(story)}?{ZALO}").headers["Location"] == story.url
    assert counted() == {}


@pytest.mark.parametrize(
    "agent",
    [
        "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Zalo iOS/500",
        "Mozilla/5.0 (Linux; Android 12; wv) AppleWebKit/537.36 Chrome/124 Mobile Safari/537.36 Zalo android/12100",
        "Mozilla/5.0 (Linux; Android 12; wv) Chrome/124 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/450.0.0.0;]",
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:131.0) Gecko/20100101 Firefox/131.0",
        "Mozilla/5.0 (Linux; U; Android 4.4; CUBOT X9) AppleWebKit/534.30 Mobile Safari/534.30",
    ],
)
def test_people_in_the_networks_own_browsers_are(agent: str, counted: Counts) -> None:
    story = StoryPageFactory()
    sent = {**PERSON, "User-Agent": agent, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    Client(headers=sent).get(f"{story.url}?{ZALO}")
    assert counted() == {(story.pk, "", "zalo", "share"): 1}


def test_those_whose_worker_hands_the_request_on_are(counted: Counts) -> None:
    story = StoryPageFactory()
    Client(headers={**PERSON, "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "empty"}).get(f"{story.url}?{ZALO}")
    assert counted() == {(story.pk, "", "zalo", "share"): 1}


def test_heads_are_not_counted(reader: Client, counted: Counts) -> None:
    story = StoryPageFactory()
    assert reader.head(f"{story.url}?{ZALO}").status_code == 302
    assert reader.head(short_path(story)).status_code == 302
    assert counted() == {}


def test_what_is_closed_or_missing_is_not_counted(reader: Client, counted: Counts) -> None:
    draft, private = StoryPageFactory(slug="nhap", live=False), StoryPageFactory(slug="kin")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    assert reader.get(f"{draft.url}?{ZALO}").status_code == 404
    assert reader.get(f"/khong-co/?{ZALO}").status_code == 404
    assert reader.get(f"{private.url}?{ZALO}").status_code == 302
    assert reader.get(f"{private.url}").headers["Location"].startswith("/admin/login/")
    assert counted() == {}


def test_links_shared_before_the_slug_changed_still_count(
    reader: Client, counted: Counts, django_capture_on_commit_callbacks: Any
) -> None:
    story = StoryPageFactory()
    before = story.url
    story.slug = "ten-moi"
    with django_capture_on_commit_callbacks(execute=True):
        story.save_revision().publish()
    response = reader.get(f"{before}?{ZALO}", follow=True)
    assert response.status_code == 200
    assert counted() == {(story.pk, "", "zalo", "share"): 1}


def test_a_path_that_looks_like_a_host_leads_to_none(reader: Client) -> None:
    response = reader.get(f"//evil.example/?{ZALO}")
    assert not response.headers.get("Location", "").startswith("//")


def test_a_visit_takes_no_write_and_no_more_than_finding_the_page(reader: Client) -> None:
    story = StoryPageFactory()
    reader.get(story.url)
    with CaptureQueriesContext(connection) as queries:
        reader.get(f"{story.url}?{ZALO}")
    assert all(query["sql"].startswith("SELECT") for query in queries)
    assert len(queries) <= 3, [query["sql"][:80] for query in queries]


WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
SOURCE = st.one_of(st.sampled_from(list(SOURCES)), WORDS)
MEDIUM = st.one_of(st.sampled_from(MEDIUMS), WORDS, st.none())


class TestAnyMarks:
    """Counted are exactly the marks that this site sends out."""

    @given(source=SOURCE, medium=MEDIUM, junk=st.lists(st.tuples(WORDS, WORDS), max_size=5))
    def test_the_known_ones_and_no_other(self, source: str, medium: str | None, junk: list[tuple[str, str]]) -> None:
        from django.test import RequestFactory

        from sharing.marks import is_marked, source_of, without_marks

        others = [(name, value) for name, value in junk if not name.lower().startswith(("utm", "fbclid", "gclid"))]
        marks = [("utm_source", source), *([("utm_medium", medium)] if medium is not None else [])]
        request = RequestFactory().get("/", query_params=None, QUERY_STRING=urlencode([*others, *marks]))
        assert is_marked(request)
        known = source in SOURCES and (medium in MEDIUMS or not medium)
        assert source_of(request) == (Source(source, medium or "share") if known else None)
        left = without_marks(request).removeprefix("?")
        assert left == urlencode(others)
