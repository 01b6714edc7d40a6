"""`/s/<id>`: leads to its page wherever that stands now, tells nothing of what is closed, and says when it is gone."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from sharing.models import RemovedPage
from sharing.short_links import code_of, short_path
from tests.factories import (
    CampaignPageFactory,
    InitiativePageFactory,
    StandardPageFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db

PERSON = {
    "User-Agent": "Mozilla/5.0 (Linux; Android 13) Chrome/129 Mobile Safari/537.36",
    "Accept-Language": "vi-VN,vi",
}


@pytest.fixture
def reader() -> Client:
    return Client(headers=PERSON)


def leads_to(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 302, response.status_code
    return response.headers["Location"]


class TestWhereItLeads:
    def test_it_leads_to_the_page_and_is_kept_by_nobody(self, reader: Client) -> None:
        story = StoryPageFactory()
        response = reader.get(short_path(story))
        assert (response.status_code, response.headers["Location"]) == (302, story.url)
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Robots-Tag"] == "noindex"

    @pytest.mark.parametrize("spelled", ["{code}/", "{upper}"])
    def test_it_bears_how_people_type(self, reader: Client, spelled: str) -> None:
        story = StoryPageFactory()
        code = code_of(story.pk)
        assert leads_to(reader, f"/s/{spelled.format(code=code, upper=code.upper())}") == story.url

    def test_it_survives_another_slug(self, reader: Client) -> None:
        story = StoryPageFactory()
        before = story.url
        story.slug = "ten-moi"
        story.save_revision().publish()
        moved = Page.objects.get(pk=story.pk)
        assert leads_to(reader, short_path(story)) == moved.url != before

    def test_it_survives_a_move(self, reader: Client) -> None:
        parent, page = StandardPageFactory(slug="muc"), StandardPageFactory(slug="trang-con")
        short = short_path(page)
        page.move(parent, pos="last-child")
        assert leads_to(reader, short) == "/muc/trang-con/"

    def test_each_language_has_its_own(self, reader: Client) -> None:
        tree = site_tree()
        story = StoryPageFactory()
        short = short_path(story)
        english = story.copy_for_translation(tree.en, copy_parents=True)
        english.title, english.slug = "Line 12", "line-12"
        english.save_revision().publish()
        assert leads_to(reader, short) == story.url
        assert leads_to(reader, short_path(english)) == Page.objects.get(pk=english.pk).url
        assert "/en/" in leads_to(reader, short_path(english))

    def test_a_units_page_has_one_too(self, reader: Client) -> None:
        page, unit = CampaignPageFactory(), UnitFactory(code="79")
        assert leads_to(reader, short_path(page, unit.address_part)) == f"{page.url}don-vi/79/"

    @pytest.mark.parametrize("code", ["Bộ Y tế", "A/B", "50%", "."])
    def test_so_do_units_with_unusual_codes(self, reader: Client, code: str) -> None:
        page, unit = CampaignPageFactory(), UnitFactory(code=code)
        there = leads_to(reader, short_path(page, unit.address_part))
        assert there == page.unit_url(unit)
        assert reader.get(there).status_code == 200

    def test_what_else_the_address_says_goes_along_and_marks_do_not(self, reader: Client) -> None:
        page = StandardPageFactory()
        there = leads_to(reader, f"{short_path(page)}?p=2&utm_source=qr&x=y%20t%E1%BA%BF&fbclid=abc")
        assert there == f"{page.url}?p=2&x=y%20t%E1%BA%BF"

    def test_the_requests_host_decides_nothing(self, settings: object) -> None:
        settings.ALLOWED_HOSTS = ["*"]  # type: ignore[attr-defined]
        story = StoryPageFactory()
        response = Client(headers={**PERSON, "Host": "evil.example"}).get(short_path(story))
        assert "evil" not in response.headers["Location"]
        assert "evil" not in Client(headers={"Host": "evil.example"}).get(f"{short_path(story)}.svg").content.decode()


class TestWhereItDoesNotLead:
    def test_drafts_are_not_there(self, client: Client) -> None:
        story = StoryPageFactory()
        story.unpublish()
        response = client.get(short_path(story))
        assert response.status_code == 404
        assert "Không có trang này" in response.content.decode()

    def test_expired_pages_are_not_there(self, client: Client) -> None:
        story = StoryPageFactory(live=False, expired=True, expire_at=timezone.now() - timedelta(days=1))
        assert client.get(short_path(story)).status_code == 404

    @pytest.mark.parametrize("above", [False, True])
    def test_private_pages_are_not_there(self, client: Client, above: bool) -> None:
        story = StoryPageFactory()
        closed = story.get_parent() if above else story
        PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
        for path in (short_path(story), f"{short_path(story)}.svg"):
            response = client.get(path)
            assert response.status_code == 404
            assert story.title not in response.content.decode() and story.slug not in response.content.decode()

    def test_a_restricted_initiatives_leads_to_its_page_and_says_no_more(self, reader: Client) -> None:
        initiative = InitiativePageFactory(restricted=True)
        assert leads_to(reader, short_path(initiative)) == initiative.url

    def test_a_deleted_page_is_gone(self, client: Client) -> None:
        story = StoryPageFactory()
        story.save_revision().publish()
        short = short_path(story)
        story.delete()
        response = client.get(short)
        assert response.status_code == 410
        text = response.content.decode()
        assert "Trang này đã bị gỡ" in text and story.title not in text

    def test_pages_deleted_with_the_one_above_are_gone(self, client: Client) -> None:
        story = StoryPageFactory()
        story.save_revision().publish()
        short, parent = short_path(story), story.get_parent().specific
        parent.delete()
        assert client.get(short).status_code == 410

    def test_a_draft_that_was_never_public_was_never_there(self, client: Client) -> None:
        story = StoryPageFactory(live=False, first_published_at=None)
        short = short_path(story)
        story.delete()
        assert client.get(short).status_code == 404
        assert not RemovedPage.objects.exists()

    @pytest.mark.parametrize("path", ["/s/", "/s/zzzz", "/s/0", "/s/é", "/s/u.svg", "/s/1/x", "/s/%00", "/s/a%00b"])
    def test_nothing_else_is_there(self, client: Client, path: str) -> None:
        assert client.get(path).status_code == 404

    def test_a_unit_that_is_not_there(self, client: Client) -> None:
        page, story = CampaignPageFactory(), StoryPageFactory()
        assert client.get(short_path(page, "khong-co")).status_code == 404
        assert client.get(f"{short_path(page, 'khong-co')}.svg").status_code == 404
        assert client.get(short_path(story, "79")).status_code == 404

    def test_nobody_writes_there(self) -> None:
        story = StoryPageFactory()
        assert Client(enforce_csrf_checks=True).post(short_path(story)).status_code == 405


class TestAsQr:
    def test_the_picture_is_for_every_cache(self, client: Client) -> None:
        story = StoryPageFactory()
        response = client.get(f"{short_path(story)}.svg")
        assert response.headers["Content-Type"] == "image/svg+xml"
        assert "public" in response.headers["Cache-Control"] and "s-maxage=3600" in response.headers["Cache-Control"]
        assert response.content.startswith(b"<svg") and b"style" not in response.content

    def test_it_speaks_for_a_unit_too(self, client: Client) -> None:
        page, unit = CampaignPageFactory(), UnitFactory(code="79")
        whole = client.get(f"{short_path(page)}.svg").content
        assert client.get(f"{short_path(page, unit.address_part)}.svg").content not in (whole, b"")


def test_a_short_address_costs_few_queries(reader: Client) -> None:
    page, unit = CampaignPageFactory(), UnitFactory(code="79")
    reader.get(short_path(page))  # Django's cache has the sites now
    with CaptureQueriesContext(
        connection,
    ) as queries:
        reader.get(short_path(page))
    assert len(queries) == 1, [query["sql"][:80] for query in queries]
    with CaptureQueriesContext(connection) as queries:
        reader.get(short_path(page, unit.address_part))
    assert len(queries) == 3, [query["sql"][:80] for query in queries]
