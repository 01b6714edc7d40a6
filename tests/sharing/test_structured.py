"""What search engines are told: strict JSON, schema.org's own words, and nothing that a title could break out of."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest.mock import patch

import extruct
import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from publishing.consent import Rights
from publishing.models import SiteSettings
from publishing.structured import _duration
from sharing.structured import Thing, graph
from stories.disclosure import Disclosure
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
from tests.sharing.vocabulary import faults, types

pytestmark = pytest.mark.django_db

ATTACK = "</script><script>alert(1)</script><!-- & 'x' \"y\""
Told = dict[str, dict[str, Any]]
"""The things of a page's graph by their type."""


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


def _no_constant(name: str) -> None:
    raise AssertionError(f"{name} is no JSON")


def document(client: Client, address: str) -> dict[str, Any]:
    """The one JSON-LD document of a page, read strictly and as a search engine's reader reads it."""
    html = client.get(address).content.decode()
    scripts = BeautifulSoup(html, "html.parser").select("script[type='application/ld+json']")
    assert len(scripts) == 1, address
    strict: dict[str, Any] = json.loads(scripts[0].decode_contents(), parse_constant=_no_constant)
    read = extruct.extract(html, base_url="http://testserver", syntaxes=["json-ld"])["json-ld"]
    assert read == [strict]
    return strict


def told(client: Client, address: str) -> Told:
    content = document(client, address)
    assert faults(content) == []
    return {node["@type"]: node for node in content["@graph"]}


def film(**fields: Any) -> dict[str, Any]:
    value = {"url": "https://vimeo.com/76979871", "title": "Cách cắt rập", "duration": "2 phút 10 giây", **fields}
    return {"type": "video", "value": value, "id": "film"}


def test_every_kind_of_page_speaks_the_vocabulary(client: Client, tree: SiteTree) -> None:
    UnitFactory(code="75")
    campaign = CampaignPageFactory(image=ImageFactory())
    SnapshotFactory(campaign=campaign.campaign, unit_codes=("75",))
    story = StoryPageFactory(image=ImageFactory(), byline="Thu Hà", with_tags=["may mặc"], body=[film()])
    initiative = InitiativePageFactory(image=ImageFactory(), award="Bằng Lao động sáng tạo")
    restricted = InitiativePageFactory(restricted=True)
    standard = StandardPageFactory(body=[film()])
    english = StandardPageFactory(parent=tree.home_en, locale=tree.en)
    kinds = {
        tree.home.url: "WebPage",
        tree.home_en.url: "WebPage",
        tree.campaigns.url: "CollectionPage",
        tree.stories.url: "CollectionPage",
        tree.initiatives.url: "CollectionPage",
        campaign.url: "Event",
        f"{campaign.url}don-vi/75/": "Organization",
        f"{campaign.url}so-lieu/": "Dataset",
        story.url: "NewsArticle",
        initiative.url: "Article",
        restricted.url: "Article",
        standard.url: "VideoObject",
        english.url: "WebPage",
    }
    for address, kind in kinds.items():
        things = told(client, address)
        assert things.keys() >= {"NewsMediaOrganization", "WebSite", kind}, address
        assert ("BreadcrumbList" in things) == (address not in (tree.home.url, tree.home_en.url))


def test_the_vocabulary_would_tell_a_fault() -> None:
    wrong = {
        "@context": "https://schema.org",
        "@graph": [{"@type": "Article", "headlines": "x", "author": {"@id": "nobody"}, "startDate": "2022"}],
    }
    assert len(faults(wrong)) == 4
    assert "NewsArticle" in types()


