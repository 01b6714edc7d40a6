"""The questions to the tracking database, against counting the same facts in Python."""

import os
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from sqlite3 import connect

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.counting.ladder import Ladder, Look
from campaigns.counting.leaves import Split
from campaigns.counting.reading import Frame, count_days, runs, sum_days
from campaigns.tracking.contract import STATUSES
from campaigns.tracking.session import consistent_reading
from tests.campaigns.counting.test_figures import Row, leaves_of
from tests.tracking_fixtures import NOON, UNITS, TrackingFile, text

pytestmark = pytest.mark.django_db(databases=["default", "tracking"])

FIRST = datetime(2022, 4, 19, 12, tzinfo=UTC)
MOMENTS = st.integers(0, 60 * 86_400).map(lambda seconds: FIRST + timedelta(seconds=seconds))
FACTS = st.lists(
    st.tuples(
        st.sampled_from([code for code, _parent, _kind in UNITS]),
        st.sampled_from(["", "X", "Y"]),
        st.sampled_from(STATUSES),
        MOMENTS,
        st.none() | MOMENTS,
    ),
    max_size=40,
)


def day_of(moment: datetime) -> date:
    """Seven hours ahead of UTC, counted by hand."""
    return (moment.astimezone(UTC) + timedelta(hours=7)).date()


def look() -> Look:
    return Ladder().look()


def counts(found: Look) -> dict[date, dict[str, int]]:
    return {day: {code: split.counted for code, split in sums.units.items()} for day, sums in found.sums.items()}


@given(FACTS, MOMENTS, MOMENTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_equal_to_counting_in_python(
    tracking: TrackingFile,
    facts: list[tuple[str, str, str, datetime, datetime | None]],
    one: datetime,
    other: datetime,
) -> None:
    with closing(connect(tracking.path)) as connection, connection:
        connection.execute("DELETE FROM initiative")
        connection.execute("INSERT OR IGNORE INTO field (code, name) VALUES ('X', 'X'), ('Y', 'Y')")
        connection.executemany(
            "INSERT INTO initiative (unit_id, field_id, status, registered_at, updated_at, deleted_at)"
            " VALUES ((SELECT id FROM union_unit WHERE code = ?), (SELECT id FROM field WHERE code = ?), ?, ?,"
            " '2022-05-01 00:00:00', ?)",
            [(unit, field, status, text(at), gone and text(gone)) for unit, field, status, at, gone in facts],
        )
    first, last = sorted((day_of(one), day_of(other)))
    rows = [Row(unit, field, status, day_of(at)) for unit, field, status, at, gone in facts if gone is None]
    with consistent_reading():
        assert count_days(first, last) == leaves_of(row for row in rows if first <= row.day <= last)
        sums = sum_days(last)
    assert sums == {
        day: Split(*(sum(row.day == day and row.status == status for row in rows) for status in STATUSES))
        for day in {row.day for row in rows if row.day <= last}
    }


@pytest.fixture(params=["America/New_York", "Pacific/Kiritimati", "UTC"])
def host_zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    assert os.environ.get("TZ") == before
    time.tzset()


def test_days_change_at_17_utc_whatever_the_hosts_zone(host_zone: str, tracking: TrackingFile) -> None:
    tracking.register("01", datetime(2022, 4, 21, 16, 59, 59, tzinfo=UTC), times=2)
    tracking.register("01", datetime(2022, 4, 21, 17, 0, 0, tzinfo=UTC), times=3)
    tracking.set_clock(datetime(2022, 4, 21, 17, 0, 0, tzinfo=UTC))
    found = look()
    assert counts(found) == {date(2022, 4, 21): {"01": 2}, date(2022, 4, 22): {"01": 3}}
    assert found.frame.today == date(2022, 4, 22)
    tracking.set_clock(datetime(2022, 4, 21, 16, 59, 59, tzinfo=UTC))
    found = look()
    assert (counts(found), found.frame.today) == ({date(2022, 4, 21): {"01": 2}}, date(2022, 4, 21))


def test_long_gaps_and_strange_years_cost_nothing(tracking: TrackingFile) -> None:
    for year in (1, 1945, 2021, 2022):
        tracking.register("01", datetime(year, 4, 21, 12, tzinfo=UTC))
    tracking.run("UPDATE initiative SET registered_at = '0001-04-21 12:00:00' WHERE id = 1")
    tracking.register("01", datetime(9999, 1, 1, tzinfo=UTC))
    assert sorted(day.year for day in look().sums) == [1, 1945, 2021, 2022]


def test_as_of_is_what_the_database_says(tracking: TrackingFile) -> None:
    frame = look().frame
    assert frame.as_of == NOON
    assert abs(frame.collected_at - timezone.now()) < timedelta(seconds=10)


@pytest.mark.parametrize("as_of", ["", ", NULL AS as_of"])
def test_without_as_of_it_is_the_databases_clock(tracking: TrackingFile, as_of: str) -> None:
    tracking.script(
        "DROP VIEW cms_v1_contract; CREATE VIEW cms_v1_contract AS"
        f" SELECT 1 AS version, 'Asia/Ho_Chi_Minh' AS time_zone, NULL AS backfill_until{as_of};"
    )
    assert abs(look().frame.as_of - datetime.now(UTC)) < timedelta(seconds=10)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (None, None),
        (datetime(2022, 4, 30, 17, 0, tzinfo=UTC), date(2022, 4, 30)),
        (datetime(2022, 4, 30, 17, 1, tzinfo=UTC), date(2022, 5, 1)),
    ],
)
def test_the_last_day_that_is_marked_as_entered_belatedly(moment: datetime | None, day: date | None) -> None:
    assert Frame(NOON, NOON, moment).belated_until == day


def test_units_and_targets(tracking: TrackingFile) -> None:
    tracking.set_target("01", 500)
    tracking.set_target("01", 900, kind="self_set")
    tracking.set_target("38", 70, campaign="OTHER")
    tracking.run("UPDATE union_unit SET valid_to = '2025-06-30' WHERE code = '38'")
    found = look()
    assert {(unit.code, unit.parent_code, unit.kind) for unit in found.tree.nodes.values()} == set(UNITS)
    ends = {code: unit.valid_to for code, unit in found.tree.nodes.items() if unit.valid_to}
    assert ends == {"38": date(2025, 6, 30)}
    assert found.targets == {"CD40": {"01": {"assigned": 500, "self_set": 900}}, "OTHER": {"38": {"assigned": 70}}}


def test_runs_of_days() -> None:
    days = [date(2022, 4, 30), date(2022, 5, 1), date(2022, 5, 3), date(2022, 4, 29), date(2022, 5, 5)]
    assert runs(days) == [
        (date(2022, 4, 29), date(2022, 5, 1)),
        (date(2022, 5, 3), date(2022, 5, 3)),
        (date(2022, 5, 5), date(2022, 5, 5)),
    ]
