"""Numbers, money, dates and times as the site prints them, for code that has no template at hand.

Cards, reports and JSON use these; Django's own formatting agrees with them (`config.formats`). Vietnamese:
1.000.000, 47,3%, 22/4/2022, 14:05. Korean, Japanese and Chinese write numbers as English does and have days and large
amounts of their own (`vietnamese.eastern`); any other language gets the English forms. What is unknown (None, or a
float that is no number) is "—": never 0.
"""

import math
from datetime import date as Date
from datetime import datetime
from datetime import time as Time
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Final
from zoneinfo import ZoneInfo

from vietnamese.eastern import EASTERN

UNKNOWN: Final = "—"
MINUS: Final = "\u2212"
LOCAL_ZONE: Final = ZoneInfo("Asia/Ho_Chi_Minh")

Number = int | float | Decimal

_VIETNAMESE: Final = "vi"
# fmt: off
_MONTHS: Final = ("January", "February", "March", "April", "May", "June",
                  "July", "August", "September", "October", "November", "December")
# fmt: on


def number(value: Number | None, decimals: int = 0, *, sign: bool = False, language: str = _VIETNAMESE) -> str:
    """Return the number grouped by thousands, with at most `decimals` places and no zeros at their end.

    With `sign`, a change: "+1.204", "−3". Rounds half away from zero.
    """
    exact = _decimal(value)
    if exact is None:
        return UNKNOWN
    return _grouped(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), sign, language)


def percent(ratio: Number | None, decimals: int = 1, *, language: str = _VIETNAMESE) -> str:
    """Return a ratio (0.473) in percent ("47,3%"), always with all its decimals ("60,0%"), as columns need them."""
    rounded = points(ratio, decimals)
    return UNKNOWN if rounded is None else _spelled(f"{abs(rounded):,f}", rounded, language) + "%"


def points(ratio: Number | None, decimals: int = 1) -> Decimal | None:
    """Return the percent that a reader sees of a ratio, for comparing what is printed; None where that is "—".

    What falls short of the whole never reads "100,0%": 299.999 of 300.000 are "99,9%".
    """
    exact = _decimal(ratio)
    if exact is None:
        return None
    step = Decimal(1).scaleb(-decimals)
    rounded = (exact * 100).quantize(step, ROUND_HALF_UP)
    return (exact * 100).quantize(step, ROUND_DOWN) if exact < 1 and rounded >= 100 else rounded


def vnd(amount: Number | None, *, language: str = _VIETNAMESE) -> str:
    """Return an amount of đồng in words ("418 triệu đồng", "1,26 tỷ đồng"), with two decimals at most.

    Below one million it is printed in full ("950.000 đồng").
    """
    exact = _decimal(amount)
    if exact is None:
        return UNKNOWN
    if (eastern := EASTERN.get(language)) is not None:
        return (MINUS if exact < 0 else "") + eastern.amount(abs(exact))
    vietnamese = language == _VIETNAMESE
    magnitudes = ("tỷ", "triệu") if vietnamese else ("billion", "million")
    in_words = number(exact, language=language)
    for size, magnitude in zip((10**9, 10**6), magnitudes, strict=True):
        scaled = (exact / size).quantize(Decimal("0.01"), ROUND_HALF_UP)
        if abs(scaled) >= 1 and abs(exact) >= 10**6:
            in_words = f"{_grouped(scaled, False, language)} {magnitude}"
            break
    return f"{in_words} đồng" if vietnamese else f"VND {in_words}"


def date(day: Date | None, *, language: str = _VIETNAMESE) -> str:
    """Return "22/4/2022"; of an aware datetime, its day in Vietnam."""
    if day is None:
        return UNKNOWN
    day = _local_day(day)
    if language == _VIETNAMESE:
        return f"{day.day}/{day.month}/{day.year}"
    if (eastern := EASTERN.get(language)) is not None:
        return eastern.date(day)
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def short_date(day: Date | None, *, language: str = _VIETNAMESE) -> str:
    """Return "22/4", for places that name the year elsewhere; English "22 Apr"."""
    if day is None:
        return UNKNOWN
    day = _local_day(day)
    if language == _VIETNAMESE:
        return f"{day.day}/{day.month}"
    if (eastern := EASTERN.get(language)) is not None:
        return eastern.short_date(day)
    return f"{day.day} {_MONTHS[day.month - 1][:3]}"


def period(first: Date | None, last: Date | None, *, language: str = _VIETNAMESE) -> tuple[str, str]:
    """Return both days of a period, with their year once: "22/4", "31/5/2022"; Chinese "2022年4月22日", "5月31日"."""
    if first is None or last is None or _local_day(first).year != _local_day(last).year:
        return date(first, language=language), date(last, language=language)
    if language in EASTERN:
        return date(first, language=language), short_date(last, language=language)
    return short_date(first, language=language), date(last, language=language)


def time(moment: datetime | Time | None) -> str:
    """Return "14:05" on the 24-hour clock ("9:40" in the morning); a datetime is brought to Vietnam."""
    if moment is None:
        return UNKNOWN
    if isinstance(moment, datetime):
        moment = _local(moment)
    return f"{moment.hour}:{moment.minute:02}"


def as_of(moment: datetime | None, *, language: str = _VIETNAMESE) -> str:
    """Return "14:05 ngày 10/5/2022", which follows "tính đến" beside every published number."""
    if moment is None:
        return UNKNOWN
    if language in EASTERN:
        return f"{date(moment, language=language)} {time(moment)}"
    joint = "ngày" if language == _VIETNAMESE else "on"
    return f"{time(moment)} {joint} {date(moment, language=language)}"


def _decimal(value: Number | None) -> Decimal | None:
    """The exact value of what is printed: a float by its shortest spelling, so that 0.145 stays 0.145."""
    if value is None or (isinstance(value, float) and not math.isfinite(value)):
        return None
    exact = Decimal(str(value)) if isinstance(value, float) else Decimal(value)
    return exact if exact.is_finite() else None


def _grouped(value: Decimal, sign: bool, language: str) -> str:
    text = f"{abs(value):,f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    spelled = _spelled(text, value, language)
    return "+" + spelled if sign and value > 0 else spelled


def _spelled(text: str, value: Decimal, language: str) -> str:
    """`text`, the digits of `value` with points and commas as English has them, in `language` and with its minus."""
    if language == _VIETNAMESE:
        text = text.translate({ord(","): ".", ord("."): ","})
    return MINUS + text if value < 0 else text


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a datetime without a time zone has no day in Vietnam")
    return moment.astimezone(LOCAL_ZONE)


def _local_day(day: Date) -> Date:
    return _local(day).date() if isinstance(day, datetime) else day
