"""Grouping in the database, against counting the same facts in Python."""

import os
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from sqlite3 import connect

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.counting.figures import Bucket, Period
from campaigns.counting.reading import read
from campaigns.tracking.contract import LOCAL
from tests.tracking_fixtures import NOON, UNITS, TrackingFile, text

pytestmark = pytest.mark.django_db(databases=["default", "tracking"])

FIRST = datetime(2022, 4, 19, 12, tzinfo=UTC)
PERIOD = Period(date(2022, 4, 20), date(2022, 4, 23))
MOMENTS = st.integers(0, 6 * 86_400).map(lambda seconds: FIRST + timedelta(seconds=seconds))
FACTS = st.lists(
    st.tuples(
        st.sampled_from([code for code, _parent, _kind in UNITS]),
        st.sampled_from(["submitted", "reviewing", "valid", "rejected"]),
        MOMENTS,
        st.none() | MOMENTS,
    ),
    max_size=40,
)


def day_of(moment: datetime) -> date:
    """Seven hours ahead of UTC, counted by hand."""
    return (moment.astimezone(UTC) + timedelta(hours=7)).date()


@given(FACTS)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_equal_to_counting_in_python(tracking: TrackingFile, facts: list[tuple[str, str, datetime, datetime]]) -> None:
    with closing(connect(tracking.path)) as connection, connection:
        connection.execute("DELETE FROM initiative")
        connection.executemany(
            "INSERT INTO initiative (unit_id, status, registered_at, updated_at, deleted_at)"
            " VALUES ((SELECT id FROM union_unit WHERE code = ?), ?, ?, '2022-05-01 00:00:00', ?)",
            [(unit, status, text(at), gone and text(gone)) for unit, status, at, gone in facts],
        )
    expected = Counter(
        (unit, day_of(at))
        for unit, status, at, gone in facts
        if status != "rejected" and gone is None and day_of(at) in PERIOD
    )
    found = read(PERIOD).buckets
    assert Counter({(bucket.unit_code, bucket.day): bucket.count for bucket in found}) == expected
    assert len(found) == len(expected)


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
    reading = read(Period(date(2022, 4, 21), date(2022, 4, 22)))
    assert set(reading.buckets) == {Bucket("01", date(2022, 4, 21), 2), Bucket("01", date(2022, 4, 22), 3)}
    assert reading.today == date(2022, 4, 22)
    tracking.set_clock(datetime(2022, 4, 21, 16, 59, 59, tzinfo=UTC))
    assert read(PERIOD).today == date(2022, 4, 21)


def test_the_period_is_whole_local_days(tracking: TrackingFile) -> None:
    for moment in (
        datetime(2022, 4, 21, 23, 59, 59, tzinfo=LOCAL),
        datetime(2022, 4, 22, 0, 0, 0, tzinfo=LOCAL),
        datetime(2022, 4, 22, 23, 59, 59, tzinfo=LOCAL),
        datetime(2022, 4, 23, 0, 0, 0, tzinfo=LOCAL),
    ):
        tracking.register("01", moment)
    assert read(Period(date(2022, 4, 22), date(2022, 4, 22))).buckets == (Bucket("01", date(2022, 4, 22), 2),)


def test_as_of_is_what_the_database_says(tracking: TrackingFile) -> None:
    reading = read(PERIOD)
    assert reading.as_of == NOON
    assert abs(reading.collected_at - timezone.now()) < timedelta(seconds=10)


@pytest.mark.parametrize("as_of", ["", ", NULL AS as_of"])
def test_without_as_of_it_is_the_databases_clock(tracking: TrackingFile, as_of: str) -> None:
    tracking.script(
        "DROP VIEW cms_v1_contract; CREATE VIEW cms_v1_contract AS"
        f" SELECT 1 AS version, 'Asia/Ho_Chi_Minh' AS time_zone, NULL AS backfill_until{as_of};"
    )
    assert abs(read(PERIOD).as_of - datetime.now(UTC)) < timedelta(seconds=10)


def test_units_and_targets(tracking: TrackingFile) -> None:
    tracking.set_target("01", 500)
    tracking.set_target("01", 900, kind="self_set")
    tracking.set_target("38", 70, campaign="OTHER")
    tracking.run("UPDATE union_unit SET valid_to = '2025-06-30' WHERE code = '38'")
    reading = read(PERIOD)
    assert {(unit.code, unit.parent_code, unit.kind) for unit in reading.units} == set(UNITS)
    assert {unit.code: unit.valid_to for unit in reading.units if unit.valid_to} == {"38": date(2025, 6, 30)}
    assert reading.targets == {"CD40": {"01": {"assigned": 500, "self_set": 900}}, "OTHER": {"38": {"assigned": 70}}}
