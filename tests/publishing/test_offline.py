"""The worker's address, what it is told of the site, and the page for what was never read."""

import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from publishing.offline.views import WORKER
from tests.factories import CampaignPageFactory, InitiativePageFactory, SnapshotFactory, StoryPageFactory, site_tree

pytestmark = pytest.mark.django_db

COUNTS_DAYS = re.compile(r"hôm nay|[Cc]òn \d+\s+ngày|ngày nữa|Ngày thứ|sắp tới|chưa tới|còn lại \d+", re.IGNORECASE)


def sought(name: str) -> re.Pattern[str]:
    """What the worker looks for in the HTML of a page."""
    found = re.search(rf"const {name} = /(.+)/g;", WORKER.read_text(encoding="utf-8"))
    assert found is not None, name
    return re.compile(found[1].replace("[^]", r"[\s\S]"))


CHIP, TODAY = sought("CHIP"), sought("TODAY")


def told(client: Client) -> dict[str, Any]:
    """What the worker knows of the site."""
    first = client.get("/sw.js").content.decode().splitlines()[0]
    site: dict[str, Any] = json.loads(first.removeprefix("const SITE = ").removesuffix(";"))
    return site


def test_the_worker_stands_at_the_root_and_is_asked_for_anew(client: Client) -> None:
    answer = client.get("/sw.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert "max-age=0" in answer["Cache-Control"]
    policy = answer["Content-Security-Policy"]
    assert "connect-src 'self'" in policy and "worker-src 'self'" in policy
    assert client.post("/sw.js").status_code == 405


def test_everything_that_it_keeps_at_once_is_there(client: Client) -> None:
    site = told(client)
    for address in site["files"]:
        if address.startswith(settings.STATIC_URL):
            assert finders.find(address.removeprefix(settings.STATIC_URL)), address
        else:
            assert client.get(address).status_code == 200
    assert set(site["offline"].values()) <= set(site["files"])


def test_it_has_the_words_of_every_language(client: Client) -> None:
    site, codes = told(client), {code for code, _name in settings.LANGUAGES}
    assert set(site["words"]) == set(site["offline"]) == codes
    assert "{t}" in site["words"]["vi"]["notice"]
    assert site["words"]["vi"]["notice"].startswith("Bạn đang đọc bản lưu")


def test_it_touches_nothing_private_nothing_counted_and_nothing_live(client: Client) -> None:
    untouched = told(client)["untouched"]
    for path in ("/admin/pages/3/", "/live/x/stream", "/s/3f", "/embed/x/", "/tim-kiem/", "/en/search/"):
        assert any(path.startswith(part) for part in untouched), path
    assert not any("/cau-chuyen/mot-chuyen/".startswith(part) for part in untouched)


def test_it_asks_for_searches_anew_but_counts_no_short_address_so(client: Client) -> None:
    site = told(client)
    assert {"/tim-kiem/", "/en/search/"} < set(site["anew"]) < set(site["asked"])
    assert not any("/s/3f".startswith(part) for part in site["anew"])


def test_the_offline_page_needs_no_database_and_shows_no_number(client: Client, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        page = client.get("/ngoai-tuyen/").content.decode()
    assert "<!--kept-->" in page
    assert '<section id="kept">' in page
    assert "data-chip" not in page
    assert "noindex" in page
    assert '<html lang="en">' in client.get("/en/offline/").content.decode()


def test_the_worker_finds_every_counter_of_every_page(client: Client) -> None:
    """A kept page is changed by the words of its HTML: what it looks for must be what the pages say."""
    site_tree()
    campaign = CampaignPageFactory()
    SnapshotFactory(campaign=campaign.campaign)
    common = {"campaign": campaign.campaign}
    pages = [campaign, StoryPageFactory(**common), InitiativePageFactory(**common)]
    for address in ("/", "/en/", "/cau-chuyen/", "/sang-kien/", *(page.url for page in pages)):
        html = client.get(address).content.decode()
        page, _mark, texts = html.partition('<template id="chips"')
        assert re.search(r'<span class="chip chip--offline"[\s\S]*?\{t\}[\s\S]*?</span>', texts), address
        assert re.search(r'<a class="skip".*?</a>', page), address
        soup = BeautifulSoup(page, "html.parser")
        counters = soup.select("[data-live] [data-chip], .board__state [data-chip]")
        assert counters, address
        assert len(CHIP.findall(page)) == len({id(chip) for chip in counters}), address
        left = BeautifulSoup(CHIP.sub("", page), "html.parser")
        assert not left.select("[data-live] [data-chip]"), address


def test_a_copy_counts_no_days(client: Client) -> None:
    """It may be opened two weeks later: what was true on its day only gives way to what is true on any."""
    site_tree()
    campaign = CampaignPageFactory()
    SnapshotFactory(campaign=campaign.campaign)
    for address in ("/", campaign.url, StoryPageFactory().url):
        page = client.get(address).content.decode()
        assert COUNTS_DAYS.search(BeautifulSoup(page, "html.parser").get_text()), address
        copy = BeautifulSoup(TODAY.sub(r"\2", page), "html.parser")
        for pace in copy.select("[data-pace]"):  # is not shown
            pace.decompose()
        assert not COUNTS_DAYS.search(copy.get_text()), address
        assert not copy.select("[data-today]"), address
        assert not [link for link in copy.select("aside a") if not link.get_text(strip=True)], address
    rings = BeautifulSoup(TODAY.sub(r"\2", client.get(campaign.url).content.decode()), "html.parser")
    assert [ring.get_text() for ring in rings.select(".days .today .vh")] == ["10/5: 1.000 sáng kiến (đến 14:05)"]
    assert [key.get_text() for key in rings.select(".key span:has(.today)")] == ["10/5"]


def test_a_preview_starts_no_worker(client: Client) -> None:
    site_tree()
    page = StoryPageFactory()
    starts = "js/offline.js"
    assert starts in client.get(page.url).content.decode()
    assert starts not in page.make_preview_request().content.decode()
