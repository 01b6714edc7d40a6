"""Sitemaps and robots.txt: valid by the protocol's schema, complete, exact, and silent about what is not public."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache as django_cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from wagtail.models import Page, PageViewRestriction, Site

from publishing.sitemap import PageSitemap
from stories.models import StoryPage
from tests.factories import (
    CampaignPageFactory,
    InitiativePageFactory,
    SiteTree,
    SnapshotFactory,
    StandardPageFactory,
    StoryPageFactory,
    UnitFactory,
    site_tree,
)

pytestmark = pytest.mark.django_db

NAMES = {
    "s": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "x": "http://www.w3.org/1999/xhtml",
    "n": "http://www.google.com/schemas/sitemap-news/0.9",
}
MORNING = datetime(2022, 5, 10, 0, 5, 9, tzinfo=UTC)


@cache
def schema() -> etree.XMLSchema:
    return etree.XMLSchema(etree.parse(str(Path(__file__).parent / "schemas" / "sitemap.xsd")))


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


def read(client: Client, address: str) -> Any:
    """A sitemap, valid by its schema."""
    response = client.get(address)
    assert response.status_code == 200, address
    assert response.headers["Content-Type"].startswith("application/xml")
    document = etree.fromstring(response.content)
    schema().assertValid(document)
    return document


def lines(client: Client, address: str = "/sitemap.xml") -> dict[str, Any]:
    """The entries of a sitemap by their paths."""
    found = {}
    for url in read(client, address).iterfind("s:url", NAMES):
        loc = url.findtext("s:loc", namespaces=NAMES)
        assert loc.startswith("http://testserver/")
        found[loc.removeprefix("http://testserver")] = url
    return found


def changed(line: Any) -> str | None:
    text: str | None = line.findtext("s:lastmod", namespaces=NAMES)
    return text


def publish_at(page: Page, time: datetime) -> None:
    Page.objects.filter(pk=page.pk).update(last_published_at=time)


def test_the_schema_would_tell_a_fault() -> None:
    for wrong in (
        "<url/>",
        "<url><loc>/relative/</loc></url>",
        "<url><loc>http://a.example/</loc><lastmod>22/4/2022</lastmod></url>",
        "<url><loc>http://a.example/</loc></url><url><loc>http://a.example/</loc></url>",
        '<url><loc>http://a.example/</loc><link xmlns="http://www.w3.org/1999/xhtml" href="x"/></url>',
        f'<url><loc>http://a.example/</loc><news xmlns="{NAMES["n"]}"/></url>',
    ):
        assert not schema().validate(etree.fromstring(f'<urlset xmlns="{NAMES["s"]}">{wrong}</urlset>'))


def test_every_public_address_stands_in_it_and_answers(client: Client, tree: SiteTree) -> None:
    UnitFactory(code="75")
    UnitFactory(code="A/B")
    campaign, story, initiative = CampaignPageFactory(), StoryPageFactory(), InitiativePageFactory()
    standard = StandardPageFactory(parent=StandardPageFactory())
    found = lines(client)
    wanted = {
        *(page.url for page in (tree.home, tree.home_en, tree.campaigns, tree.stories, tree.initiatives)),
        *(page.url for page in (campaign, story, initiative, standard, standard.get_parent())),
        f"{campaign.url}so-lieu/",
        f"{campaign.url}don-vi/75/",
        f"{campaign.url}don-vi/A%252FB/",
        f"{tree.initiatives.url}ca-nuoc/",
        f"{tree.initiatives.url}linh-vuc/production/",
    }
    assert found.keys() == wanted
    for path in found:
        response = client.get(path)
        assert response.status_code == 200, path
        assert f'<link rel="canonical" href="http://testserver{path}">'.encode() in response.content, path


def test_what_is_not_public_does_not(client: Client, tree: SiteTree) -> None:
    before = lines(client).keys()
    StoryPageFactory(live=False)
    StoryPageFactory(live=False, expired=True)
    private, section = StoryPageFactory(), StandardPageFactory()
    StandardPageFactory(parent=section)
    CampaignPageFactory(live=False)
    UnitFactory(code="75")
    for page in (private, section):
        PageViewRestriction.objects.create(page=page, restriction_type="login")
    assert lines(client).keys() == before


def test_each_address_names_its_live_versions(client: Client, tree: SiteTree) -> None:
    UnitFactory(code="75")
    campaign = CampaignPageFactory()
    english = campaign.copy_for_translation(tree.en, copy_parents=True)
    assert lines(client)[campaign.url].findall("x:link", NAMES) == []
    english.save_revision().publish()
    found = lines(client)
    for part in ("", "don-vi/75/", "so-lieu/"):
        versions = {
            "vi": campaign.full_url + part,
            "en": english.full_url + part,
            "x-default": campaign.full_url + part,
        }
        for page in (campaign, english):
            links = found[page.url + part].findall("x:link", NAMES)
            assert {link.get("hreflang"): link.get("href") for link in links} == versions


def test_the_last_change_is_exact(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory()
    publish_at(story, MORNING)
    assert changed(lines(client)[story.url]) == "2022-05-10T07:05:09+07:00"


def test_a_list_changes_with_what_it_lists_and_a_unit_with_its_number(client: Client, tree: SiteTree) -> None:
    UnitFactory(code="75")
    campaign, story, standard = CampaignPageFactory(), StoryPageFactory(), StandardPageFactory()
    for page in Page.objects.all():
        publish_at(page, MORNING)
    publish_at(story, MORNING + timedelta(hours=1))
    SnapshotFactory(campaign=campaign.campaign, as_of=MORNING + timedelta(hours=2))
    found = lines(client)
    for path in (story.url, tree.stories.url, tree.home.url):
        assert changed(found[path]) == "2022-05-10T08:05:09+07:00", path
    for path in ("", "don-vi/75/", "so-lieu/"):
        assert changed(found[campaign.url + path]) == "2022-05-10T09:05:09+07:00", path
    for path in (standard.url, tree.initiatives.url, tree.home_en.url):
        assert changed(found[path]) == "2022-05-10T07:05:09+07:00", path


def test_nothing_dates_a_restricted_initiative(client: Client, tree: SiteTree) -> None:
    page = InitiativePageFactory(restricted=True)
    publish_at(tree.initiatives, MORNING)
    publish_at(page, MORNING + timedelta(days=1))
    found = lines(client)
    assert changed(found[page.url]) is None
    assert changed(found[tree.initiatives.url]) == "2022-05-10T07:05:09+07:00"


def test_a_large_one_is_an_index_of_files(client: Client, tree: SiteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = lines(client).keys()
    monkeypatch.setattr(PageSitemap, "limit", 2)
    index = read(client, "/sitemap.xml")
    files = [loc.text.removeprefix("http://testserver") for loc in index.iterfind("s:sitemap/s:loc", NAMES)]
    assert files == ["/sitemap.xml?p=1", "/sitemap.xml?p=2", "/sitemap.xml?p=3"]
    assert {path for file in files for path in lines(client, file)} == everything
    assert client.get("/sitemap.xml?p=9").status_code == 404
    assert client.get("/sitemap.xml?p=x").status_code == 404


def test_more_pages_cost_no_more_queries(client: Client, tree: SiteTree) -> None:
    def cost() -> int:
        django_cache.clear()
        Site.clear_site_root_paths_cache()
        with CaptureQueriesContext(connection) as captured:
            client.get("/sitemap.xml")
        return len(captured)

    campaign = CampaignPageFactory()
    SnapshotFactory(campaign=campaign.campaign)
    client.get("/sitemap.xml")
    few = cost()
    for number in range(5):
        StoryPageFactory(parent=tree.stories)
        InitiativePageFactory(restricted=bool(number % 2))
        UnitFactory(code=f"{number}")
    assert cost() == few <= 17


def test_the_news_are_those_of_two_days(client: Client, tree: SiteTree) -> None:
    now = timezone.now().replace(microsecond=0)
    fresh = StoryPageFactory(title="Cữ nam châm & <b>", date=now - timedelta(hours=47))
    newest = StoryPageFactory(date=now - timedelta(minutes=1))
    StoryPageFactory(date=now - timedelta(hours=49))
    StoryPageFactory(date=now + timedelta(hours=1))
    StoryPageFactory(date=now, live=False)
    PageViewRestriction.objects.create(page=StoryPageFactory(date=now), restriction_type="login")
    found = lines(client, "/sitemap-news.xml")
    assert list(found) == [newest.url, fresh.url]
    news = found[fresh.url].find("n:news", NAMES)
    assert news.findtext("n:title", namespaces=NAMES) == "Cữ nam châm & <b>"
    assert news.findtext("n:publication/n:name", namespaces=NAMES) == "1 triệu sáng kiến"
    assert news.findtext("n:publication/n:language", namespaces=NAMES) == "vi"
    told = datetime.fromisoformat(news.findtext("n:publication_date", namespaces=NAMES))
    assert told == fresh.date and told.utcoffset() == timedelta(hours=7)


def test_the_news_are_at_most_a_thousand(client: Client, tree: SiteTree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stories.news_sitemap.MOST", 3)
    for _ in range(4):
        StoryPageFactory(date=timezone.now())
    assert len(lines(client, "/sitemap-news.xml")) == 3


def test_without_news_it_is_empty_and_valid(client: Client, tree: SiteTree) -> None:
    assert lines(client, "/sitemap-news.xml") == {}


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-news.xml", "/robots.txt"])
def test_addresses_are_the_sites_own_and_answers_are_kept(
    client: Client, tree: SiteTree, settings: Any, path: str
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    StoryPageFactory(date=timezone.now())
    Site.objects.update(hostname="sangkien.example", port=443)
    Site.clear_site_root_paths_cache()
    response = client.get(path, headers={"host": "evil.example"})
    assert b"https://sangkien.example/" in response.content
    assert b"evil.example" not in response.content and b"testserver" not in response.content
    assert "s-maxage" in response.headers["Cache-Control"]
    assert client.get(path, headers={"if-none-match": response.headers["ETag"]}).status_code == 304


def test_what_is_withdrawn_is_gone_at_once_for_who_asks_by_time(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory(date=timezone.now())
    assert story.url in lines(client)
    StoryPage.objects.get(pk=story.pk).unpublish()
    assert story.url not in lines(client)
    assert "Last-Modified" not in client.get("/sitemap.xml").headers


def test_robots_are_shown_the_sitemaps_and_kept_from_searches(client: Client, tree: SiteTree) -> None:
    text = client.get("/robots.txt").content.decode()
    assert text.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /tim-kiem/",
        *(f"Disallow: /{code}/search/" for code in ("en", "ko", "ja", "zh-hans")),
        "",
        "Sitemap: http://testserver/sitemap.xml",
        "Sitemap: http://testserver/sitemap-news.xml",
    ]


def test_a_trial_site_is_closed_to_them(client: Client, tree: SiteTree, settings: Any) -> None:
    settings.HIDE_FROM_SEARCH = True
    assert client.get("/robots.txt").content.decode().splitlines() == ["User-agent: *", "Disallow: /"]