def test_a_story_is_a_news_article(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory(
        image=ImageFactory(credit="Ảnh: Nguyễn Văn A", file__width=1600, file__height=1200),
        image_caption="Chị Thu Hà bên máy. Ảnh: Nguyễn Văn A",
        byline="Thu Hà",
        date=datetime(2022, 5, 10, 7, 5, tzinfo=UTC),
        with_tags=["may mặc"],
        body=[film(poster=ImageFactory().pk)],
    )
    article = told(client, story.url)["NewsArticle"]
    assert article["headline"] == story.title
    assert article["datePublished"] == "2022-05-10T14:05:00+07:00"
    assert article["mainEntityOfPage"] == {"@id": story.full_url}
    assert article["author"] == [
        {"@type": "Person", "name": "Thu Hà", "url": "http://testserver/tim-kiem/?q=Thu+H%C3%A0"}
    ]
    assert article["publisher"] == {"@id": "http://testserver/#organization"}
    assert (article["articleSection"], article["keywords"]) == ("Câu chuyện", ["may mặc"])
    pictures = article["image"]
    assert [(picture["width"], picture["height"]) for picture in pictures] == [(1200, 1200), (1200, 900), (1200, 675)]
    assert {picture["creditText"] for picture in pictures} == {"Nguyễn Văn A"}
    for picture in pictures:
        answer = client.get(picture["contentUrl"])
        assert answer.headers["Content-Type"] == "image/jpeg"
        answer.close()
    [video] = article["video"]
    assert video["embedUrl"] == "https://player.vimeo.com/video/76979871"
    assert video["duration"] == "PT2M10S"
    assert video["thumbnailUrl"][0].startswith("http://testserver/media/")


@pytest.mark.parametrize(
    ("byline", "kind"), [("Thu Hà", "Person"), ("Ban Tuyên giáo", "Organization"), ("", "NewsMediaOrganization")]
)
def test_the_author_is_a_person_an_office_or_the_publisher(
    client: Client, tree: SiteTree, byline: str, kind: str
) -> None:
    things = told(client, StoryPageFactory(byline=byline).url)
    [author] = things["NewsArticle"]["author"]
    if byline:
        assert author["@type"] == kind and author["url"].startswith("http://testserver/tim-kiem/?q=")
    else:
        assert author == {"@id": things[kind]["@id"]}
        assert things[kind]["url"] == "http://testserver/"


def test_a_lost_picture_leaves_the_picture_of_shared_links(client: Client, tree: SiteTree) -> None:
    image = ImageFactory()
    story = StoryPageFactory(image=image)
    Path(image.file.path).unlink()
    [picture] = told(client, story.url)["NewsArticle"]["image"]
    soup = BeautifulSoup(client.get(story.url).content, "html.parser")
    assert picture["contentUrl"] == soup.select_one("meta[property='og:image']")["content"]  # type: ignore[index]


def test_a_campaign_is_an_event_of_whole_days(client: Client, tree: SiteTree) -> None:
    event = told(client, CampaignPageFactory().url)["Event"]
    assert (event["startDate"], event["endDate"]) == ("2022-04-22", "2022-05-31")
    assert event["location"]["address"]["addressCountry"] == "VN"


def test_a_list_has_its_pages_and_a_filtered_one_is_the_whole(client: Client, tree: SiteTree) -> None:
    stories = [StoryPageFactory(with_tags=["may mặc"]) for _ in range(3)]
    listed = told(client, tree.stories.url)["ItemList"]
    assert [item["url"] for item in listed["itemListElement"]] == [story.full_url for story in stories]
    assert listed["numberOfItems"] == 3
    assert "ItemList" not in told(client, f"{tree.stories.url}?the=may-mac")


def test_the_data_page_has_every_file(client: Client, tree: SiteTree) -> None:
    page = CampaignPageFactory()
    SnapshotFactory(campaign=page.campaign)
    dataset = told(client, f"{page.url}so-lieu/")["Dataset"]
    assert dataset["temporalCoverage"] == "2022-01-08/2022-05-31"
    for file in dataset["distribution"]:
        answer = client.get(file["contentUrl"])
        assert answer.headers["Content-Type"].startswith(file["encodingFormat"])


def test_the_way_leads_from_the_home_page_to_the_page(client: Client, tree: SiteTree) -> None:
    UnitFactory(code="75", name="LĐLĐ tỉnh Đồng Nai")
    campaign = CampaignPageFactory()
    way = told(client, f"{campaign.url}don-vi/75/")["BreadcrumbList"]["itemListElement"]
    assert [(step["position"], step["name"]) for step in way] == [
        (1, "Trang chủ"), (2, "Chiến dịch"), (3, campaign.title), (4, f"LĐLĐ tỉnh Đồng Nai – {campaign.title}"),
    ]  # fmt: skip
    for step in way:
        assert client.get(step["item"].removeprefix("http://testserver")).status_code == 200


def test_the_search_that_is_told_answers(client: Client, tree: SiteTree) -> None:
    action = told(client, tree.home.url)["WebSite"]["potentialAction"]
    assert action["query-input"] == "required name=q"
    assert client.get(action["target"]["urlTemplate"].replace("{q}", "may")).status_code == 200


def test_no_text_ends_the_script(client: Client, tree: SiteTree) -> None:
    story = StoryPageFactory(
        title=ATTACK, lead=ATTACK, byline=ATTACK, image=ImageFactory(credit=ATTACK), image_caption=ATTACK,
        with_tags=[ATTACK[:40]], body=[film(title=ATTACK)],
    )  # fmt: skip
    initiative = InitiativePageFactory(title=ATTACK, summary=ATTACK, award=ATTACK, people_and_effects__name=ATTACK)
    for page in (story, initiative):
        html = client.get(page.url).content.decode()
        script = html.split('<script type="application/ld+json">')[1].split("</script>")[0]
        assert not set("<>&") & set(script)
        things = told(client, page.url)
        assert next(thing["headline"] for thing in things.values() if "headline" in thing) == ATTACK
    assert things["Article"]["about"]["creator"][0]["name"] == ATTACK


@pytest.mark.parametrize("text", ["Hà", "a" * 200, "🎉👷‍♀️", "a\u2028b\u2029c"])
def test_odd_letters_come_through_whole(text: str) -> None:
    written = graph([Thing(name=text)])
    assert json.loads(written)["@graph"] == [{"@type": "Thing", "name": text}]
    assert "\u2028" not in written and "\u2029" not in written


def test_a_restricted_initiative_tells_title_effect_and_award(client: Client, tree: SiteTree) -> None:
    secret = "bí mật"
    page = InitiativePageFactory(
        restricted=True, title="Khuôn ép kín", award="Bằng Lao động sáng tạo", summary=secret, image=ImageFactory(),
        with_tags=[secret], people_and_effects__name=secret, search_description=secret, seo_title=secret,
    )  # fmt: skip
    page.save_revision().publish()
    things = told(client, page.url)
    assert secret not in json.dumps(things, ensure_ascii=False)
    article = things["Article"]
    assert not {"datePublished", "dateModified", "keywords", "articleSection", "about"} & article.keys()
    assert not {"datePublished", "dateModified"} & things["WebPage"].keys()
    assert (article["headline"], article["award"]) == ("Khuôn ép kín", "Bằng Lao động sáng tạo")
    assert article["description"] == "11 ngày cạo thêm trong mùa mưa. Bằng Lao động sáng tạo"


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("2 phút 10 giây", "PT2M10S"), ("10 phút", "PT10M0S"), ("45 giây", "PT0M45S"), ("2:10", "PT2M10S"),
        ("3 min 5 s", "PT3M5S"), ("", ""), ("khá dài", ""), ("1 giờ", ""),
    ],
)  # fmt: skip
def test_durations(words: str, written: str) -> None:
    assert _duration(words) == written


