"""Numbers, money, dates and times as the site prints them."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese import formats

AFTERNOON = datetime(2022, 5, 10, 7, 5, tzinfo=UTC)
LATE = datetime(2022, 5, 31, 17, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (1_000_000, 0, "1.000.000"),
        (0, 0, "0"),
        (999, 0, "999"),
        (-1234, 0, "−1.234"),
        (1234.5, 0, "1.235"),
        (1234.5, 1, "1.234,5"),
        (1234.0, 2, "1.234"),
        (Decimal("0.145"), 2, "0,15"),
        (0.145, 2, "0,15"),
        (-0.4, 0, "0"),
        (10**21, 0, "1.000.000.000.000.000.000.000"),
        (100, 2, "100"),
        (None, 0, "—"),
        (float("nan"), 0, "—"),
        (float("inf"), 0, "—"),
        (Decimal("NaN"), 0, "—"),
    ],
)
def test_number(value: float | None, decimals: int, text: str) -> None:
    assert formats.number(value, decimals) == text


def test_number_with_a_sign() -> None:
    assert [formats.number(n, sign=True) for n in (1204, 0, -3)] == ["+1.204", "0", "\u22123"]


def test_english_numbers() -> None:
    assert formats.number(1234567.5, 1, language="en") == "1,234,567.5"
    assert formats.percent(0.473, language="en") == "47.3%"


@given(st.integers(-(10**15), 10**15))
def test_a_printed_number_reads_back(value: int) -> None:
    assert int(formats.number(value).replace(".", "").replace("\u2212", "-")) == value


@pytest.mark.parametrize(
    ("ratio", "text"),
    [
        (0.473, "47,3%"),
        (0, "0,0%"),
        (1, "100,0%"),
        (0.5, "50,0%"),
        (1.2345, "123,5%"),
        (299_999 / 300_000, "99,9%"),
        (Decimal("0.9999"), "99,9%"),
        (300_001 / 300_000, "100,0%"),
        (12.5, "1.250,0%"),
        (-0.05, "−5,0%"),
        (None, "—"),
    ],
)
def test_percent(ratio: float | None, text: str) -> None:
    assert formats.percent(ratio) == text


@given(st.integers(1, 10**6), st.integers(1, 10**6), st.integers(0, 3))
def test_less_than_the_target_never_reads_as_all_of_it(count: int, target: int, decimals: int) -> None:
    reads_as_all = formats.points(Decimal(count) / target, decimals) == 100
    assert count >= target or not reads_as_all


@pytest.mark.parametrize(
    ("amount", "vietnamese", "english"),
    [
        (418_000_000, "418 triệu đồng", "VND 418 million"),
        (1_260_000_000, "1,26 tỷ đồng", "VND 1.26 billion"),
        (1_263_400_000, "1,26 tỷ đồng", "VND 1.26 billion"),
        (2_500_000_000_000, "2.500 tỷ đồng", "VND 2,500 billion"),
        (999_999_999, "1 tỷ đồng", "VND 1 billion"),
        (1_000_000, "1 triệu đồng", "VND 1 million"),
        (999_999, "999.999 đồng", "VND 999,999"),
        (950_000, "950.000 đồng", "VND 950,000"),
        (0, "0 đồng", "VND 0"),
        (-2_000_000, "−2 triệu đồng", "VND −2 million"),
        (None, "—", "—"),
    ],
)
def test_vnd(amount: int | None, vietnamese: str, english: str) -> None:
    assert formats.vnd(amount) == vietnamese
    assert formats.vnd(amount, language="en") == english


def test_dates() -> None:
    assert formats.date(date(2022, 4, 22)) == "22/4/2022"
    assert formats.date(LATE) == "1/6/2022"
    assert formats.date(date(2022, 4, 22), language="en") == "22 April 2022"
    assert formats.short_date(date(2022, 4, 22)) == "22/4"
    assert formats.short_date(LATE) == "1/6"
    assert formats.short_date(date(2022, 4, 22), language="en") == "22 Apr"
    assert formats.date(None) == formats.short_date(None) == "—"


@pytest.mark.parametrize(
    ("language", "days"),
    [
        ("vi", ("22/4", "31/5/2022")),
        ("en", ("22 Apr", "31 May 2022")),
        ("ko", ("2022년 4월 22일", "5월 31일")),
        ("ja", ("2022年4月22日", "5月31日")),
        ("zh-hans", ("2022年4月22日", "5月31日")),
    ],
)
def test_a_period_names_its_year_once(language: str, days: tuple[str, str]) -> None:
    first, last = date(2022, 4, 22), date(2022, 5, 31)
    assert formats.period(first, last, language=language) == days
    years = formats.period(first, date(2023, 9, 1), language=language)
    assert years == (formats.date(first, language=language), formats.date(date(2023, 9, 1), language=language))
    assert formats.period(first, None, language=language)[1] == "—"


def test_times() -> None:
    assert formats.time(AFTERNOON) == "14:05"
    assert formats.time(AFTERNOON.astimezone(timezone(timedelta(hours=-5)))) == "14:05"
    assert formats.time(time(9, 40)) == "9:40"
    assert formats.time(LATE) == "0:30"
    assert formats.time(None) == "—"


def test_as_of() -> None:
    assert formats.as_of(AFTERNOON) == "14:05 ngày 10/5/2022"
    assert formats.as_of(LATE) == "0:30 ngày 1/6/2022"
    assert formats.as_of(AFTERNOON, language="en") == "14:05 on 10 May 2022"
    assert formats.as_of(None) == "—"


@pytest.mark.parametrize("function", [formats.date, formats.short_date, formats.time, formats.as_of])
def test_a_datetime_without_a_zone_is_an_error(function: object) -> None:
    assert callable(function)
    with pytest.raises(ValueError, match="time zone"):
        function(datetime(2022, 5, 10, 14, 5))
