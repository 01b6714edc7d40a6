"""Days, times and amounts for readers of Korean, Japanese and Chinese."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese import formats
from vietnamese.eastern import EASTERN

AFTERNOON = datetime(2022, 5, 10, 7, 5, tzinfo=UTC)
LANGUAGES = sorted(EASTERN)


@pytest.mark.parametrize(
    ("language", "day", "short", "as_of"),
    [
        ("ko", "2022년 4월 22일", "4월 22일", "2022년 5월 10일 14:05"),
        ("ja", "2022年4月22日", "4月22日", "2022年5月10日 14:05"),
        ("zh-hans", "2022年4月22日", "4月22日", "2022年5月10日 14:05"),
    ],
)
def test_days(language: str, day: str, short: str, as_of: str) -> None:
    assert formats.date(date(2022, 4, 22), language=language) == day
    assert formats.short_date(date(2022, 4, 22), language=language) == short
    assert formats.as_of(AFTERNOON, language=language) == as_of


@pytest.mark.parametrize(
    ("amount", "korean", "japanese", "chinese"),
    [
        (950, "950 동", "950ドン", "950越南盾"),
        (950_000, "95만 동", "95万ドン", "95万越南盾"),
        (418_000_000, "4억 1,800만 동", "4億1,800万ドン", "4.18亿越南盾"),
        (1_260_000_000, "12억 6,000만 동", "12億6,000万ドン", "12.6亿越南盾"),
        (300_000_000, "3억 동", "3億ドン", "3亿越南盾"),
        (1_500_000_000_000, "15,000억 동", "15,000億ドン", "15,000亿越南盾"),
        (-20_000, "−2만 동", "−2万ドン", "−2万越南盾"),
        (None, "—", "—", "—"),
    ],
)
def test_money(amount: int | None, korean: str, japanese: str, chinese: str) -> None:
    found = [formats.vnd(amount, language=language) for language in ("ko", "ja", "zh-hans")]
    assert found == [korean, japanese, chinese]


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_and_shares_are_written_as_in_english(language: str) -> None:
    assert formats.number(1_000_000, language=language) == "1,000,000"
    assert formats.percent(0.473, language=language) == "47.3%"


@pytest.mark.parametrize("language", LANGUAGES)
@given(amount=st.integers(0, 10**13))
def test_an_amount_is_told_to_the_nearest_ten_thousand_or_hundredth(language: str, amount: int) -> None:
    """Read back, the words give the amount within half of the last place that they name."""
    small, large = EASTERN[language].magnitudes
    words = formats.vnd(amount, language=language).removesuffix(EASTERN[language].currency).replace(",", "")
    total = 0.0
    for size, name in ((10**8, large), (10**4, small)):
        head, found, rest = words.partition(name)
        if found:
            total, words = total + float(head) * size, rest
    total += float(words) if words.strip() else 0
    place = 10**6 if EASTERN[language].decimal and amount >= 10**8 - 50 else 10**4
    assert abs(total - amount) <= place / 2
