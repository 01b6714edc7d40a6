"""Captions: never longer than the network takes, always with the link, counted as the network counts."""

import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharing.kit.captions import CHANNELS, Channel, Source, draft, signs, signs_on_x
from sharing.networks import SOURCES, marked

SOURCE = Source(
    title="Xe hai bánh chở mủ, đôi vai thợ cạo được nghỉ",
    summary="Hai vành xe đạp cũ thay cho đôi quang gánh.",
    link=lambda network: marked("https://tuhao.example/s/2f", network, "kit"),
    figures=("45 kg không còn đặt trên vai", "35 phút mủ về sớm hơn"),
    quote="“Cái lưng mình cũng phải theo nó.” – Điểu Lâm",
    hashtags=("TuHaoTriTueLaoDongVietNam", "1TrieuSangKien"),
    programme="1 triệu sáng kiến",
)
channels = pytest.mark.parametrize("channel", CHANNELS.values(), ids=CHANNELS)


@channels
def test_a_draft_has_the_networks_own_link_and_fits(channel: Channel) -> None:
    text = draft(channel, SOURCE)

    assert f"https://tuhao.example/s/2f?utm_source={channel.name}&utm_medium=kit" in text
    assert SOURCE.title in text
    assert channel.count(text) <= channel.aim <= channel.limit
    assert ("#1TrieuSangKien" in text) == bool(channel.hashtags)


@channels
def test_visits_from_it_are_counted_under_its_name(channel: Channel) -> None:
    assert channel.name in SOURCES


def test_facebook_tells_the_figures_and_the_quote() -> None:
    assert draft(CHANNELS["facebook"], SOURCE) == (
        "Xe hai bánh chở mủ, đôi vai thợ cạo được nghỉ\n\n"
        "Hai vành xe đạp cũ thay cho đôi quang gánh.\n\n"
        "• 45 kg không còn đặt trên vai\n• 35 phút mủ về sớm hơn\n\n"
        "“Cái lưng mình cũng phải theo nó.” – Điểu Lâm\n\n"
        "Đọc cả câu chuyện: https://tuhao.example/s/2f?utm_source=facebook&utm_medium=kit\n\n"
        "#TuHaoTriTueLaoDongVietNam #1TrieuSangKien"
    )


def test_an_email_has_a_subject_and_a_signature() -> None:
    text = draft(CHANNELS["email"], SOURCE)

    assert text.startswith("Tiêu đề: Xe hai bánh chở mủ")
    assert text.endswith("1 triệu sáng kiến")


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("Sáng kiến", 8 + 2),  # ế is beyond U+10FF
        ("Đà Nẵng", 6 + 2),
        ("đường", 3 + 2 * 1 + 1),
        ("xem https://tuhao.example/s/2f?utm_source=x&utm_medium=kit", 4 + 23),
        ("👩‍🏭", 2 + 1 + 2),
        ("", 0),
    ],
)
def test_x_counts_half_of_vietnamese_twice(text: str, length: int) -> None:
    assert signs_on_x(text) == signs_on_x(unicodedata.normalize("NFD", text)) == length


def test_signs_are_counted_as_they_are_seen() -> None:
    assert signs(unicodedata.normalize("NFD", "Nguyễn")) == 6


@given(st.text(max_size=300), st.text(max_size=400), st.lists(st.text(max_size=60), max_size=4))
def test_no_text_makes_a_draft_too_long_or_loses_its_link(title: str, summary: str, figures: list[str]) -> None:
    source = replace(SOURCE, title=title, summary=summary, figures=tuple(figures))
    for channel in CHANNELS.values():
        text = draft(channel, source)
        assert channel.count(text) <= channel.limit
        assert source.link(channel.name) in text
        assert text == unicodedata.normalize("NFC", text)
