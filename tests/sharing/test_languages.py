"""How languages are written for others, and which of them a reader gets."""

import pytest
from django.conf import settings

from sharing.cards.faces import Faces
from sharing.languages import OPEN_GRAPH, language_tag, reading_order


@pytest.mark.parametrize(
    ("code", "tag"), [("vi", "vi"), ("zh-hans", "zh-Hans"), ("en-gb", "en-GB"), ("zh-hant-tw", "zh-Hant-TW")]
)
def test_tags_are_written_as_bcp_47_writes_them(code: str, tag: str) -> None:
    assert language_tag(code) == tag


def test_every_language_of_the_site_has_a_locale_for_open_graph() -> None:
    assert set(OPEN_GRAPH) == {code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}


@pytest.mark.parametrize(
    ("reader", "order"),
    [("vi", ["vi"]), (None, ["vi"]), ("en", ["en", "vi"]), ("ko", ["ko", "en", "vi"])],
)
def test_foreign_readers_get_english_before_vietnamese(reader: str | None, order: list[str]) -> None:
    assert reading_order(reader) == order


def test_cards_have_the_letters_of_all_languages() -> None:
    said = {"vi": "Đến nội dung", "en": "Skip to content", "ko": "본문", "ja": "本文へ", "zh-hans": "跳到"}
    assert set(said) == set(OPEN_GRAPH)
    for code, words in said.items():
        assert all(face.printable(words) == words for face in vars(Faces.of(code)).values()), code
