"""The weeks that a campaign is reported by: Monday to Sunday within its days, and its peak weeks. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Week:
    """Some days in a row, both ends counted. `number` counts a campaign's calendar weeks from 1; 0: a peak week alone.

    `name` is the peak week's, where there is one of these days.
    """

    first: date
    last: date
    number: int = 0
    name: str = ""

    @property
    def key(self) -> str:
        """How addresses and forms name it."""
        return f"{self.first.isoformat()}_{self.last.isoformat()}"

    @property
    def days(self) -> list[date]:
        """Its days in order."""
        return [self.first + offset * DAY for offset in range((self.last - self.first).days + 1)]

    @property
    def eve(self) -> date:
        """The day before its first."""
        return self.first - DAY

    @property
    def before(self) -> "Week":
        """As many days just before it."""
        return Week(self.first - len(self.days) * DAY, self.eve)


def weeks_of(first: date, last: date, peaks: Iterable[Week] = ()) -> list[Week]:
    """All weeks from `first` to `last`, the earliest first; those at both ends are cut off there, and so are `peaks`.

    A peak week of the same days as a calendar week gives it its name; another one stands beside the calendar weeks.
    """
    named = {(max(peak.first, first), min(peak.last, last)): peak.name for peak in peaks}
    weeks: list[Week] = []
    start = first
    while start <= last:
        end = min(start + (6 - start.weekday()) * DAY, last)
        weeks.append(Week(start, end, len(weeks) + 1, named.pop((start, end), "")))
        start = end + DAY
    others = [Week(start, end, name=name) for (start, end), name in named.items() if start <= end]
    return sorted([*weeks, *others], key=lambda week: (week.first, week.last))


def numbered(weeks: Iterable[Week], number: int) -> Week | None:
    """The calendar week with this number."""
    return next((week for week in weeks if week.number == number and number), None)


def containing(weeks: Iterable[Week], day: date) -> Week | None:
    """The calendar week with this day in it."""
    return next((week for week in weeks if week.number and week.first <= day <= week.last), None)


def until(weeks: Iterable[Week], day: date) -> list[Week]:
    """Those that have begun by `day`."""
    return [week for week in weeks if week.first <= day]


def usual(weeks: Iterable[Week], today: date) -> Week | None:
    """The one that is reported on `today`: the last calendar week that has ended, else the one that runs."""
    begun = [week for week in until(weeks, today) if week.number]
    ended = [week for week in begun if week.last < today]
    due = ended or begun
    return due[-1] if due else None
