"""Days and amounts of money as Korean, Japanese and Chinese write them, for readers of those languages.

Their large numbers go by ten thousands: 418.000.000 đồng are 4억 1,800만 동, 4億1,800万ドン, 4.18亿越南盾.
"""

from dataclasses import dataclass
from datetime import date as Date
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

MYRIAD: Final = 10**4


@dataclass(frozen=True)
class Eastern:
    """One such language.

    `year`, `month`, `day` follow their numbers; `gap` stands between the parts of a day; `magnitudes` are the names of
    10⁴ and 10⁸; `currency` is what đồng are called. Where `decimal`, an amount has one part with two decimals at most
    (4.18亿), else one part for each magnitude, down to 10⁴ (4억 1,800만).
    """

    year: str
    month: str
    day: str
    gap: str
    magnitudes: tuple[str, str]
    currency: str
    decimal: bool = False

    def date(self, day: Date) -> str:
        """2022년 5월 10일."""
        return f"{day.year}{self.year}{self.gap}{self.short_date(day)}"

    def short_date(self, day: Date) -> str:
        """5월 10일."""
        return f"{day.month}{self.month}{self.gap}{day.day}{self.day}"

    def amount(self, amount: Decimal) -> str:
        """An amount of đồng of 0 or more; below ten thousand in full, above to the nearest ten thousand."""
        if amount < MYRIAD:
            return f"{_plain(amount.quantize(Decimal(1), ROUND_HALF_UP))}{self.gap}{self.currency}"
        words = self._one_part(amount) if self.decimal else self._parts(amount)
        return f"{words}{self.gap}{self.currency}"

    def _one_part(self, amount: Decimal) -> str:
        size, name = (MYRIAD**2, self.magnitudes[1]) if amount >= MYRIAD**2 else (MYRIAD, self.magnitudes[0])
        return f"{_plain((amount / size).quantize(Decimal('0.01'), ROUND_HALF_UP))}{name}"

    def _parts(self, amount: Decimal) -> str:
        myriads = int((amount / MYRIAD).quantize(Decimal(1), ROUND_HALF_UP))
        parts = zip(divmod(myriads, MYRIAD), reversed(self.magnitudes), strict=True)
        return self.gap.join(f"{number:,}{name}" for number, name in parts if number)


def _plain(number: Decimal) -> str:
    text = f"{number:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


EASTERN: Final = {
    "ko": Eastern("년", "월", "일", " ", ("만", "억"), "동"),
    "ja": Eastern("年", "月", "日", "", ("万", "億"), "ドン"),
    "zh-hans": Eastern("年", "月", "日", "", ("万", "亿"), "越南盾", decimal=True),
}
"""By language code, as Django writes it."""
