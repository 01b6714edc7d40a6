"""Every block of a story: what it shows, and that a choice which is gone leaves nothing behind and breaks nothing."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override
from wagtail.blocks import StreamValue, StructBlockValidationError
from wagtail.models import PageViewRestriction

from campaigns.models import Unit
from publishing.blocks import VideoBlock
from publishing.blocks.media import video_embed_url
from publishing.models import SiteSettings
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
from vietnamese.text import glue

BLOCKS = sorted(StoryBody().child_blocks)
NOWHERE = 999_999
pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> SiteTree:
    return site_tree()


def render(kind: str, value: Any) -> str:
    """One block of a story as it stands on a page, from its stored form."""
    stream = StreamValue(StoryBody(), [{"type": kind, "value": value, "id": "1"}], is_lazy=True)
    request = RequestFactory().get("/")
    return "".join(stream[0].render(context={"request": request}).split("\n")).strip()


def picture(image: Any, *, alt: str = "Người thợ bên máy", decorative: bool = False) -> dict[str, Any]:
    return {"image": getattr(image, "pk", image), "alt_text": alt, "decorative": decorative}


def items(*values: Any) -> list[dict[str, Any]]:
    return [{"type": "item", "value": value, "id": str(number)} for number, value in enumerate(values)]


@pytest.mark.parametrize("kind", BLOCKS)
def test_its_preview_shows_something(kind: str, tree: SiteTree) -> None:
    ImageFactory.create_batch(3)
    DocumentFactory()
    InitiativePageFactory()
    SnapshotFactory(campaign=CampaignPageFactory().campaign)
    block = StoryBody().child_blocks[kind]
    html = block.bind(block.get_preview_value()).render(
        context=block.get_preview_context(block.get_preview_value()) | {"request": RequestFactory().get("/")}
    )
    assert html.strip()
    assert "style=" not in html
    assert "<script" not in html


@pytest.mark.parametrize("kind", BLOCKS)
def test_its_preview_breaks_nothing_on_an_empty_site(kind: str) -> None:
    block = StoryBody().child_blocks[kind]
    block.bind(block.get_preview_value()).render(context={"request": RequestFactory().get("/")})


@pytest.mark.parametrize("kind", BLOCKS)
def test_a_draft_saved_empty_can_be_shown(kind: str, tree: SiteTree) -> None:
    block = StoryBody().child_blocks[kind]
    block.bind(block.get_default()).render(context={"request": RequestFactory().get("/")})


@pytest.mark.parametrize("kind", BLOCKS)
def test_it_is_shown_on_the_preview_page(kind: str, tree: SiteTree) -> None:
    block = StoryBody().child_blocks[kind]
    html = render_to_string(
        "wagtailcore/shared/block_preview.html",
        {
            "bound_block": block.bind(block.get_preview_value()),
            "page_title": "Preview",
            "request": RequestFactory().get("/"),
        },
    )
    assert "css/site.css" in html


class TestFigure:
    def test_the_text_alternative_is_the_one_of_this_use(self) -> None:
        image = ImageFactory(description="Ảnh trong kho")
        html = render("figure", {"image": picture(image), "caption": "Chuyền 7", "credit": "", "size": "text"})
        assert 'alt="Người thợ bên máy"' in html
        assert "Ảnh trong kho" not in html

    def test_a_decorative_picture_is_silent(self) -> None:
        html = render("figure", {"image": picture(ImageFactory(), decorative=True), "size": "text"})
        assert 'alt=""' in html

    def test_one_picture_twice_keeps_both_alternatives(self) -> None:
        image = ImageFactory()
        raw = [
            {"type": "figure", "value": {"image": picture(image, alt=alt), "size": "text"}, "id": alt}
            for alt in ("Một", "Hai")
        ]
        stream = StreamValue(StoryBody(), raw, is_lazy=True)
        assert [child.value["image"].contextual_alt_text for child in stream] == ["Một", "Hai"]

    def test_the_credit_is_the_pictures_own_unless_typed(self) -> None:
        image = ImageFactory(credit="Ảnh: Kho")
        assert "Ảnh: Kho" in render("figure", {"image": picture(image), "size": "text"})
        assert "Ảnh: Kho" not in render("figure", {"image": picture(image), "credit": "Ảnh: Bạn đọc", "size": "text"})
        with override("ja"):
            assert 'lang="vi">Ảnh: Kho' in render("figure", {"image": picture(image), "size": "text"})
            typed = render(
                "figure", {"image": picture(image), "caption": "机を囲む。", "credit": "写真：読者", "size": "text"}
            )
        assert '机を囲む。 <span class="credit">写真：読者</span>' in typed

    def test_a_deleted_picture_takes_its_caption_along(self) -> None:
        image = ImageFactory()
        key = image.pk
        image.delete()
        assert render("figure", {"image": picture(key), "caption": "Chuyền 7", "size": "wide"}) == ""

    def test_without_alternative_and_not_decorative_it_is_refused(self) -> None:
        block = StoryBody().child_blocks["figure"]
        value = block.to_python({"image": picture(ImageFactory(), alt=""), "size": "text"})
        with pytest.raises(StructBlockValidationError):
            block.clean(value)


class TestGallery:
    def test_deleted_pictures_close_the_gap(self) -> None:
        kept, gone = ImageFactory(), ImageFactory()
        key = gone.pk
        gone.delete()
        html = render("gallery", {"items": items({"image": picture(kept)}, {"image": picture(key), "caption": "Mất"})})
        assert html.count("<li>") == 1
        assert "Mất" not in html

    def test_without_any_picture_there_is_no_list(self) -> None:
        assert render("gallery", {"items": items({"image": picture(NOWHERE)})}) == ""


class TestVideo:
    VALUE = {"url": "https://www.youtube.com/watch?v=abcdefghijk", "title": "Cắt rập", "duration": "2 phút"}

    def test_nothing_is_loaded_before_the_click(self) -> None:
        html = render("video", self.VALUE)
        assert "<iframe" not in html
        assert 'data-video="https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"' in html
        assert "www.youtube-nocookie.com" in html
        assert 'href="https://www.youtube.com/watch?v=abcdefghijk"' in html

    def test_a_deleted_poster_leaves_the_film(self) -> None:
        html = render("video", self.VALUE | {"poster": NOWHERE})
        assert "data-video" in html
        assert "<img" not in html

    @pytest.mark.parametrize(
        "address",
        [
            "https://evil.example/watch?v=abcdefghijk",
            "https://www.youtube.com.evil.example/watch?v=abcdefghijk",
            "https://youtu.be/../../etc",
            "https://vimeo.com/abc",
            'https://www.youtube.com/watch?v="><script>',
            "javascript:alert(1)",
        ],
    )
    def test_other_addresses_are_refused(self, address: str) -> None:
        assert video_embed_url(address) is None
        assert render("video", self.VALUE | {"url": address}) == ""
        with pytest.raises((ValidationError, StructBlockValidationError)):
            block = VideoBlock()
            block.clean(block.to_python(self.VALUE | {"url": address}))

    @pytest.mark.parametrize(
        ("address", "embed"),
        [
            ("https://youtu.be/abcdefghijk", "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"),
            (
                "https://m.youtube.com/shorts/abcdefghijk",
                "https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1",
            ),
            ("https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1"),
        ],
    )
    def test_known_addresses_play_without_cookies(self, address: str, embed: str) -> None:
        assert video_embed_url(address) == embed


class TestDocument:
    def test_type_and_size_are_said_before_the_click(self) -> None:
        document = DocumentFactory()
        html = render("document", {"document": document.pk, "title": ""})
        assert document.title in html
        assert "PDF" in html
        assert "2,0" in html

    def test_a_missing_file_has_no_size(self) -> None:
        document = DocumentFactory()
        document.file.storage.delete(document.file.name)
        assert "PDF" in render("document", {"document": document.pk, "title": "Mẫu"})

    def test_a_deleted_document_leaves_nothing(self) -> None:
        assert render("document", {"document": NOWHERE, "title": "Mẫu"}) == ""


class TestRelatedPages:
    def test_only_pages_that_the_public_can_open(self, tree: SiteTree) -> None:
        shown, draft, private = StoryPageFactory(), StoryPageFactory(live=False), StoryPageFactory()
        PageViewRestriction.objects.create(page=private, restriction_type="login")
        html = render("related", {"heading": "Đọc thêm", "pages": items(draft.pk, shown.pk, private.pk, NOWHERE)})
        assert shown.title in html
        assert "Đọc thêm" in html
        assert draft.title not in html
        assert private.title not in html

    def test_without_one_left_the_heading_goes_too(self, tree: SiteTree) -> None:
        draft = StoryPageFactory(live=False)
        assert render("related", {"heading": "Đọc thêm", "pages": items(draft.pk, NOWHERE)}) == ""

    def test_a_reader_of_english_gets_the_english_page(self, tree: SiteTree) -> None:
        from django.utils import translation

        page = StandardPageFactory(title="Giới thiệu")
        english = StandardPageFactory(
            parent=tree.home_en, title="About", locale=tree.en, translation_key=page.translation_key
        )
        with translation.override("en"):
            assert english.title in render("related", {"pages": items(page.pk)})
        assert page.title in render("related", {"pages": items(page.pk)})
        english.unpublish()
        with translation.override("en"):
            assert page.title in render("related", {"pages": items(page.pk)})


class TestInitiativeCard:
    def test_it_shows_title_gain_and_author(self, tree: SiteTree) -> None:
        page = InitiativePageFactory(benefit_vnd=418_000_000)
        html = render("initiative", {"page": page.pk})
        assert glue(page.title) in html
        assert "418 triệu đồng" in html
        assert "Trần Văn Bảy" in html

    @pytest.mark.parametrize("state", ["deleted", "draft", "private"])
    def test_one_that_is_gone_leaves_nothing(self, tree: SiteTree, state: str) -> None:
        page = InitiativePageFactory(live=state != "draft")
        key = page.pk
        if state == "deleted":
            page.delete()
        elif state == "private":
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        assert render("initiative", {"page": key}) == ""

    def test_several_cards_are_loaded_together(self, tree: SiteTree, django_assert_max_num_queries: Any) -> None:
        pages = [InitiativePageFactory(image=ImageFactory()) for _ in range(4)]

        def queries(count: int) -> str:
            raw = [{"type": "initiative", "value": {"page": page.pk}, "id": str(page.pk)} for page in pages[:count]]
            stream = StreamValue(StoryBody(), raw, is_lazy=True)
            return "".join(child.render(context={"request": RequestFactory().get("/")}) for child in stream)

        queries(4)  # makes the renditions
        with django_assert_max_num_queries(14):
            assert queries(4).count("<article") == 4


class TestLiveCounter:
    def test_a_number_comes_with_its_time_and_state(self, tree: SiteTree) -> None:
        page = CampaignPageFactory()
        SnapshotFactory(campaign=page.campaign)
        html = render(
            "counter", {"heading": "Con số này", "campaign": page.campaign.pk, "scope": "campaign", "unit": None}
        )
        assert "141.846" in html
        assert "Con số này" in html
        assert "10/5/2022" in html
        assert "chip--live" in html
        assert page.url in html

    def test_a_unit_leads_to_its_own_address(self, tree: SiteTree) -> None:
        page, unit = CampaignPageFactory(), UnitFactory(code="75")
        SnapshotFactory(campaign=page.campaign, unit_codes=("75",))
        html = render("counter", {"heading": "", "campaign": page.campaign.pk, "scope": "unit", "unit": unit.pk})
        assert "1.990" in html
        assert f"{page.url}don-vi/75/" in html

    def test_without_a_snapshot_the_number_is_unknown_and_never_0(self, tree: SiteTree) -> None:
        html = render("counter", {"campaign": CampaignPageFactory().campaign.pk, "unit": None})
        assert "—" in html
        assert "chip--unknown" in html

    @pytest.mark.parametrize("gone", ["campaign page", "campaign", "unit"])
    def test_what_may_not_be_shown_leaves_nothing(self, tree: SiteTree, gone: str) -> None:
        page, unit = CampaignPageFactory(), UnitFactory(code="75")
        SnapshotFactory(campaign=page.campaign, unit_codes=("75",))
        value = {"heading": "Con số này", "campaign": page.campaign.pk, "unit": unit.pk}
        if gone == "campaign page":
            page.unpublish()
        elif gone == "campaign":
            value["campaign"] = NOWHERE
        else:
            Unit.objects.all().delete()
        assert render("counter", value) == ""

    @pytest.mark.parametrize(("stored", "scope"), [(None, "campaign"), (NOWHERE, "unit")])
    def test_a_block_of_before_the_choice_keeps_its_meaning(
        self, tree: SiteTree, stored: int | None, scope: str
    ) -> None:
        block: Any = StoryBody().child_blocks["counter"]
        raw = {"heading": "", "campaign": CampaignPageFactory().campaign.pk, "unit": stored}
        assert block.to_python(raw)["scope"] == scope

    def test_a_unit_that_is_gone_never_becomes_the_whole_campaign(self, tree: SiteTree) -> None:
        block: Any = StoryBody().child_blocks["counter"]
        raw = {"heading": "", "campaign": CampaignPageFactory().campaign.pk, "unit": NOWHERE}
        again = block.get_prep_value(block.to_python(raw))  # loaded into the form, and stored from it
        assert (again["scope"], again["unit"]) == ("unit", None)
        with pytest.raises(StructBlockValidationError) as refused:
            block.clean(block.to_python(again))
        assert "hãy chọn lại" in str(refused.value.block_errors["unit"])

    def test_a_unit_beside_the_whole_campaign_is_a_contradiction(self, tree: SiteTree) -> None:
        block: Any = StoryBody().child_blocks["counter"]
        campaign, unit = CampaignPageFactory().campaign, UnitFactory()
        value = {"campaign": campaign.pk, "scope": "campaign", "unit": unit.pk}
        with pytest.raises(StructBlockValidationError):
            block.clean(block.to_python(value))
        assert block.clean(block.to_python(value | {"scope": "unit"}))["unit"] == unit


class TestCallToAction:
    VALUE = {"heading": "Bạn cũng có cách hay?", "text": "Tổ hỗ trợ giúp viết.", "label": "Gửi sáng kiến"}

    def test_without_a_choice_it_leads_to_where_initiatives_are_submitted(self, tree: SiteTree) -> None:
        settings = SiteSettings.for_site(tree.site)
        settings.submit_url = "https://sangkien.example/nop"
        settings.save()
        assert 'href="https://sangkien.example/nop"' in render("call_to_action", self.VALUE)

    def test_a_chosen_address_or_page_comes_first(self, tree: SiteTree) -> None:
        page = StandardPageFactory()
        assert f'href="{page.url}"' in render("call_to_action", self.VALUE | {"page": page.pk})
        assert 'href="https://a.example/"' in render("call_to_action", self.VALUE | {"url": "https://a.example/"})

    def test_a_chosen_page_that_is_gone_takes_the_button_along(self, tree: SiteTree) -> None:
        draft = StandardPageFactory(live=False)
        assert render("call_to_action", self.VALUE | {"page": draft.pk}) == ""
        assert render("call_to_action", self.VALUE | {"page": NOWHERE}) == ""


class TestWords:
    HOSTILE = "<script>alert('sáng kiến')</script>"

    @pytest.mark.parametrize(
        ("kind", "value"),
        [
            ("quote", {"text": HOSTILE, "name": HOSTILE, "role": HOSTILE}),
            ("key_figures", {"figures": items({"value": HOSTILE, "label": HOSTILE}), "source": HOSTILE}),
            ("call_to_action", {"heading": HOSTILE, "text": HOSTILE, "label": HOSTILE}),
            ("video", TestVideo.VALUE | {"title": HOSTILE, "caption": HOSTILE}),
        ],
    )
    def test_markup_in_plain_text_is_shown_as_text(self, tree: SiteTree, kind: str, value: Any) -> None:
        html = render(kind, value)
        assert "<script" not in html
        assert "&lt;script&gt;" in html

    def test_a_speaker_without_portrait_is_named(self) -> None:
        html = render(
            "quote", {"text": "Máy không biết mệt.", "name": "Thu Hà", "role": "công nhân", "portrait": NOWHERE}
        )
        assert "Thu Hà" in html
        assert "<img" not in html

    def test_a_link_to_a_page_that_was_deleted_stays_readable(self, tree: SiteTree) -> None:
        assert "đọc bài" in render("paragraph", f'<p><a linktype="page" id="{NOWHERE}">đọc bài</a></p>')
