"""What a text's blocks chose is loaded per model, and is the same as what each block loads by itself."""

import re
from typing import Any

import pytest
from django.utils import translation
from wagtail.blocks import StreamValue
from wagtail.models import Page

from publishing.cards import teasers_of
from publishing.gathering import ChosenPages, Gathering
from publishing.models import EditorialImage
from publishing.specifics import page_types, specific_pages
from stories.blocks import StoryBody
from tests.factories import (
    CampaignFactory,
    CampaignPageFactory,
    DocumentFactory,
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


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


def picture(image: Any, alt: str = "Người thợ") -> dict[str, Any]:
    return {"image": image.pk, "alt_text": alt, "decorative": False}


def items(*values: Any) -> list[dict[str, Any]]:
    return [{"type": "item", "value": value, "id": str(number)} for number, value in enumerate(values)]


def full_text(**given: Any) -> StreamValue:
    """A text with a block of every kind that chooses something."""
    image, unit = ImageFactory(), UnitFactory(code="75")
    raw = [
        ("figure", {"image": picture(image), "size": "text"}),
        ("figure", {"image": picture(image, "Lần nữa"), "size": "text"}),
        ("gallery", {"items": items(*({"image": picture(ImageFactory())} for _ in range(3)))}),
        ("quote", {"text": "x", "name": "y", "portrait": ImageFactory().pk}),
        ("video", {"url": "https://vimeo.com/76979871", "title": "x", "poster": ImageFactory().pk}),
        ("document", {"document": DocumentFactory().pk}),
        ("initiative", {"page": InitiativePageFactory(image=ImageFactory()).pk}),
        ("initiative", {"page": InitiativePageFactory(image=ImageFactory()).pk}),
        ("related", {"pages": items(StoryPageFactory(image=ImageFactory()).pk, StandardPageFactory().pk)}),
        ("call_to_action", {"heading": "x", "label": "y", "page": StandardPageFactory().pk}),
        ("counter", {"campaign": given["campaign"].pk, "unit": unit.pk}),
        ("paragraph", "<p>x</p>"),
        ("gone", {"page": 1}),
    ]
    stored = [{"type": kind, "value": value, "id": str(number)} for number, (kind, value) in enumerate(raw)]
    return StoryBody().to_python(stored)


def rendered(text: StreamValue) -> list[str]:
    """The markup of each block, whenever it was made."""
    html = [child.render() for child in text if child.block_type != "call_to_action"]
    return [re.sub(r'data-late="\d+"', "", part) for part in html]


def test_blocks_get_what_they_would_get_by_themselves(tree: SiteTree) -> None:
    page = CampaignPageFactory()
    SnapshotFactory(campaign=page.campaign, unit_codes=("75",))
    text = full_text(campaign=page.campaign)
    alone = StreamValue(StoryBody(), text.get_prep_value(), is_lazy=True)
    Gathering(text)
    assert [child.get_prep_value() for child in text] == [child.get_prep_value() for child in alone]
    assert rendered(text) == rendered(alone)


def test_a_model_is_asked_once_whichever_blocks_chose_it(tree: SiteTree, django_assert_num_queries: Any) -> None:
    campaign = CampaignPageFactory().campaign
    text = full_text(campaign=campaign)
    # Pictures, documents, units, the campaign's newest snapshot and page, pages with all their types; then the
    # initiatives' effects and authors.
    with django_assert_num_queries(8):
        gathering = Gathering(text, known=[campaign])
        assert len([image for image in gathering.pictures if image is not None]) == 10


def test_the_same_picture_twice_keeps_its_two_alternatives(tree: SiteTree) -> None:
    text = full_text(campaign=CampaignPageFactory().campaign)
    Gathering(text)
    assert [text[place].value["image"].contextual_alt_text for place in (0, 1)] == ["Người thợ", "Lần nữa"]


def test_pictures_stored_as_plain_keys_are_found(tree: SiteTree) -> None:
    image = ImageFactory(description="Trong kho")
    text = StreamValue(
        StoryBody(), [{"type": "figure", "value": {"image": image.pk, "size": "text"}, "id": "1"}], is_lazy=True
    )
    Gathering(text)
    assert text[0].value["image"].pk == image.pk
    assert text[0].value["image"].contextual_alt_text == "Trong kho"


def test_what_is_gone_is_none(tree: SiteTree) -> None:
    text = full_text(campaign=CampaignPageFactory().campaign)
    EditorialImage.objects.all().delete()
    StoryPageFactory._meta.model.objects.all().delete()
    Gathering(text)
    assert text[0].value["image"] is None
    assert text[2].value.shown == []


def test_outside_of_it_choosers_work_as_ever(tree: SiteTree) -> None:
    text = full_text(campaign=CampaignPageFactory().campaign)
    assert Gathering.under_way() is None
    assert text[0].value["image"].pk
    assert text[6].value.initiative is not None


def test_pages_of_all_types_come_in_one_query(tree: SiteTree, django_assert_num_queries: Any) -> None:
    pages: list[Any] = [StoryPageFactory(), InitiativePageFactory(), StandardPageFactory(), tree.home]
    with django_assert_num_queries(1):
        found = specific_pages(Page.objects.filter(pk__in=[page.pk for page in pages]).order_by("pk"))
        assert {type(page) for page in found} == {type(page) for page in pages}
        assert [page.pk for page in found] == sorted(page.pk for page in pages)
        assert {page.locale.language_code for page in found} == {"vi"}
    for page in found:
        page.refresh_from_db()  # a whole instance, as any other
        assert page.specific is page or page.specific == page
    assert len(page_types()) == 8


def test_teasers_of_a_restricted_initiative_have_no_picture(tree: SiteTree) -> None:
    closed = InitiativePageFactory(restricted=True, image=ImageFactory(), award="Bằng khen")
    story = StoryPageFactory(image=ImageFactory())
    first, second = teasers_of([closed, story])
    assert (first.image, first.date) == (None, None)
    assert second.image == story.image


def test_no_choice_costs_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert ChosenPages([]).shown == {}
        Gathering(StreamValue(StoryBody(), [], is_lazy=True))


class TestLinksOfRunningText:
    """Links lead to what a reader can open, in the reader's language, gathered or not."""

    def text(self, *links: str) -> StreamValue:
        raw = [{"type": "paragraph", "value": f"<p>{link}</p>", "id": str(n)} for n, link in enumerate(links)]
        return StreamValue(StoryBody(), raw, is_lazy=True)

    def both_ways(self, *links: str) -> list[str]:
        """What a text renders to; it must be the same with a gathering and without."""
        alone = [str(child.value) for child in self.text(*links)]
        gathered = self.text(*links)
        Gathering(gathered)
        assert [str(child.value) for child in gathered] == alone
        return alone

    def test_they_lead_to_the_version_in_the_readers_language(self, tree: SiteTree) -> None:
        page, only_vietnamese = StandardPageFactory(), StandardPageFactory()
        english = StandardPageFactory(
            parent=tree.home_en, slug="about", locale=tree.en, translation_key=page.translation_key
        )
        links = [f'<a linktype="page" id="{key}">x</a>' for key in (page.pk, only_vietnamese.pk)]
        with translation.override("en"):
            first, second = self.both_ways(*links)
        assert first == f'<p><a href="{english.url}">x</a></p>'
        assert second == f'<p><a href="{only_vietnamese.url}" hreflang="vi">x</a></p>'

    def test_what_nobody_can_open_is_no_link(self, tree: SiteTree) -> None:
        draft = StandardPageFactory(live=False)
        tags = (f'linktype="page" id="{draft.pk}"', 'linktype="page" id="99999"', 'linktype="page" id="x"')
        more = ('linktype="page"', 'linktype="document" id="99999"', 'linktype="document" id="٣"')
        for html in self.both_ways(*(f"<a {tag}>x</a>" for tag in (*tags, *more))):
            assert html == "<p><a>x</a></p>"

    def test_documents_and_other_addresses_stay(self, tree: SiteTree) -> None:
        document = DocumentFactory()
        first, second = self.both_ways(
            f'<a linktype="document" id="{document.pk}">x</a>', '<a href="https://example.com/?a=1&amp;b=2">x</a>'
        )
        assert first == f'<p><a href="{document.url}">x</a></p>'
        assert 'href="https://example.com/?a=1&amp;b=2"' in second

    def test_many_cost_as_much_as_one(self, tree: SiteTree, django_assert_num_queries: Any) -> None:
        pages = [*StandardPageFactory.create_batch(5), *InitiativePageFactory.create_batch(5)]
        text = self.text(*(f'<a linktype="page" id="{page.pk}">x</a>' for page in pages))
        pages[0].get_url()  # the site's root paths are known from here on
        with django_assert_num_queries(1):
            Gathering(text)
            assert all("href" in str(child.value) for child in text)


def test_counters_of_many_campaigns_cost_as_much_as_one(tree: SiteTree, django_assert_num_queries: Any) -> None:
    raw = []
    for number in range(5):
        campaign = CampaignFactory(slug=f"khac-{number}", featured=False)
        CampaignPageFactory(slug=campaign.slug, campaign=campaign)
        SnapshotFactory(campaign=campaign, count=1)
        SnapshotFactory(campaign=campaign, count=100 + number)
        raw.append({"type": "counter", "value": {"campaign": campaign.pk, "unit": None}, "id": str(number)})
    text = StreamValue(StoryBody(), raw, is_lazy=True)
    with django_assert_num_queries(3):  # campaigns, their newest snapshots, their pages
        Gathering(text)
        assert [child.value.counter.value for child in text] == [100, 101, 102, 103, 104]


def test_a_counter_without_a_heading_says_what_it_counts_in_the_readers_language(tree: SiteTree) -> None:
    page = CampaignPageFactory(title="40 ngày")
    index = tree.campaigns.copy_for_translation(tree.en)
    index.save_revision().publish()
    CampaignPageFactory(
        parent=index,
        locale=tree.en,
        title="The 40 days",
        campaign=page.campaign,
        translation_key=page.translation_key,
    )
    unit = UnitFactory(code="75", short_name="LĐLĐ Đồng Nai")
    SnapshotFactory(campaign=page.campaign, unit_codes=("75",))
    values = [{"campaign": page.campaign.pk, "unit": None}, {"campaign": page.campaign.pk, "unit": unit.pk}]
    raw = [{"type": "counter", "value": value, "id": str(number)} for number, value in enumerate(values)]
    with translation.override("en"):
        whole, part = [child.render() for child in StreamValue(StoryBody(), raw, is_lazy=True)]
    assert "<h2>The 40 days</h2>" in whole.replace("\xa0", " ")
    assert '<h2 lang="vi">LĐLĐ Đồng Nai</h2>' in part.replace("\xa0", " ")
    with translation.override("vi"):
        whole, part = [child.render() for child in StreamValue(StoryBody(), raw, is_lazy=True)]
    assert "<h2>40 ngày</h2>" in whole.replace("\xa0", " ")
    assert "<h2>LĐLĐ" in part.replace("\xa0", " ")