@pytest.fixture
def queries(client: Client) -> Callable[[str], int]:
    def count(address: str) -> int:
        client.get(address)
        cache.clear()
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    return count


def test_the_shapes_of_a_photo_cost_no_query(
    tree: SiteTree, queries: Callable[[str], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    story = StoryPageFactory(image=ImageFactory(), with_tags=["may mặc"], body=[film(poster=ImageFactory().pk)])
    initiative = InitiativePageFactory(image=ImageFactory(), with_tags=["may mặc"])
    told_all = [queries(page.url) for page in (story, initiative)]
    monkeypatch.setattr("publishing.structured.whole", lambda *args: ())
    assert told_all == [queries(page.url) for page in (story, initiative)]


def test_a_picture_that_others_may_use_has_the_terms_beside_it(client: Client, tree: SiteTree) -> None:
    terms = StandardPageFactory(title="Dùng ảnh của chúng tôi", slug="dung-anh")
    settings = SiteSettings.for_site(tree.site)
    settings.picture_terms = terms.page_ptr
    settings.save()
    free, closed, unstated = (
        StoryPageFactory(image=ImageFactory(rights=rights)) for rights in (Rights.OWN, Rights.NO_REUSE, Rights.UNSTATED)
    )
    for picture in told(client, free.url)["NewsArticle"]["image"]:
        assert picture["license"] == picture["acquireLicensePage"] == terms.full_url
    for story in (closed, unstated):
        assert not any("license" in picture for picture in told(client, story.url)["NewsArticle"]["image"])
    terms.unpublish()
    assert not any("license" in picture for picture in told(client, free.url)["NewsArticle"]["image"])


def test_what_the_public_may_know_is_found_out_once_for_a_head(client: Client, tree: SiteTree) -> None:
    initiative = InitiativePageFactory(image=ImageFactory())
    request = RequestFactory().get(initiative.url)
    with patch.object(Disclosure, "of", wraps=Disclosure.of) as found_out:
        head = initiative.head(request)
    assert found_out.call_count == 1
    assert initiative.head(request) == head
    initiative.restricted = True
    assert initiative.disclosure.restricted
    assert initiative.head(request).description != head.description
