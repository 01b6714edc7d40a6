"""Where lines may end in languages with spaces and in those without."""

from itertools import pairwise

import pytest
from hypothesis import given

from sharing.breaking import pieces
from tests.sharing.east_asian import east_asian_text
from tests.vietnamese.strategies import vietnamese_text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Một triệu sáng kiến", ["Một", " triệu", " sáng", " kiến"]),
        ("40\u00a0ngày cao điểm", ["40\u00a0ngày", " cao", " điểm"]),
        ("노동자의 지혜, 300,000건", ["노동자의", " 지혜,", " 300,000건"]),
        ("ベトナムの「知恵」、第40回", ["ベトナムの", "「知恵」、", "第40回"]),
        ("提案（2022年）300.000项。", ["提", "案", "（2022年）", "300.000项。"]),
        ("LĐLĐ的提案", ["LĐLĐ", "的", "提", "案"]),
        ("ちょっと", ["ちょっと"]),
        ("ベトナム労働者の知恵を誇りに", ["ベトナム", "労働者の", "知恵を", "誇りに"]),
        ("休息了——同", ["休", "息", "了——", "同"]),
        ("", []),
    ],
)
def test_a_line_ends_where_its_readers_expect_it(text: str, parts: list[str]) -> None:
    assert pieces(text) == parts


@given(east_asian_text | vietnamese_text)
def test_nothing_is_lost_or_added(text: str) -> None:
    text = " ".join(text.split())
    parts = pieces(text)
    assert "".join(parts) == text
    assert all(part.strip() for part in parts)


@given(east_asian_text)
def test_no_line_begins_with_what_closes_or_ends_with_what_opens(text: str) -> None:
    parts = pieces(text)
    for before, after in pairwise(parts):
        assert after.startswith(" ") or after[0] not in "、。，」）》っー々"
        assert after.startswith(" ") or before[-1] not in "「（《第"
