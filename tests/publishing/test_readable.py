"""The words that a reader reads, and nothing else of what a stream stores."""

from typing import Any

import pytest

from publishing.readable import readable_text
from stories.blocks import StoryBody
from stories.models import StoryPage

KEY = "3f1c2b1e-9d5e-4a55-8a8e-0a8f3f6a4d11"
WORDS = "Tám phút mỗi lần đổi mã"


def block(kind: str, value: Any) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": KEY}


RAW = [
    block("paragraph", f"<h2>{WORDS}</h2><p>Trước đây</p><p>khác &amp; lâu</p>"),
    block("quote", {"text": "Máy không biết mệt.", "name": "Thu Hà", "role": "", "portrait": 3}),
    block(
        "figure", {"image": {"image": 3, "alt_text": "Người may", "decorative": False}, "caption": "", "size": "text"}
    ),
    block("key_figures", {"figures": [{"type": "item", "id": KEY, "value": {"value": "8 phút", "label": "mỗi lần"}}]}),
    block("key_figures", {"figures": [{"value": "0 ca", "label": "tai nạn"}], "source": None}),
    block("video", {"url": "https://vimeo.com/76979871", "title": "Cắt rập", "duration": "", "caption": ""}),
    block("of_yesterday", {"text": "không còn"}),
]


def test_keys_addresses_choices_and_alternatives_are_not_read() -> None:
    assert " ".join(" ".join(readable_text(StoryBody(), RAW)).split()) == (
        f"{WORDS} Trước đây khác & lâu Máy không biết mệt. Thu Hà 8 phút mỗi lần 0 ca tai nạn Cắt rập"
    )


@pytest.mark.django_db
def test_many_short_blocks_take_no_longer_than_their_words() -> None:
    page = StoryPage(title="Ngắn", body=[block("paragraph", "<p>Một hai ba</p>") for _ in range(200)])
    assert page.reading_minutes == 3  # 600 words; with a key and a type each it had been 5


@pytest.mark.django_db
def test_an_empty_story_takes_a_minute() -> None:
    assert StoryPage(title="Trống").reading_minutes == 1
