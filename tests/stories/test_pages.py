"""Stories and initiatives as a reader gets them: what they show, what they keep back, bad addresses and texts."""

import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from stories.models import InitiativePage, StoryPage, Tag
from stories.models.initiatives import InitiativeField
from tests.factories import (
    CampaignFactory,
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
from vietnamese.text import glue

pytestmark = pytest.mark.django_db

SEARCH = "/tim-kiem/"
SECRET = "Bimatkythuat"
"""A word that stands in everything that a restricted initiative keeps back."""


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


def soup_of(client: Client, address: str, status: int = 200) -> BeautifulSoup:
    response = client.get(address)
    assert response.status_code == status, (address, response.status_code)
    return BeautifulSoup(response.content, "html.parser")


def text_of(node: Any) -> str:
    return " ".join(node.get_text(" ").replace("\xa0", " ").split())


class TestStory:
    def test_it_says_what_when_and_how_long(self, tree: SiteTree, client: Client) -> None:
        page = StoryPageFactory(
            title="Rập chống nhầm ở Việt Nam",
            date=datetime(2022, 5, 9, 5, 0, tzinfo=UTC),
            body=[("paragraph", "<p>" + "chữ " * 700 + "</p>")],
            byline="Ban Biên tập",
            with_tags=["may mặc"],
        )
        soup = soup_of(client, page.url)
        assert soup.h1 is not None
        assert soup.h1.get_text() == glue(page.title)
        head = text_of(soup.select_one(".storyhead"))
        assert "9/5/2022" in head
        assert "3 phút đọc" in head or "3 min read" in head
        assert "Ban Biên tập" in head
        tag = soup.select_one(".tags a")
        assert tag is not None
        found = soup_of(client, str(tag["href"]))
        assert glue(page.title) in found.get_text()

    def test_tags_lead_nowhere_in_a_language_without_the_list(self, tree: SiteTree, client: Client) -> None:
        story = StoryPageFactory(parent=tree.home, with_tags=["cao su"])
        tags = soup_of(client, story.url).select_one(".tags")
        assert tags is not None
        assert tags.get_text(strip=True) == "cao su"
        assert not tags.select("a")

    def test_an_example_says_that_it_is_one(self, tree: SiteTree, client: Client) -> None:
        assert soup_of(client, StoryPageFactory(is_example=True).url).select(".example")
        assert not soup_of(client, StoryPageFactory(is_example=False).url).select(".example")

    def test_a_change_after_publishing_is_told(self, tree: SiteTree) -> None:
        page = StoryPageFactory()
        page.first_published_at = timezone.now() - timedelta(hours=1)
        page.last_published_at = page.first_published_at + timedelta(minutes=1)
        assert page.updated_at is None
        page.last_published_at = timezone.now()
        assert page.updated_at == page.last_published_at

    def test_languages_in_which_it_does_not_exist_are_not_listed(self, tree: SiteTree, client: Client) -> None:
        page = StoryPageFactory()
        assert not soup_of(client, page.url).select(".alts")
        parent = tree.stories.copy_for_translation(tree.en, copy_parents=True)
        parent.save_revision().publish()
        english = page.copy_for_translation(tree.en)
        assert not soup_of(client, page.url).select(".alts")
        english.save_revision().publish()
        links = soup_of(client, page.url).select(".alts a")
        assert [link["hreflang"] for link in links] == ["en"]

    def test_it_leads_on_to_other_published_stories(self, tree: SiteTree, client: Client) -> None:
        page, other, draft = StoryPageFactory(), StoryPageFactory(), StoryPageFactory(live=False)
        aside = text_of(soup_of(client, page.url).select_one(".story aside"))
        assert other.title in aside
        assert draft.title not in aside
        assert page.title not in aside

    def test_the_picture_that_is_deleted_leaves_the_story(self, tree: SiteTree, client: Client) -> None:
        image = ImageFactory()
        page = StoryPageFactory(image=image, image_caption="Chuyền 7")
        image.delete()
        assert "Chuyền 7" not in text_of(soup_of(client, page.url))

    def test_a_picture_without_a_text_of_its_own_has_the_librarys(self, tree: SiteTree, client: Client) -> None:
        page = StoryPageFactory(image=ImageFactory(description="Năm người thợ"), image_alt="")
        assert soup_of(client, page.url).select('img[alt="Năm người thợ"]')


class TestInitiative:
    def test_it_tells_who_what_and_what_came_of_it(self, tree: SiteTree, client: Client) -> None:
        page = InitiativePageFactory(
            unit=UnitFactory(code="75"), benefit_vnd=418_000_000, award="Bằng Lao động sáng tạo", quote="Chỉ vì mưa."
        )
        SnapshotFactory(campaign=CampaignPageFactory().campaign, unit_codes=("75",))
        soup = soup_of(client, page.url)
        text = text_of(soup)
        for words in (
            "Trần Văn Bảy",
            "418 triệu đồng",
            "11 ngày",
            "Bằng Lao động sáng tạo",
            "Nước tràn",
            "Chỉ vì mưa.",
        ):
            assert words in text
        assert next(heading.name for heading in soup.select("main h1, main h2, main h3")) == "h1"
        assert soup.select_one(".toc a[href='#ket-qua']")
        assert "1.990" in text_of(soup.select_one(".mcount"))

    def test_without_money_it_says_what_else_it_brings(self, tree: SiteTree, client: Client) -> None:
        soup = soup_of(client, InitiativePageFactory(benefit_vnd=None).url)
        assert not soup.select(".money")
        assert soup.select(".effects li")

    def test_a_benefit_of_nothing_is_shown_as_0(self, tree: SiteTree, client: Client) -> None:
        assert "0 đồng" in text_of(soup_of(client, InitiativePageFactory(benefit_vnd=0).url).select_one(".money"))

    def test_money_is_always_an_estimate(self, tree: SiteTree, client: Client) -> None:
        page = InitiativePageFactory(benefit_vnd=1_260_000_000, benefit_note="")
        estimate = ("Ước tính", "estimate")
        assert any(word in text_of(soup_of(client, page.url).select_one(".money")) for word in estimate)
        assert any(word in text_of(soup_of(client, tree.initiatives.url).select_one(".gain")) for word in estimate)

    def test_a_unit_without_a_number_has_no_counter(self, tree: SiteTree, client: Client) -> None:
        page = InitiativePageFactory(unit=UnitFactory(code="99"))
        SnapshotFactory(campaign=CampaignPageFactory().campaign, unit_codes=("75",))
        assert not soup_of(client, page.url).select(".mcount")

    def test_a_bare_one_is_still_a_page(self, tree: SiteTree, client: Client) -> None:
        texts = dict.fromkeys(
            ["summary", "problem", "problem_heading", "idea", "idea_heading", "result", "result_heading"], ""
        )
        assert soup_of(client, InitiativePageFactory(people_and_effects=False, **texts).url).h1


class TestRestricted:
    """Restricted publicity: title, effect and award are shown, everywhere, and nothing else."""

    @pytest.fixture
    def closed(self, tree: SiteTree) -> InitiativePage:
        image = ImageFactory(title=SECRET, description=SECRET, credit=SECRET, file__filename=f"{SECRET}.png")
        secrets = {
            name: f"{SECRET} {name}"
            for name in (
                "code", "summary", "image_alt", "image_caption", "problem_heading", "idea_heading", "result_heading",
                "quote", "quote_name", "benefit_note", "recognition_ref", "seo_title", "search_description",
            )
        }  # fmt: skip
        page: InitiativePage = InitiativePageFactory(
            title="Khuôn ép kín",
            slug="khuon-ep-kin",
            restricted=True,
            award="Bằng Lao động sáng tạo",
            benefit_vnd=730_000_000,
            unit=UnitFactory(code="75", name=f"{SECRET} đơn vị", short_name=f"{SECRET} đv"),
            field=InitiativeField.HEALTH,
            image=image,
            share_image=image,
            problem=f"<p>{SECRET}</p>",
            idea=f"<p>{SECRET}</p>",
            result=f"<p>{SECRET}</p>",
            with_tags=[f"{SECRET} thẻ"],
            people_and_effects=True,
            people_and_effects__name=f"{SECRET} tác giả",
            people_and_effects__job=f"{SECRET} nghề",
            people_and_effects__workplace=f"{SECRET} nơi làm",
            people_and_effects__portrait=image,
            **secrets,
        )
        SnapshotFactory(campaign=CampaignPageFactory().campaign, unit_codes=("75",))
        return page

    def outputs(self, tree: SiteTree, page: InitiativePage) -> list[str]:
        teller = StoryPageFactory(
            body=[
                {"type": "initiative", "value": {"page": page.pk}, "id": "1"},
                {"type": "related", "value": {"pages": [{"type": "item", "value": page.pk, "id": "2"}]}, "id": "3"},
            ]
        )
        other = InitiativePageFactory()
        return [page.url, teller.url, other.url, tree.initiatives.url, tree.home.url, f"{SEARCH}?q=khuôn ép"]

    def test_every_output_shows_its_title_and_no_secret(
        self, tree: SiteTree, client: Client, closed: InitiativePage
    ) -> None:
        for address in self.outputs(tree, closed):
            soup = soup_of(client, address)
            for ranking in soup.select("table"):  # all units of the campaign stand there, this one's too
                ranking.decompose()
            html = str(soup).replace("\xa0", " ")
            assert "Khuôn ép" in html, address
            assert SECRET.lower() not in html.lower(), address

    def test_no_day_dates_it(self, client: Client, closed: InitiativePage) -> None:
        closed.save_revision().publish()
        assert soup_of(client, closed.url).select("[property^='article:']") == []
        closed.restricted = False
        closed.save_revision().publish()
        dated = soup_of(client, closed.url).select("[property$='_time']")
        assert [tag["property"] for tag in dated] == ["article:published_time", "article:modified_time"]

    def test_effect_and_award_are_shown_with_the_reason(self, tree: SiteTree, client: Client, closed: Any) -> None:
        text = text_of(soup_of(client, closed.url))
        for words in ("730 triệu đồng", "11 ngày", "Bằng Lao động sáng tạo"):
            assert words in text
        assert "ạn chế công bố" in text or "estricted publicity" in text

    def test_search_finds_it_by_nothing_that_is_kept_back(self, tree: SiteTree, client: Client, closed: Any) -> None:
        for words in (SECRET, "tác giả", f"{SECRET} thẻ"):
            assert "Khuôn" not in text_of(soup_of(client, f"{SEARCH}?q={words}").select_one("main"))

    @pytest.mark.parametrize("query", ["linh-vuc=health", "don-vi=75", "the={tag}", "linh-vuc=health&don-vi=75"])
    def test_no_filter_tells_its_field_unit_or_tag(
        self, tree: SiteTree, client: Client, closed: Any, query: str
    ) -> None:
        open_one = InitiativePageFactory(
            title="Cữ nam châm", field=InitiativeField.HEALTH, unit=closed.unit, with_tags=[f"{SECRET} thẻ"]
        )
        tag = Tag.objects.get(tagged_initiatives__content_object=open_one)
        listed = text_of(soup_of(client, f"{tree.initiatives.url}?{query.format(tag=tag.slug)}").select_one(".cards"))
        assert "Cữ nam châm" in listed
        assert "Khuôn ép" not in listed

    def test_its_field_unit_and_tags_are_not_even_offered(self, tree: SiteTree, client: Client, closed: Any) -> None:
        filters = soup_of(client, tree.initiatives.url).select_one(".filters")
        assert filters is not None
        assert not filters.select("nav a")

    def test_its_head_speaks_of_the_effect(self, tree: SiteTree, client: Client, closed: Any) -> None:
        soup = soup_of(client, closed.url)
        description = soup.select_one("meta[name=description]")
        assert description is not None
        assert description["content"] == "11 ngày cạo thêm trong mùa mưa. Bằng Lao động sáng tạo"
        picture = soup.select_one("meta[property='og:image']")
        assert picture is not None
        assert f"/anh-chia-se/{closed.pk}/" in str(picture["content"])  # of words alone: tests/sharing/cards


class TestPaging:
    @pytest.fixture
    def full(self, tree: SiteTree) -> SiteTree:
        StoryPageFactory.create_batch(13)
        InitiativePageFactory.create_batch(13, people_and_effects=False)
        return tree

    @pytest.mark.parametrize("number", ["abc", "0", "-1", "", "٣", "1.5", "1e9", "1E3", "%00", "' OR 1=1", "１"])
    def test_what_is_no_page_number_is_the_first_page(self, full: SiteTree, client: Client, number: str) -> None:
        for index in (full.stories, full.initiatives):
            soup = soup_of(client, f"{index.url}?p={number}")
            assert len(soup.select(".card")) == 12

    def test_the_second_page_has_the_rest(self, full: SiteTree, client: Client) -> None:
        for index in (full.stories, full.initiatives):
            soup = soup_of(client, f"{index.url}?p=2")
            assert len(soup.select(".card")) == 1
            current = soup.select_one(".pager [aria-current=page]")
            assert current is not None
            assert "2" in current.get_text()

    @pytest.mark.parametrize("number", ["3", "99999", "999999999"])
    def test_beyond_the_last_page_is_a_clean_404(self, full: SiteTree, client: Client, number: str) -> None:
        for index in (full.stories, full.initiatives):
            assert soup_of(client, f"{index.url}?p={number}", status=404).h1

    def test_a_number_longer_than_any_is_the_first_page(self, full: SiteTree, client: Client) -> None:
        assert soup_of(client, f"{full.stories.url}?p={'9' * 5000}").h1

    def test_filters_stay_while_paging(self, full: SiteTree, client: Client) -> None:
        onward = soup_of(client, f"{full.stories.url}?loai=story").select_one(".pager a[rel=next]")
        assert onward is not None
        assert "loai=story" in str(onward["href"])
        assert len(soup_of(client, f"{full.stories.url}{onward['href']}").select(".card")) == 1


class TestAddressOfAList:
    @pytest.fixture
    def full(self, tree: SiteTree) -> SiteTree:
        StoryPageFactory.create_batch(13, kind="story")
        InitiativePageFactory.create_batch(13, people_and_effects=False)
        tree.stories.copy_for_translation(tree.en).save_revision().publish()
        return tree

    def head(self, client: Client, address: str) -> tuple[str, str, int]:
        soup = soup_of(client, address)
        canonical, title = soup.select_one("link[rel=canonical]"), soup.title
        assert canonical is not None
        assert title is not None
        return str(canonical["href"]), title.get_text(), len(soup.select("link[hreflang]"))

    def test_each_page_of_a_list_is_its_own(self, full: SiteTree, client: Client) -> None:
        for index in (full.stories, full.initiatives):
            first, title, _versions = self.head(client, index.url)
            assert first == index.full_url
            assert self.head(client, f"{index.url}?p=1") == (first, title, _versions)
            second, second_title, versions = self.head(client, f"{index.url}?p=2&nguon=zalo")
            assert second == f"{index.full_url}?p=2"
            assert second_title != title
            assert versions == 0

    def test_a_filtered_list_is_the_whole_one(self, full: SiteTree, client: Client) -> None:
        assert self.head(client, f"{full.stories.url}?loai=story&p=2")[0] == full.stories.full_url
        assert self.head(client, f"{full.initiatives.url}?linh-vuc=production&p=2")[0] == full.initiatives.full_url

    def test_the_other_language_keeps_the_filters_and_not_the_page(self, full: SiteTree, client: Client) -> None:
        address = f"{full.stories.url}?loai=story&p=2&nguon=zalo&the={'x' * 200}"
        link = soup_of(client, address).select_one(".langs a[hreflang=en]")
        assert link is not None
        assert link["href"] == "/en/cau-chuyen/?loai=story"
        missing = soup_of(client, f"{full.initiatives.url}?linh-vuc=health").select_one(".langs a[hreflang=en]")
        assert missing is not None
        assert missing["href"] == "/en/"
        assert "langs__missing" in str(missing["class"])


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_a_page_is_only_read(tree: SiteTree, client: Client, method: str) -> None:
    for address in (tree.home.url, tree.stories.url, StoryPageFactory().url):
        assert getattr(client, method)(address).status_code == 405
        assert client.head(address).status_code == 200


def test_what_is_not_there_leads_to_the_home_page_of_every_language(tree: SiteTree, client: Client) -> None:
    for address in ("/khong-co/", "/en/nothing/"):
        links = soup_of(client, address, status=404).select(".langs a")
        assert [link["href"] for link in links] == ["/", "/en/"]


@pytest.mark.parametrize("index", ["stories", "initiatives"])
def test_an_empty_list_offers_to_clear_filters_only_where_some_are_on(
    tree: SiteTree, client: Client, index: str
) -> None:
    address = getattr(tree, index).url
    assert not soup_of(client, address).select(f".empty a[href='{address}']")
    StoryPageFactory(kind="story", with_tags=["y tế"])
    InitiativePageFactory(field="safety", unit=UnitFactory(code="75"))
    InitiativePageFactory(field="health")
    query = "loai=news" if index == "stories" else "don-vi=75&linh-vuc=health"
    assert soup_of(client, f"{address}?{query}").select(f".empty a[href='{address}']")


class TestFilters:
    def test_kind_and_tag_narrow_the_stories(self, tree: SiteTree, client: Client) -> None:
        StoryPageFactory(title="Một", kind="news", with_tags=["y tế"])
        StoryPageFactory(title="Hai", kind="news")
        StoryPageFactory(title="Ba", kind="story", with_tags=["y tế"])
        slug = Tag.objects.get(name="y tế").slug

        def titles(query: str) -> set[str]:
            return {text_of(title) for title in soup_of(client, f"{tree.stories.url}?{query}").select(".card h3")}

        assert titles("loai=news") == {"Một", "Hai"}
        assert titles(f"the={slug}") == {"Một", "Ba"}
        assert titles(f"loai=news&the={slug}") == {"Một"}
        assert titles("loai=xyz&the=xyz") == {"Một", "Hai", "Ba"}

    def test_a_few_tags_are_shown_and_the_others_a_click_away(self, tree: SiteTree, client: Client) -> None:
        names = [f"thẻ {number}" for number in range(1, 10)]
        StoryPageFactory(with_tags=names)
        StoryPageFactory(with_tags=["thẻ 9"])

        def shown(query: str = "") -> tuple[list[str], list[str]]:
            choices = soup_of(client, f"{tree.stories.url}?{query}").select(".tagchoices")[0]
            few, others = choices.select(".tagchoices > ul a"), choices.select("details:not([open]) a")
            return [next(link.stripped_strings) for link in few], [next(link.stripped_strings) for link in others]

        few, others = shown()
        assert (few, others) == ([*names[:5], "thẻ 9"], names[5:8])
        assert shown(f"the={Tag.objects.get(name='thẻ 8').slug}")[0] == [*names[:4], "thẻ 8", "thẻ 9"]

    def test_fields_add_up_and_the_rest_narrows(self, tree: SiteTree, client: Client) -> None:
        unit = UnitFactory(code="75")
        InitiativePageFactory(title="Một", field="safety", unit=unit)
        InitiativePageFactory(title="Hai", field="health", unit=unit)
        InitiativePageFactory(title="Ba", field="health")
        InitiativePageFactory(title="Bốn", field="education")

        def titles(query: str) -> set[str]:
            return {text_of(title) for title in soup_of(client, f"{tree.initiatives.url}?{query}").select(".card h3")}

        assert titles("linh-vuc=safety&linh-vuc=health") == {"Một", "Hai", "Ba"}
        assert titles("linh-vuc=health&don-vi=75") == {"Hai"}
        assert titles("linh-vuc=health&linh-vuc=%00&don-vi=%27") == {"Hai", "Ba"}

    def test_a_campaign_is_called_what_its_page_is_called(self, tree: SiteTree, client: Client) -> None:
        campaign = CampaignPageFactory(title="40 ngày đêm").campaign
        InitiativePageFactory(campaign=campaign)
        InitiativePageFactory(campaign=CampaignFactory(slug="khac", name="Khác", featured=False))
        filters = soup_of(client, tree.initiatives.url).select_one(".filters")
        assert filters is not None
        option = filters.select_one(f"a[href='?chien-dich={campaign.slug}'] span")
        assert text_of(option) == "40 ngày đêm"

    def test_each_filter_that_is_on_can_be_taken_off_alone(self, tree: SiteTree, client: Client) -> None:
        InitiativePageFactory(field="safety", unit=UnitFactory(code="75"))
        address = f"{tree.initiatives.url}?linh-vuc=safety&don-vi=75&p=1"
        links = [str(link["href"]) for link in soup_of(client, address).select(".active a")]
        assert links == ["?don-vi=75", "?linh-vuc=safety"]

    def test_links_keep_the_filters_and_nothing_else_of_the_address(self, tree: SiteTree, client: Client) -> None:
        InitiativePageFactory(field="safety", with_tags=["may mặc"])
        StoryPageFactory(with_tags=["may mặc"])
        for number in range(13):
            StoryPageFactory(slug=f"s-{number}")
        campaign = CampaignPageFactory()
        SnapshotFactory(campaign=campaign.campaign)
        for address in (tree.initiatives.url, tree.stories.url, campaign.url, "/tim-kiem/"):
            asked = f"{address}?linh-vuc=safety&q=chuyện&nguon=zalo&la=%3Cb%3E"
            links = [str(link["href"]) for link in soup_of(client, asked).select("main a[href^='?']")]
            assert links, address
            assert not [link for link in links if "utm" in link or "la=" in link], address
            assert all(("q=" in link) == (address == "/tim-kiem/") for link in links), address

    def test_nothing_found_leads_on(self, tree: SiteTree, client: Client) -> None:
        InitiativePageFactory(field="safety")
        InitiativePageFactory(field="health", unit=UnitFactory(code="75"))
        soup = soup_of(client, f"{tree.initiatives.url}?linh-vuc=safety&don-vi=75")
        assert not soup.select(".card")
        assert soup.select_one(f".empty a[href='{tree.initiatives.url}']")

    def test_an_empty_index_says_so(self, tree: SiteTree, client: Client) -> None:
        for index in (tree.stories, tree.initiatives):
            assert soup_of(client, index.url).select(".empty")

    def test_drafts_and_private_pages_are_not_listed(self, tree: SiteTree, client: Client) -> None:
        private = StoryPageFactory()
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        StoryPageFactory(live=False)
        assert not soup_of(client, tree.stories.url).select(".card")


class TestBadInput:
    HOSTILE = "<script>alert(1)</script> \"'><img src=x onerror=alert(1)>"

    def test_hostile_text_is_shown_as_text_everywhere(self, tree: SiteTree, client: Client) -> None:
        story = StoryPageFactory(title=self.HOSTILE, lead=self.HOSTILE, byline=self.HOSTILE, with_tags=[self.HOSTILE])
        initiative = InitiativePageFactory(
            title=self.HOSTILE,
            summary=self.HOSTILE,
            quote=self.HOSTILE,
            with_tags=[self.HOSTILE],
            people_and_effects=True,
            people_and_effects__name=self.HOSTILE,
        )
        addresses = [story.url, initiative.url, tree.stories.url, tree.initiatives.url, tree.home.url]
        for address in [*addresses, f"{SEARCH}?q={self.HOSTILE}"]:
            soup = soup_of(client, address)
            assert "alert" in soup.get_text(), address
            runs = soup.select(
                "script:not([type='application/ld+json'])"
            )  # that one is data: tests/sharing/test_structured.py
            assert not [script for script in runs if "alert" in script.get_text()], address
            assert not soup.select("[onerror]"), address

    def test_decomposed_text_is_stored_composed(self, tree: SiteTree) -> None:
        decomposed = unicodedata.normalize("NFD", "Đồng Nai thi đua")
        page = StoryPageFactory(
            title=decomposed,
            lead=decomposed,
            body=[{"type": "paragraph", "value": f"<p>{decomposed}</p>", "id": "1"}],
        )
        page = StoryPage.objects.get(pk=page.pk)
        assert page.title == page.lead == "Đồng Nai thi đua"
        assert "Đồng Nai" in str(page.body.get_prep_value())

    def test_a_title_of_500_letters_is_refused_in_words(self, tree: SiteTree) -> None:
        page = StoryPage(title="ă" * 500, slug="x", lead="x", locale=tree.vi)
        with pytest.raises(ValidationError) as caught:
            tree.stories.add_child(instance=page)
        assert "255" in " ".join(caught.value.message_dict["title"])
        assert "500" in " ".join(caught.value.message_dict["title"])

    def test_two_pages_of_one_name_get_addresses_of_their_own(self, tree: SiteTree) -> None:
        first = tree.stories.add_child(instance=StoryPage(title="Đồng Nai", lead="x", locale=tree.vi))
        second = tree.stories.add_child(instance=StoryPage(title="Đồng Nai", lead="x", locale=tree.vi))
        assert (first.slug, second.slug) == ("dong-nai", "dong-nai-2")

    def test_the_tree_stays_sound(self, tree: SiteTree) -> None:
        StoryPageFactory()
        assert not any(Page.find_problems())


def test_what_is_in_another_language_says_so(tree: SiteTree, client: Client) -> None:
    initiative, related = InitiativePageFactory(), StoryPageFactory()
    body = [
        {"type": "initiative", "value": {"page": initiative.pk}, "id": "1"},
        {"type": "related", "value": {"pages": [{"type": "item", "value": related.pk, "id": "2"}]}, "id": "3"},
    ]
    vietnamese = StandardPageFactory(body=body)
    english = StandardPageFactory(parent=tree.home_en, slug="about", locale=tree.en, body=body)
    for page, marked in ((english, "vi"), (vietnamese, None)):
        links = soup_of(client, page.url).select(".oncard h3 a, .onward h3 a")
        assert [(link.get("lang"), link.get("hreflang")) for link in links] == [(marked, marked)] * 2
