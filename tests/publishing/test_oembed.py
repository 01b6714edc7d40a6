"""oEmbed: what other sites may show of a page, whatever is asked."""

import json
import unicodedata
from typing import Any
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks
from wagtail.models import Page, PageViewRestriction

from campaigns.models import CampaignPage
from sharing.short_links import short_url
from tests.factories import (
    CampaignPageFactory,
    ImageFactory,
    InitiativePageFactory,
    SiteTree,
    SnapshotFactory,
    StandardPageFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db

ATTACK = "</iframe><script>alert(1)</script> & \"'"
SECRET = "bí mật"


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


@pytest.fixture
def campaign(tree: SiteTree) -> CampaignPage:
    page: CampaignPage = CampaignPageFactory()
    UnitFactory(code="75", name="LĐLĐ tỉnh Đồng Nai", short_name="Đồng Nai")
    SnapshotFactory(campaign=page.campaign, unit_codes=("75",))
    return page


def asked(client: Client, url: str, **query: Any) -> Any:
    return client.get("/oembed/", {"url": url, **query})


def told(client: Client, url: str, **query: Any) -> dict[str, Any]:
    response = asked(client, url, **query)
    assert response.status_code == 200, response.content
    content: dict[str, Any] = json.loads(response.content)
    return content


def parts(html: str) -> tuple[Any, Any]:
    """The quote and the frame, and that there is nothing else."""
    soup = BeautifulSoup(html, "html.parser")
    assert [tag.name for tag in soup.find_all(recursive=False)] == ["blockquote", "iframe"]
    assert {tag.name for tag in soup.find_all()} == {"blockquote", "iframe", "a"}
    return soup.blockquote, soup.iframe


def test_a_story_has_every_field(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory(title="Cữ nam châm", byline="Thu Hà", image=ImageFactory())
    content = told(client, story.full_url)
    quote_, frame = parts(content.pop("html"))
    assert quote_.a["href"] == story.full_url and "Cữ nam châm" in quote_.get_text()
    assert frame["src"] == f"http://testserver/embed/trang/{story.pk}/"
    assert frame["title"] == "Cữ nam châm"
    assert "allow-same-origin" not in frame["sandbox"] and "allow-scripts" in frame["sandbox"]
    assert content.pop("thumbnail_url").startswith("http://testserver/")
    assert content == {
        "version": "1.0", "type": "rich", "title": "Cữ nam châm", "author_name": "Thu Hà",
        "author_url": story.full_url, "provider_name": "1 triệu sáng kiến", "provider_url": "http://testserver/",
        "cache_age": 3600, "width": 640, "height": 240,
        "thumbnail_width": content["thumbnail_width"], "thumbnail_height": content["thumbnail_height"],
    }  # fmt: skip


def test_xml_says_the_same(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory(title=ATTACK)
    response = asked(client, story.full_url, format="xml")
    assert response.headers["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(response.content)
    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {
        name: str(value) for name, value in told(client, story.full_url).items()
    }


def test_counters_of_a_campaign_and_of_a_unit(client: Client, campaign: CampaignPage) -> None:
    whole = told(client, campaign.full_url)
    quote_, frame = parts(whole["html"])
    assert frame["src"] == "http://testserver/embed/40-ngay-cao-diem/"
    assert "141.846" in quote_.get_text() and "Tính đến 14:05 ngày 10/5/2022" in quote_.get_text()
    unit = told(client, f"{campaign.full_url}don-vi/75/")
    quote_, frame = parts(unit["html"])
    assert frame["src"] == "http://testserver/embed/40-ngay-cao-diem/?unit=75"
    assert quote_.a["href"] == f"{campaign.full_url}don-vi/75/"
    assert "1.990" in quote_.get_text()
    for content in (whole, unit):
        _quote, frame = parts(content["html"])
        assert client.get(frame["src"].removeprefix("http://testserver")).status_code == 200


def test_no_more_room_than_there_is(client: Client, campaign: CampaignPage) -> None:
    story = StoryPageFactory(image=ImageFactory(file__width=1600, file__height=1200))
    narrow = told(client, story.full_url, maxwidth=320)
    assert (narrow["width"], narrow["height"]) == (320, 400)
    low = told(client, story.full_url, maxwidth=320, maxheight=200)
    assert (low["width"], low["height"]) == (320, 200)
    assert "thumbnail_url" not in low
    _quote, frame = parts(low["html"])
    assert (frame["width"], frame["height"]) == ("320", "200")
    assert told(client, campaign.full_url, maxwidth=5000)["width"] == 640


def test_every_way_to_a_page_leads_to_it(
    client: Client, campaign: CampaignPage, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    tree = SiteTree.current()
    story = StoryPageFactory(title="Cữ nam châm")
    english = story.copy_for_translation(tree.en, copy_parents=True)
    english.title = "The magnet gauge"
    english.save_revision().publish()
    for url in (
        story.full_url,
        story.full_url.rstrip("/"),
        story.full_url.replace("http://", "https://"),
        f"{story.full_url}?utm_source=zalo&utm_medium=share#a",
        short_url(story),
        f"{short_url(story)}?utm_source=qr",
    ):
        assert asked(client, url).status_code == 200, url
        assert told(client, url)["title"] == "Cữ nam châm", url
    assert told(client, english.full_url)["title"] == "The magnet gauge"
    assert told(client, short_url(campaign, "75"))["title"].startswith("LĐLĐ tỉnh Đồng Nai")
    old = story.full_url
    story.refresh_from_db()
    story.slug = "noi-khac"
    with django_capture_on_commit_callbacks(execute=True):
        story.save_revision().publish()
    assert told(client, old)["title"] == "Cữ nam châm"


@pytest.mark.parametrize(
    "url",
    [
        "http://evil.example/cau-chuyen/a/", "http://testserver:8001/", "ftp://testserver/", "//testserver/", "/",
        "http://testserver@evil.example/", "http://[", "http://testserver:x/", "http://testserver/%00", "x" * 3000,
        "http://testserver/", "http://testserver/khong-co/", "http://testserver/admin/", "http://testserver/s/zzz",
        "http://testserver/s/", "http://testserver/chien-dich/40-ngay-cao-diem/so-lieu/",
        "http://testserver/chien-dich/40-ngay-cao-diem/don-vi/99/", "javascript:alert(1)", "http://testserver/en/khong/",
    ],
)  # fmt: skip
def test_what_is_no_public_page_of_ours_is_not_found(client: Client, campaign: CampaignPage, url: str) -> None:
    response = asked(client, url)
    assert response.status_code == 404
    assert "error" in json.loads(response.content)


def test_drafts_private_and_expired_pages_are_not_found(client: Client, tree: SiteTree) -> None:
    draft, expired, private = StoryPageFactory(), StoryPageFactory(), StoryPageFactory()
    standard = StandardPageFactory()
    below = InitiativePageFactory()
    campaign = CampaignPageFactory()
    for page in (draft, expired, campaign):
        Page.objects.get(pk=page.pk).specific.unpublish()
    Page.objects.filter(pk=expired.pk).update(expired=True)
    for page in (private, tree.initiatives):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    for page in (draft, expired, private, below, campaign, standard):
        assert asked(client, page.full_url).status_code == 404, page
        assert asked(client, short_url(page)).status_code == 404, page
        assert client.get(f"/embed/trang/{page.pk}/").status_code == 404, page


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ({}, 400), ({"url": ""}, 400), ({"format": "html"}, 501), ({"format": "JSON"}, 501), ({"maxwidth": "a"}, 400),
        ({"maxwidth": "0"}, 400), ({"maxwidth": "-5"}, 400), ({"maxheight": "1e3"}, 400), ({"maxheight": "٣"}, 400),
        ({"maxwidth": "9" * 5000}, 400),
    ],
)  # fmt: skip
def test_questions_that_are_none(client: Client, tree: SiteTree, query: dict[str, str], status: int) -> None:
    story = StoryPageFactory()
    given = query if not query or "url" in query else {"url": story.full_url, **query}
    assert client.get("/oembed/", given).status_code == status


def test_it_takes_nothing_and_sets_no_cookie(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory()
    assert client.post("/oembed/").status_code == 405
    for address in (f"/oembed/?url={quote(story.full_url)}", f"/embed/trang/{story.pk}/"):
        response = client.get(address)
        assert not response.cookies
        assert "public" in response.headers["Cache-Control"]
        assert response.headers["X-Robots-Tag"] == "noindex"
        assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("text", [ATTACK, unicodedata.normalize("NFD", "Đồng Nai"), "a" * 200, "🎉👷‍♀️"])
def test_odd_titles_come_through_and_break_nothing(client: Client, tree: SiteTree, text: str) -> None:
    for page in (StoryPageFactory(title=text, lead=text, byline=text[:120]), InitiativePageFactory(title=text)):
        content = told(client, page.full_url)
        assert content["title"] == unicodedata.normalize("NFC", text)
        quote_, _frame = parts(content["html"])
        assert content["title"] in quote_.get_text()
        frame = client.get(f"/embed/trang/{page.pk}/").content.decode()
        assert "<script>alert" not in frame


def test_the_host_of_the_request_says_nothing(client: Client, tree: SiteTree, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    story = StoryPageFactory(image=ImageFactory())
    evil = {"host": "evil.example"}
    response = client.get("/oembed/", {"url": story.full_url}, headers=evil)
    assert response.status_code == 200 and b"evil.example" not in response.content
    assert client.get("/oembed/", {"url": f"http://evil.example{story.url}"}, headers=evil).status_code == 404
    assert b"evil.example" not in client.get(f"/embed/trang/{story.pk}/", headers=evil).content


def test_a_restricted_initiative_shows_title_effect_and_award(client: Client, tree: SiteTree) -> None:
    page = InitiativePageFactory(
        restricted=True, title="Khuôn ép kín", award="Bằng Lao động sáng tạo", summary=SECRET,
        search_description=SECRET,
        image=ImageFactory(description=SECRET), people_and_effects__name=SECRET, with_tags=[SECRET], seo_title=SECRET,
    )  # fmt: skip
    content = told(client, page.full_url)
    frame = client.get(f"/embed/trang/{page.pk}/").content.decode()
    for text in (json.dumps(content, ensure_ascii=False), frame):
        assert SECRET not in text
        assert "11 ngày cạo thêm trong mùa mưa" in text and "Bằng Lao động sáng tạo" in text
    assert "author_name" not in content and "<time" not in frame and "<img" not in frame


def test_the_frame_alone_may_be_framed(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory(image=ImageFactory(), title="Cữ nam châm")
    frame, page = client.get(f"/embed/trang/{story.pk}/"), client.get(story.url)
    assert "frame-ancestors *" in frame.headers["Content-Security-Policy"]
    assert "default-src 'none'" in frame.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in frame.headers
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert frame.headers["Link"] == f'<{story.full_url}>; rel="canonical"'
    soup = BeautifulSoup(frame.content, "html.parser")
    assert soup.select_one("link[rel=canonical]")["href"] == story.full_url  # type: ignore[index]
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"  # type: ignore[index]
    link = soup.select_one("h1 a")
    assert link is not None and (link["href"], link["target"], link["rel"]) == (story.full_url, "_blank", ["noopener"])
    assert 'data-theme="dark"' in client.get(f"/embed/trang/{story.pk}/?theme=dark").content.decode()


@pytest.mark.parametrize("key", ["0", "999999", "9" * 30])
def test_a_frame_of_nothing_says_so(client: Client, tree: SiteTree, key: str) -> None:
    response = client.get(f"/embed/trang/{key}/")
    assert response.status_code == 404
    assert "Không có trang này" in response.content.decode()


def test_pages_tell_where_to_ask(client: Client, campaign: CampaignPage) -> None:
    def links(address: str) -> dict[str, str]:
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        return {str(link["type"]): str(link["href"]) for link in soup.select("link[type$='+oembed']")}

    story, initiative = StoryPageFactory(), InitiativePageFactory()
    for address in (story.url, initiative.url, campaign.url, f"{campaign.url}don-vi/75/"):
        found = links(address)
        assert found.keys() == {"application/json+oembed", "text/xml+oembed"}, address
        for link in found.values():
            assert link.startswith("http://testserver/oembed/?url=")
            assert client.get(link.removeprefix("http://testserver")).status_code == 200
    for address in (StandardPageFactory().url, f"{campaign.url}so-lieu/"):
        assert links(address) == {}
