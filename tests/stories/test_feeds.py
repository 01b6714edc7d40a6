"""Feeds: read by a real reader in every form, true in every field, and silent about what is not public."""

import json
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import feedparser
import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.http import http_date
from lxml import etree
from wagtail.models import PageViewRestriction, Site

from campaigns.models import Unit
from sharing.feeds import MOST, clean
from stories.models import StoryPage
from tests.factories import (
    CampaignFactory,
    CampaignPageFactory,
    ImageFactory,
    InitiativePageFactory,
    SiteTree,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db

FORMS = ("rss", "atom", "json")
NOON = datetime(2022, 5, 10, 5, 0, tzinfo=UTC)
ATTACK = "</title><script>alert(1)</script> & \"'<b>"


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


def read(client: Client, address: str) -> Any:
    """An RSS or Atom feed as a reader has it."""
    response = client.get(address)
    assert response.status_code == 200, address
    feed = feedparser.parse(response.content, response_headers={"content-type": response.headers["Content-Type"]})
    assert not feed.bozo, feed.get("bozo_exception")
    etree.fromstring(response.content)
    return feed


def items(client: Client, address: str) -> list[dict[str, Any]]:
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    found: list[dict[str, Any]] = json.loads(response.content)["items"]
    return found


def titles(client: Client, path: str) -> list[str]:
    """What a feed lists, the same in all three forms."""
    told = [item["title"] for item in items(client, f"{path}.json")]
    for form in ("rss", "atom"):
        assert [entry.title for entry in read(client, f"{path}.{form}").entries] == told
    return told


def test_a_story_is_told_whole_in_every_form(client: Client, tree: SiteTree) -> None:
    image = ImageFactory(file__width=1600, file__height=1200)
    story = StoryPageFactory(
        title="Cữ nam châm", lead="Bớt ba tuần.", byline="Thu Hà", date=NOON, image=image, with_tags=["may mặc"]
    )
    later = NOON + timedelta(hours=2)
    StoryPage.objects.filter(pk=story.pk).update(last_published_at=later)
    for form, version in (("rss", "rss20"), ("atom", "atom10")):
        feed = read(client, f"/feeds/stories.{form}")
        [entry] = feed.entries
        assert feed.version == version
        assert (entry.title, entry.summary, entry.author) == ("Cữ nam châm", "Bớt ba tuần.", "Thu Hà")
        assert entry.link == story.full_url
        assert entry.published_parsed[:5] == (2022, 5, 10, 5, 0)
        assert [tag.term for tag in entry.tags] == ["may mặc"]
        [picture] = entry.enclosures
        answer = client.get(picture.href.removeprefix("http://testserver"))
        assert len(b"".join(answer.streaming_content)) == int(picture.length)  # type: ignore[attr-defined]
        assert answer.headers["Content-Type"] == picture.type == "image/jpeg"
        assert feed.feed.language == "vi" if form == "rss" else feed.feed.links
    [item] = items(client, "/feeds/stories.json")
    assert item["date_published"] == "2022-05-10T12:00:00+07:00"
    assert item["date_modified"] == "2022-05-10T14:00:00+07:00"
    assert item["content_text"] == "Bớt ba tuần."
    assert item["authors"] == [{"name": "Thu Hà"}]
    assert item["attachments"][0]["size_in_bytes"] == int(picture.length)
    assert item["image"] == picture.href


def test_its_name_stays_when_it_moves(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory()
    before = items(client, "/feeds/stories.json")[0]["id"]
    story.slug = "noi-khac"
    story.save_revision().publish()
    after = items(client, "/feeds/stories.json")[0]
    assert after["id"] == before
    assert after["url"].endswith("/noi-khac/")


def test_each_language_and_kind_has_its_own(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory(title="Cữ nam châm")
    InitiativePageFactory(title="Hom bài học")
    english = story.copy_for_translation(tree.en, copy_parents=True)
    english.title = "The magnet gauge"
    english.save_revision().publish()
    assert titles(client, "/feeds/stories") == ["Cữ nam châm"]
    assert titles(client, "/en/feeds/stories") == ["The magnet gauge"]
    assert titles(client, "/feeds/initiatives") == ["Hom bài học"]


def test_without_a_list_it_leads_home_in_its_language(client: Client, tree: SiteTree) -> None:
    assert json.loads(client.get("/en/feeds/stories.json").content)["home_page_url"] == tree.home_en.full_url
    tree.stories.unpublish()
    assert json.loads(client.get("/feeds/stories.json").content)["home_page_url"] == tree.home.full_url


def test_a_campaign_a_unit_and_a_tag_have_theirs(client: Client, tree: SiteTree) -> None:
    page, unit = CampaignPageFactory(), UnitFactory(code="75", name="LĐLĐ tỉnh Đồng Nai")
    StoryPageFactory(title="Của chiến dịch", campaign=page.campaign)
    StoryPageFactory(title="Của đơn vị", unit=unit)
    StoryPageFactory(title="Có thẻ", with_tags=["may mặc"])
    InitiativePageFactory(title="Sáng kiến của đơn vị", unit=unit)
    assert titles(client, "/feeds/chien-dich/40-ngay-cao-diem/stories") == ["Của chiến dịch"]
    assert titles(client, "/feeds/don-vi/75/stories") == ["Của đơn vị"]
    assert titles(client, "/feeds/don-vi/75/initiatives") == ["Sáng kiến của đơn vị"]
    assert titles(client, "/feeds/the/may-mac/stories") == ["Có thẻ"]
    feed = read(client, "/feeds/don-vi/75/stories.rss").feed
    assert feed.title == "Bài viết – LĐLĐ tỉnh Đồng Nai"
    assert feed.link == f"{page.full_url}don-vi/75/"


@pytest.mark.parametrize("code", ["A/B", "C&D", "Đ Đ", "100%"])
def test_the_feed_of_a_unit_with_an_odd_code_is_found_from_its_page(client: Client, tree: SiteTree, code: str) -> None:
    page, unit = CampaignPageFactory(), UnitFactory(code=code)
    StoryPageFactory(title="Của đơn vị", unit=unit)
    head = client.get(f"{page.url}{unit.path}").content.decode().split("</head>")[0]
    [address] = re.findall(r'href="http://testserver(/feeds/don-vi/[^"]+\.json)"', head)
    assert [item["title"] for item in items(client, address)] == ["Của đơn vị"]
    assert Unit.objects.count() == 1


def test_a_renamed_tag_keeps_its_readers(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory(with_tags=["may mặc"])
    tag = story.tags.get()
    tag.name = "dệt may"
    tag.save()
    assert len(items(client, "/feeds/the/may-mac/stories.json")) == 1
    assert len(items(client, "/feeds/the/det-may/stories.json")) == 1


@pytest.mark.parametrize(
    "address",
    [
        "/feeds/stories.xml", "/feeds/pages.rss", "/feeds/chien-dich/khong-co/stories.rss",
        "/feeds/don-vi/99/stories.rss", "/feeds/don-vi/%00/stories.rss", "/feeds/the/khong-co/stories.rss",
    ],
)  # fmt: skip
def test_what_there_is_not_is_not_found(client: Client, tree: SiteTree, address: str) -> None:
    assert client.get(address).status_code == 404


def test_what_is_not_public_stands_in_none(client: Client, tree: SiteTree) -> None:
    closed_campaign = CampaignPageFactory(live=False, campaign=CampaignFactory(slug="kin", featured=False))
    StoryPageFactory(title="Nháp", live=False)
    StoryPageFactory(title="Hết hạn", live=False, expired=True)
    private = StoryPageFactory(title="Riêng")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    StoryPageFactory(title="Mở", campaign=closed_campaign.campaign)
    assert titles(client, "/feeds/stories") == ["Mở"]
    assert client.get("/feeds/chien-dich/kin/stories.rss").status_code == 404
    PageViewRestriction.objects.create(page=tree.stories, restriction_type="login")
    assert titles(client, "/feeds/stories") == []


def test_a_restricted_initiative_stands_in_none(client: Client, tree: SiteTree) -> None:
    unit, campaign = UnitFactory(code="75"), CampaignPageFactory().campaign
    InitiativePageFactory(restricted=True, unit=unit, campaign=campaign, with_tags=["hàn"])
    open_one = InitiativePageFactory(unit=unit, campaign=campaign, with_tags=["hàn"])
    for path in ("", "don-vi/75/", "chien-dich/40-ngay-cao-diem/", "the/han/"):
        assert titles(client, f"/feeds/{path}initiatives") == [open_one.title]


@pytest.mark.parametrize(
    "text", [ATTACK, unicodedata.normalize("NFD", "Sáng kiến Đồng Nai"), "a" * 200, "Đẹp quá 🎉👷", "&amp; &lt;b&gt;"]
)
def test_odd_texts_come_through_whole(client: Client, tree: SiteTree, text: str) -> None:
    StoryPageFactory(title=text, lead=text, byline=text[:120], with_tags=[text[:40]])
    whole = unicodedata.normalize("NFC", text)
    [item] = items(client, "/feeds/stories.json")
    assert (item["title"], item["content_text"]) == (whole, whole)
    for form in ("rss", "atom"):
        body = client.get(f"/feeds/stories.{form}").content
        nodes: Any = etree.fromstring(body).xpath("//*[local-name()='item' or local-name()='entry']")
        said = {etree.QName(child).localname: child.text for child in nodes[0]}
        assert said["title"] == whole
        assert b"<script" not in body
        assert read(client, f"/feeds/stories.{form}").entries


def test_letters_that_no_xml_can_hold_are_left_out() -> None:
    assert clean("a\x00b\x0bc\ufffed\ud800e") == "abcde"
    etree.fromstring(f"<a>{clean(''.join(map(chr, range(0x11000))).replace('<', '').replace('&', ''))}</a>")


def test_a_lost_picture_costs_the_picture_alone(client: Client, tree: SiteTree) -> None:
    image = ImageFactory()
    StoryPageFactory(image=image)
    Path(image.file.path).unlink()
    [item] = items(client, "/feeds/stories.json")
    assert "image" not in item


def test_addresses_are_the_sites_own_whatever_the_host(client: Client, tree: SiteTree, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    StoryPageFactory(image=ImageFactory())
    Site.objects.update(hostname="sangkien.example", port=443)
    Site.clear_site_root_paths_cache()
    for form in FORMS:
        text = client.get(f"/feeds/stories.{form}", headers={"host": "evil.example"}).content.decode()
        assert "evil.example" not in text and "testserver" not in text
        assert f"https://sangkien.example/feeds/stories.{form}" in text


@pytest.mark.parametrize("form", FORMS)
def test_what_did_not_change_is_not_sent_again(client: Client, tree: SiteTree, form: str) -> None:
    address = f"/feeds/stories.{form}"
    story = StoryPageFactory()
    first = client.get(address)
    assert "s-maxage" in first.headers["Cache-Control"]
    assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    assert client.get(address, headers={"if-modified-since": first.headers["Last-Modified"]}).status_code == 304
    story.refresh_from_db()
    story.title = "Khác"
    story.save_revision().publish()
    assert client.get(address, headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_what_was_withdrawn_is_news_to_who_asks_by_time(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory()
    yesterday = http_date((datetime.now(UTC) - timedelta(days=1)).timestamp())
    story.unpublish(log_action=True)
    answer = client.get("/feeds/stories.rss", headers={"if-modified-since": yesterday})
    assert answer.status_code == 200
    assert b"<item>" not in answer.content


def test_an_empty_feed_is_valid_and_does_not_change_by_itself(client: Client, tree: SiteTree) -> None:
    assert titles(client, "/feeds/stories") == []
    for form in FORMS:
        assert (
            client.get(f"/feeds/stories.{form}").headers["ETag"] == client.get(f"/feeds/stories.{form}").headers["ETag"]
        )


def test_it_takes_nothing(client: Client, tree: SiteTree) -> None:
    assert client.post("/feeds/stories.rss").status_code == 405
    assert client.head("/feeds/stories.rss").content == b""


def test_many_stories_cost_as_many_queries_as_few_and_only_the_newest_stand_in_it(
    client: Client, tree: SiteTree
) -> None:
    def cost() -> int:
        client.get("/feeds/stories.atom")  # makes the pictures' sizes
        cache.clear()
        Site.clear_site_root_paths_cache()
        with CaptureQueriesContext(connection) as captured:
            client.get("/feeds/stories.atom")
        return len(captured)

    def more(count: int) -> None:
        for _ in range(count):
            StoryPageFactory(image=image, unit=unit, with_tags=["may mặc", "y tế"])

    image, unit = ImageFactory(), UnitFactory()
    more(2)
    few = cost()
    more(MOST)
    assert cost() == few <= 12
    assert len(items(client, "/feeds/stories.json")) == MOST


def test_pages_tell_of_their_feeds(client: Client, tree: SiteTree) -> None:
    campaign, story = CampaignPageFactory(), StoryPageFactory(with_tags=["may mặc"])
    initiative = InitiativePageFactory()

    def told(address: str) -> set[str]:
        head = client.get(address).content.decode().split("</head>")[0]
        links = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="http://testserver([^"]+)">', head)
        links = [(mime, path) for mime, path in links if "oembed" not in mime]
        for mime, path in links:
            assert client.get(path).headers["Content-Type"].partition(";")[0] == mime
        return {path.removesuffix(".rss") for _mime, path in links if path.endswith(".rss")}

    assert told(story.url) == told(tree.home.url) == {"/feeds/stories"}
    assert told(tree.home_en.url) == {"/en/feeds/stories"}
    assert told(initiative.url) == told(tree.initiatives.url) == {"/feeds/stories", "/feeds/initiatives"}
    assert told(campaign.url) == {"/feeds/stories", "/feeds/chien-dich/40-ngay-cao-diem/stories"}
    assert told(f"{tree.stories.url}?the=may-mac") == {"/feeds/stories", "/feeds/the/may-mac/stories"}
