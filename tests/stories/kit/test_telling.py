"""What goes onto paper and into kits: all that may be told, nothing that may not, and the editor is told which."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.utils import translation

from publishing.consent import People, Rights, Use
from publishing.models import EditorialImage
from sharing.print.content import Drawing, Picture
from stories.kit.permitted import KIT, POSTER, Permitted
from stories.kit.sheets import poster_of, thanks_of
from stories.kit.telling import Telling
from stories.kit.told import credit_of, in_its_language
from stories.kit.words import source_of, words_of
from stories.models import InitiativePage, StoryPage
from tests.factories import ConsentFactory, ImageFactory, StoryPageFactory, UnitFactory
from tests.stories.kit.conftest import QUOTE, PhotoFactory, consent_of

pytestmark = pytest.mark.django_db


def told(page: InitiativePage | StoryPage, uses: tuple[Use, ...] = POSTER) -> Telling:
    fresh = type(page).objects.get(pk=page.pk)
    return in_its_language(fresh, Permitted(fresh.locale.language_code, uses))


def test_an_initiative_tells_everything(initiative: InitiativePage) -> None:
    telling = told(initiative)
    poster = poster_of(telling)

    assert isinstance(poster.picture, Picture) and poster.picture.alt == "Người thợ cạo mủ giữa hai hàng cây"
    assert poster.person is not None and poster.person.name == "Điểu Lâm" and poster.person.portrait is not None
    assert poster.quote == QUOTE and poster.text == ""
    assert [figure.value for figure in poster.figures] == ["418 triệu đồng", "11 ngày", "0 ca"]
    assert "Ước tính, theo báo cáo của đơn vị" in poster.notes
    assert poster.credit == "Ảnh: Nguyễn Văn A"
    assert poster.unit == "Công đoàn Cao su Việt Nam"
    assert poster.code.url.endswith("utm_source=qr&utm_medium=print") and "/s/" in poster.code.url
    assert poster.code.address.partition("/")[2].startswith("s/")
    assert telling.left_out == ()


def test_a_restricted_one_tells_title_effect_and_award(initiative: InitiativePage) -> None:
    initiative.restricted = True
    initiative.save()

    for uses in (POSTER, KIT):
        telling = told(initiative, uses)
        poster = poster_of(telling)
        assert poster.title == "Xe hai bánh chở mủ" and poster.award and poster.figures
        assert (poster.picture, poster.person, poster.quote, poster.text, poster.unit) == (None, None, "", "", "")
        assert (telling.people, telling.photos, telling.summary) == ([], (), "")
        assert list(thanks_of(telling)) == []
        said = repr(poster) + repr(telling.notes)
        for secret in ("Điểu Lâm", "Cao su", "Nông trường", "quang gánh", QUOTE, "Nguyễn Văn A"):
            assert secret not in said


def test_an_example_says_so(initiative: InitiativePage) -> None:
    initiative.is_example = True
    initiative.save()

    telling = told(initiative)
    assert any("ví dụ" in note for note in telling.notes)
    assert all("ví dụ minh họa" in words.text for words in words_of(telling) if words.channel.name != "x")


def test_a_japanese_caption_has_marks_and_brackets_of_its_own(initiative: InitiativePage) -> None:
    initiative.is_example = True
    initiative.save()
    telling = told(initiative)
    assert telling.quote and telling.quoted
    with translation.override("ja"):
        source = source_of(replace(telling, language="ja"))
    assert source.quote == f"「{telling.quote}」 – {telling.quoted.name}"
    assert source.summary.endswith("（説明のための架空の例）")


def test_without_a_picture_the_scene_of_its_field_stands_in(initiative: InitiativePage) -> None:
    initiative.image = None
    initiative.save()

    picture = told(initiative).picture

    assert isinstance(picture, Drawing) and picture.read().startswith(b"<svg")


def test_who_has_not_consented_is_left_out_and_the_editor_is_told(initiative: InitiativePage) -> None:
    initiative.authors.update(consent=None)

    telling = told(initiative)
    poster = poster_of(telling)

    assert poster.person is None and poster.quote == ""
    assert poster.text == "Hai vành xe đạp cũ thay cho đôi quang gánh."
    assert [line.partition(":")[0] for line in telling.left_out] == ["Điểu Lâm", "Lời của Điểu Lâm"]


@pytest.mark.parametrize(("withdrawn", "named", "quoted"), [("quote", True, False), ("name", False, False)])
def test_each_purpose_is_asked_for_by_itself(
    initiative: InitiativePage, withdrawn: str, named: bool, quoted: bool
) -> None:
    consent = consent_of(initiative)
    consent.withdrawn = [withdrawn]
    consent.save()

    telling = told(initiative)

    assert ([person.name for person in telling.people] == ["Điểu Lâm"]) == named
    assert telling.unnamed == (() if named else ("Điểu Lâm",))
    assert bool(telling.quote) == quoted


def test_a_consent_to_posters_alone_keeps_the_person_out_of_the_kit(initiative: InitiativePage) -> None:
    consent = consent_of(initiative)
    consent.for_kit = False
    consent.save()

    assert told(initiative, POSTER).people
    kit = told(initiative, KIT)
    assert kit.people == [] and kit.quote == "" and kit.unnamed == ("Điểu Lâm",)


def test_an_expired_consent_is_none(initiative: InitiativePage) -> None:
    consent = consent_of(initiative)
    consent.expires_on = date(2022, 5, 1)
    consent.save()

    assert told(initiative).people == []


def test_a_picture_that_others_may_not_use_is_on_the_poster_and_not_in_the_kit(
    initiative: InitiativePage, photo: EditorialImage
) -> None:
    photo.rights = Rights.NO_REUSE
    photo.save()

    assert isinstance(told(initiative, POSTER).picture, Picture)
    kit = told(initiative, KIT)
    assert isinstance(kit.picture, Drawing)
    assert [photo.picture.alt for photo in kit.photos] == ["Công nhân bên máy may"]  # the portrait alone


def test_a_picture_of_people_without_a_record_stays_out(initiative: InitiativePage, photo: EditorialImage) -> None:
    photo.people = People.YES
    photo.save()

    assert isinstance(told(initiative).picture, Drawing)
    photo.consents.add(ConsentFactory())
    assert isinstance(told(initiative).picture, Picture)


def test_a_lost_file_is_told_and_left_out(initiative: InitiativePage, photo: EditorialImage) -> None:
    Path(default_storage.path(photo.file.name)).unlink()

    telling = told(initiative)

    assert isinstance(telling.picture, Drawing)
    assert telling.left_out == ("Lô cao su dốc: Tệp của ảnh này đã mất. Hãy tải ảnh lên lại.",)


def test_several_authors_are_counted_and_each_has_a_card(initiative: InitiativePage) -> None:
    first = initiative.authors.get()
    for name in ("Trần Văn Bảy", "Lê Thị Sáu"):
        initiative.authors.add(
            type(first)(locale=first.locale, name=name, job="Thợ", workplace="Tổ 7", consent=ConsentFactory(name=name))
        )
    initiative.save()

    telling = told(initiative)

    assert poster_of(telling).person.name == "Điểu Lâm và 2 người khác"  # type: ignore[union-attr]
    assert [card.file for card in thanks_of(telling)] == [
        "thiep-cam-on-1-dieu-lam.pdf",
        "thiep-cam-on-2-tran-van-bay.pdf",
        "thiep-cam-on-3-le-thi-sau.pdf",
    ]


def test_the_focal_point_is_kept(initiative: InitiativePage, photo: EditorialImage) -> None:
    photo.focal_point_x, photo.focal_point_y, photo.focal_point_width, photo.focal_point_height = 300, 250, 10, 10
    photo.save()

    picture = told(initiative).picture

    assert isinstance(picture, Picture) and picture.focus == pytest.approx((0.2, 0.25))


@pytest.fixture
def story() -> StoryPage:
    portrait = PhotoFactory(title="Chân dung chị Hà", people=People.YES)
    portrait.consents.add(ConsentFactory(name="Nguyễn Thị Thu Hà"))
    body = [
        {"type": "quote", "value": {"text": "Máy không biết mệt.", "name": "Ai đó", "role": "", "portrait": None}},
        {
            "type": "quote",
            "value": {
                "text": "Tôi không thêm việc gì cho máy.",
                "name": "Nguyễn Thị Thu Hà",
                "role": "công nhân may",
                "portrait": portrait.pk,
            },
        },
        {
            "type": "key_figures",
            "value": {
                "figures": [{"type": "item", "id": "1", "value": {"value": "8 phút", "label": "bớt được"}}],
                "source": "Theo báo cáo của đơn vị",
            },
        },
    ]
    page: StoryPage = StoryPageFactory(
        title="Chuyền 12", body=json.dumps(body), image=PhotoFactory(), unit=UnitFactory(name="LĐLĐ Đồng Nai")
    )
    return page


def test_a_story_quotes_whose_consent_goes_with_the_portrait(story: StoryPage) -> None:
    telling = told(story)
    poster = poster_of(telling)

    assert poster.kicker == "Câu chuyện" and poster.unit == "LĐLĐ Đồng Nai"
    assert poster.quote == "Tôi không thêm việc gì cho máy."
    assert poster.person is not None and poster.person.name == "Nguyễn Thị Thu Hà"
    assert [figure.value for figure in poster.figures] == ["8 phút"]
    assert "Theo báo cáo của đơn vị" in poster.notes
    assert telling.left_out == ("Lời của Ai đó: Chưa có phiếu đồng ý.",)


def test_a_story_without_consents_tells_its_lead(story: StoryPage) -> None:
    EditorialImage.objects.get(title="Chân dung chị Hà").consents.clear()

    poster = poster_of(told(story))

    assert poster.quote == "" and poster.person is None
    assert poster.text == story.lead


@pytest.mark.parametrize(
    ("credit", "caption", "printed"),
    [
        ("Ảnh: A", "Chuyền may. Ảnh: B", "Ảnh: A"),
        ("", "Chuyền may. Ảnh: B", "Ảnh: B"),
        ("", "Lô dốc. Minh họa: Ban Biên tập", "Minh họa: Ban Biên tập"),
        ("", "Chuyền may", ""),
    ],
)
def test_the_credit_is_the_librarys_or_the_captions(credit: str, caption: str, printed: str) -> None:
    assert credit_of(ImageFactory(credit=credit), caption) == printed
