"""What a text's blocks chose is loaded per model, and is the same as what each block loads by itself."""

from typing import Any

import pytest
from wagtail.blocks import StreamValue
from wagtail.models import Page

from publishing.cards import teasers_of
from publishing.gathering import ChosenPages, Gathering
from publishing.models import EditorialImage
from publishing.specifics import page_types, specific_pages
from stories.blocks import StoryBody
from tests.factories import (
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


def test_blocks_get_what_they_would_get_by_themselves(tree: SiteTree) -> None:
    page = CampaignPageFactory()
    SnapshotFactory(campaign=page.campaign, unit_codes=("75",))
    text = full_text(campaign=page.campaign)
    alone = StreamValue(StoryBody(), text.get_prep_value(), is_lazy=True)
    Gathering(text)
    assert [child.get_prep_value() for child in text] == [child.get_prep_value() for child in alone]
    assert [child.render() for child in text if child.block_type != "call_to_action"] == [
        child.render() for child in alone if child.block_type != "call_to_action"
    ]


def test_a_model_is_asked_once_whichever_blocks_chose_it(tree: SiteTree, django_assert_num_queries: Any) -> None:
    campaign = CampaignPageFactory().campaign
    text = full_text(campaign=campaign)
    # Pictures, documents, units, pages with all their types; then the initiatives' effects and authors.
    with django_assert_num_queries(6):
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
