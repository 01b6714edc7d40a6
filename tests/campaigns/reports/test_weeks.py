"""The weeks that a campaign is reported by."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from campaigns.reports.weeks import Week, containing, numbered, until, usual, weeks_of

FIRST, LAST = date(2022, 4, 22), date(2022, 5, 31)
PEAKS = [
    Week(date(2022, 4, 25), date(2022, 4, 29), name="Tuần mở đầu"),
    Week(date(2022, 5, 9), date(2022, 5, 15), name="Tuần y tế"),
    Week(date(2022, 5, 23), date(2022, 6, 3), name="Chặng cuối"),
    Week(date(2022, 6, 2), date(2022, 6, 3), name="Sau chiến dịch"),
]


def test_monday_to_sunday_within_the_campaign() -> None:
    weeks = weeks_of(FIRST, LAST)
    assert [(week.number, week.first, week.last) for week in weeks[:2]] == [
        (1, FIRST, date(2022, 4, 24)),
        (2, date(2022, 4, 25), date(2022, 5, 1)),
    ]
    assert (weeks[-1].number, weeks[-1].first, weeks[-1].last) == (7, date(2022, 5, 30), LAST)


def test_peak_weeks_name_a_calendar_week_or_stand_beside_it() -> None:
    weeks = weeks_of(FIRST, LAST, PEAKS)
    assert [(week.number, week.name) for week in weeks if week.name] == [
        (0, "Tuần mở đầu"),
        (4, "Tuần y tế"),
        (0, "Chặng cuối"),
    ]
    assert next(week for week in weeks if week.name == "Chặng cuối").last == LAST


def test_which_week_is_meant() -> None:
    weeks = weeks_of(FIRST, LAST, PEAKS)
    assert numbered(weeks, 4) == containing(weeks, date(2022, 5, 10))
    assert numbered(weeks, 9) is None
    assert numbered(weeks, 0) is None
    assert containing(weeks, date(2022, 6, 1)) is None
    monday = usual(weeks, date(2022, 5, 16))
    assert monday is not None and monday.number == 4
    first = usual(weeks, FIRST)
    assert first is not None and first.number == 1
    assert usual(weeks, FIRST - timedelta(days=1)) is None


days = st.dates(date(2022, 1, 1), date(2023, 12, 31))


@given(first=days, length=st.integers(0, 200), today=days)
def test_every_day_is_in_one_calendar_week(first: date, length: int, today: date) -> None:
    last = first + timedelta(days=length)
    weeks = weeks_of(first, last, PEAKS)
    calendar = [week for week in weeks if week.number]
    assert [day for week in calendar for day in week.days] == [first + timedelta(days=n) for n in range(length + 1)]
    assert all(week.last.weekday() == 6 or week.last == last for week in calendar)
    assert [week.number for week in calendar] == list(range(1, len(calendar) + 1))
    assert all(first <= week.first <= week.last <= last for week in weeks)
    assert all(week.first <= today for week in until(weeks, today))
