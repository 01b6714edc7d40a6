"""One pass of the collector: what it appends, and what it leaves alone when the tracking database is not right."""

import io
import logging
import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from campaigns.counting.collector import Collector
from campaigns.models import Campaign, CollectorState, CounterSnapshot, Target, Unit
from campaigns.tracking.contract import LOCAL
from campaigns.values import State as Age
from campaigns.values import state_of
from tests.tracking_fixtures import NOON, TrackingFile, text, tracking_at

pytestmark = pytest.mark.django_db(databases=["default", "tracking"])

State = CounterSnapshot.State


@pytest.fixture
def facts(tracking: TrackingFile) -> TrackingFile:
    """Ten initiatives that count, two that do not, in and before the units' period."""
    tracking.register("01", datetime(2022, 1, 8, 0, 0, tzinfo=LOCAL))
    tracking.register("01-A-1", datetime(2022, 4, 22, 0, 0, tzinfo=LOCAL), times=4)
    tracking.register("38", NOON - timedelta(days=1), times=3, status="submitted")
    tracking.register("38", NOON, times=2, status="reviewing")
    tracking.register("38", NOON, status="rejected")
    tracking.register("38", NOON, deleted=NOON)
    return tracking


def current(campaign: Campaign) -> CounterSnapshot:
    row = campaign.snapshots.first()
    assert row is not None
    return row


def figures(row: CounterSnapshot) -> tuple[object, ...]:
    return row.count, row.target, row.units, row.days, row.unplaced, row.as_of, row.collected_at


def test_a_snapshot(facts: TrackingFile, forty_days: Campaign) -> None:
    facts.set_target("38", 50)
    outcome = Collector().run()
    assert (len(outcome.appended), outcome.problem) == (1, "")
    row = current(forty_days)
    assert (row.epoch, row.seq, row.state) == (1, 1, State.LIVE)
    assert (row.count, row.target, row.unplaced) == (10, 300_000, 0)
    assert row.as_of == NOON
    assert abs(row.collected_at - timezone.now()) < timedelta(seconds=10)
    counted = ("code", "count", "target", "rank", "valid", "reviewing")
    assert [tuple(unit[name] for name in counted) for unit in row.units] == [
        ("38", 5, 50, 1, 0, 2),
        ("01", 4, None, 2, 4, 0),
        ("GD", 0, None, 3, 0, 0),
    ]
    assert row.statuses == {"submitted": 3, "reviewing": 2, "valid": 5, "rejected": 1}
    assert row.fields == [{"code": "", "count": 10}]
    assert len(row.days) == (date(2022, 5, 10) - date(2022, 1, 8)).days + 1
    assert (row.days[0], row.days[-1]) == ({"day": "2022-01-08", "count": 1}, {"day": "2022-05-10", "count": 2})
    assert sum(day["count"] for day in row.days) == row.count


def test_targets_of_editors_win_kind_by_kind(facts: TrackingFile, forty_days: Campaign) -> None:
    facts.set_target("01", 100)
    facts.set_target("38", 200)
    facts.set_target("GD", 300, kind="self_set")
    facts.add_unit("YT", kind="sector")
    facts.set_target("YT", 400, kind="self_set")
    for code, kind, amount in [("01", "assigned", 111), ("38", "self_set", 222), ("GD", "self_set", 0)]:
        unit = Unit.objects.create(code=code, name=code, short_name=code, kind="province")
        Target.objects.create(
            campaign=forty_days, unit=unit, kind=kind, amount=amount, source="test", is_example=code == "01"
        )
    Collector().run()
    told = ("target", "target_kind", "target_is_example")
    assert {unit["code"]: tuple(unit[name] for name in told) for unit in current(forty_days).units} == {
        "01": (111, "assigned", True),
        "38": (200, "assigned", False),
        "GD": (None, "", False),
        "YT": (400, "self_set", False),
    }


@pytest.mark.parametrize("goal", [None, 0])
def test_no_goal_is_none(facts: TrackingFile, forty_days: Campaign, goal: int | None) -> None:
    Campaign.objects.update(target=goal)
    Collector().run()
    assert current(forty_days).target is None


def test_a_unit_that_the_list_does_not_know_counts_in_the_headline(
    facts: TrackingFile, forty_days: Campaign, caplog: pytest.LogCaptureFixture
) -> None:
    facts.add_unit("new", listed=False)
    facts.register("new", NOON, times=7)
    Collector().run()
    row = current(forty_days)
    assert (row.count, row.unplaced) == (17, 7)
    assert "new" not in [unit["code"] for unit in row.units]
    assert "7 initiatives under units that the list does not know" in caplog.text


def test_a_unit_code_of_ten_kilobytes_is_a_code_like_others(
    facts: TrackingFile, forty_days: Campaign, caplog: pytest.LogCaptureFixture
) -> None:
    code = "7" * 10_240
    facts.add_unit(code)
    facts.register(code, NOON, times=7)
    collector = Collector()
    collector.run()
    row = current(forty_days)
    assert (row.count, row.unplaced) == (17, 0)
    assert {unit["code"]: unit["count"] for unit in row.units}[code] == 7
    facts.run("UPDATE initiative SET deleted_at = ? WHERE unit_id = (SELECT id FROM union_unit WHERE code = ?)",
              text(NOON), code)  # fmt: skip
    collector.run()
    assert current(forty_days).state == State.HELD
    assert all(len(record.getMessage()) < 300 for record in caplog.records)
    assert len(forty_days.holds.get().explanation) < 300


def test_the_last_120_rows_are_kept(facts: TrackingFile, forty_days: Campaign) -> None:
    collector = Collector()
    collector.run()
    newest = current(forty_days)
    for seq in range(2, 125):
        newest.pk, newest.seq = None, seq
        newest.save(force_insert=True)
    collector.run()
    assert forty_days.snapshots.count() == 120
    assert set(forty_days.snapshots.values_list("seq", flat=True)) == set(range(6, 126))


def test_a_final_figure_stays(facts: TrackingFile, forty_days: Campaign) -> None:
    Collector().run()
    forty_days.snapshots.update(state=State.FINAL)
    assert Collector().run().appended == []


def test_one_campaign_does_not_disturb_another(facts: TrackingFile, forty_days: Campaign) -> None:
    may = Campaign.objects.get(pk=forty_days.pk)
    may.pk, may.slug, may.tracking_code, may.target = None, "thang-5", "", None
    may.count_from = may.units_from = date(2022, 5, 9)
    may.save()
    Collector().run()
    assert (current(forty_days).count, current(may).count) == (10, 5)
    assert current(may).days == [{"day": "2022-05-09", "count": 3}, {"day": "2022-05-10", "count": 2}]


class TestHeld:
    """Figures that are there and not to be believed: the last good ones again, marked as held."""

    def test_a_fall_to_zero(self, facts: TrackingFile, forty_days: Campaign, caplog: pytest.LogCaptureFixture) -> None:
        collector = Collector()
        collector.run()
        good = figures(current(forty_days))
        facts.run("DELETE FROM initiative")
        outcome = collector.run()
        assert [row.state for row in outcome.appended] == [State.HELD]
        assert figures(current(forty_days)) == good
        assert "held at the last good figures, because the count fell from 10 to 0" in caplog.text
        assert collector.run().appended == [], "said once"
        facts.register("01", NOON, times=4)
        facts.register("38", NOON, times=5)
        collector.run()
        assert (current(forty_days).state, current(forty_days).count) == (State.LIVE, 9)

    def test_a_fall_to_zero_that_is_accepted(
        self, facts: TrackingFile, forty_days: Campaign, caplog: pytest.LogCaptureFixture
    ) -> None:
        collector = Collector()
        collector.run()
        facts.run("DELETE FROM initiative")
        collector.run()
        collector.run(accept=True)
        assert (current(forty_days).state, current(forty_days).count) == (State.LIVE, 0)
        assert "accepted although the count fell from 10 to 0" in caplog.text

    @pytest.mark.parametrize(
        ("sql", "reason"),
        [
            (
                "DROP VIEW cms_v1_contract; CREATE VIEW cms_v1_contract AS"
                " SELECT 9 AS version, 'Asia/Ho_Chi_Minh' AS time_zone, NULL AS backfill_until;",
                "version 9, this site reads version 1",
            ),
            ("DROP VIEW cms_v1_unit;", "cms_v1_unit: the view is missing"),
            (
                "DROP VIEW cms_v1_submission_fact; CREATE VIEW cms_v1_submission_fact AS SELECT id, '01' AS unit_code,"
                " NULL AS field_code, status, 1652158800 AS registered_at, updated_at, deleted_at FROM initiative;",
                "column registered_at holds 12 values that are not timestamptz",
            ),
            ("DROP TABLE initiative;", "cms_v1_submission_fact: cannot be read"),
        ],
    )
    def test_a_broken_contract(self, facts: TrackingFile, forty_days: Campaign, sql: str, reason: str) -> None:
        collector = Collector()
        collector.run()
        good = figures(current(forty_days))
        facts.script(sql)
        outcome = collector.run()
        assert reason in outcome.problem
        assert current(forty_days).state == State.HELD
        assert figures(current(forty_days)) == good
        assert collector.run().appended == []

    def test_a_wrong_moment_among_old_rows(self, facts: TrackingFile, forty_days: Campaign) -> None:
        facts.run("UPDATE initiative SET registered_at = '2022-03-99 00:00:00' WHERE id = 1")
        facts.register("38", NOON, times=1_000)
        assert "registered_at holds what is no moment" in Collector().run().problem
        assert not forty_days.snapshots.exists()

    def test_a_broken_contract_before_anything_was_counted(self, facts: TrackingFile, forty_days: Campaign) -> None:
        facts.script("DROP VIEW cms_v1_unit;")
        assert Collector().run().problem
        assert not forty_days.snapshots.exists(), "unknown stays unknown"

    def test_featured_facts_hold_no_counter(self, facts: TrackingFile, forty_days: Campaign) -> None:
        facts.script("DROP VIEW cms_v1_featured_fact; DROP VIEW cms_v1_field;")
        assert Collector().run().problem == ""


class TestAway:
    """A database that cannot be read: nothing is appended, and whoever asks is told in one line."""

    def problem(self, campaign: Campaign) -> str:
        before = list(campaign.snapshots.values())
        out, err = io.StringIO(), io.StringIO()
        with pytest.raises(CommandError) as failure:
            call_command("collect_counters", "--once", stdout=out, stderr=err)
        assert failure.value.returncode == 1
        assert (out.getvalue(), err.getvalue()) == ("", "")
        assert list(campaign.snapshots.values()) == before
        assert "\n" not in str(failure.value)
        return str(failure.value)

    @pytest.fixture(autouse=True)
    def _with_a_good_figure(self, facts: TrackingFile, forty_days: Campaign) -> None:
        call_command("collect_counters", "--once", stdout=io.StringIO())
        assert current(forty_days).count == 10

    def test_missing(self, facts: TrackingFile, forty_days: Campaign) -> None:
        facts.path.unlink()
        assert "the file does not exist" in self.problem(forty_days)
        assert not facts.path.exists()

    def test_empty(self, facts: TrackingFile, forty_days: Campaign) -> None:
        facts.path.write_bytes(b"")
        assert "is empty" in self.problem(forty_days)

    def test_no_database(self, facts: TrackingFile, forty_days: Campaign) -> None:
        facts.path.write_text("x" * 5000)
        assert "not a SQLite database" in self.problem(forty_days)

    def test_truncated(self, facts: TrackingFile, forty_days: Campaign) -> None:
        facts.path.write_bytes(facts.path.read_bytes()[:9000])
        assert "damaged" in self.problem(forty_days)

    def test_locked(self, facts: TrackingFile, forty_days: Campaign) -> None:
        with closing(sqlite3.connect(facts.path, isolation_level=None)) as connection:
            connection.execute("BEGIN EXCLUSIVE")
            assert "keeps it locked" in self.problem(forty_days)
        call_command("collect_counters", "--once", stdout=io.StringIO())
        assert forty_days.snapshots.count() == 2

    def test_unreachable(self, facts: TrackingFile, forty_days: Campaign) -> None:
        with tracking_at("postgres://reader:very-secret@127.0.0.1:1/registration"):
            problem = self.problem(forty_days)
        assert "nothing answers at its address" in problem
        assert "very-secret" not in problem


def test_figures_of_a_clock_that_stands_still_grow_old(
    facts: TrackingFile, forty_days: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A replica to which nothing new comes still answers; its figures are not live."""
    collector = Collector()
    collector.run()
    first, now = forty_days.snapshots.get(), timezone.now()
    assert state_of(first, now) is Age.LIVE
    for minutes, state, error in (
        (0.5, Age.LIVE, ""),
        (2, Age.DELAYED, "stands still"),
        (20, Age.STALE, "stands still"),
    ):
        moment = now + timedelta(minutes=minutes)
        for clock in ("django.utils.timezone.now", "campaigns.counting.reading.now"):
            monkeypatch.setattr(clock, lambda moment=moment: moment)
        Collector().run(by_force=True)
        newest = current(forty_days)
        assert (state_of(newest, moment), newest.collected_at) == (state, first.collected_at)
        assert error in CollectorState.objects.get().last_error
    facts.set_clock(NOON + timedelta(minutes=20))
    Collector().run(by_force=True)
    assert state_of(current(forty_days), moment) is Age.LIVE
    assert CollectorState.objects.get().last_error == ""


def test_the_command_says_what_it_counted(facts: TrackingFile, forty_days: Campaign) -> None:
    out = io.StringIO()
    call_command("collect_counters", "--once", stdout=out)
    assert out.getvalue() == "40-ngay: 10 (live, 1.1)\n"


def test_without_a_campaign_there_is_nothing_to_count(tracking: TrackingFile) -> None:
    out = io.StringIO()
    call_command("collect_counters", "--once", stdout=out)
    assert out.getvalue() == "There is no campaign to count.\n"


def test_nothing_is_logged_when_all_is_well(
    facts: TrackingFile, forty_days: Campaign, caplog: pytest.LogCaptureFixture
) -> None:
    for code in ("01", "38", "GD"):
        Unit.objects.create(code=code, name=code, short_name=code, kind="province")
    with caplog.at_level(logging.INFO):
        Collector().run()
    assert caplog.text == ""


def test_what_is_wrong_is_logged_when_it_appears_or_changes(
    facts: TrackingFile, forty_days: Campaign, caplog: pytest.LogCaptureFixture
) -> None:
    for code in ("01", "GD"):
        Unit.objects.create(code=code, name=code, short_name=code, kind="province")
    facts.add_unit("LOST", listed=False)
    facts.register("LOST", NOON)
    collector = Collector()
    with caplog.at_level(logging.INFO, "campaigns.counting"):
        for _pass in range(3):
            collector.run()
        assert [record.getMessage() for record in caplog.records] == [
            f"{forty_days.slug}: 1 initiatives under units that the list does not know",
            f"{forty_days.slug}: the site's list lacks units that were counted: 38",
        ]
        caplog.clear()
        facts.register("LOST", NOON)
        collector.run()
        assert [record.getMessage() for record in caplog.records] == [
            f"{forty_days.slug}: 2 initiatives under units that the list does not know"
        ]
        caplog.clear()
        facts.run("UPDATE initiative SET status = 'rejected'")
        for _pass in range(3):
            collector.run()
        assert len(caplog.records) == 1 and "held at the last good figures" in caplog.records[0].getMessage()


def test_a_snapshot_says_which_days_it_counted(facts: TrackingFile, forty_days: Campaign) -> None:
    collector = Collector()
    collector.run()
    facts.run("UPDATE initiative SET status = 'rejected'")
    collector.run()
    assert [row.state for row in forty_days.snapshots.all()] == [State.HELD, State.LIVE]
    assert {row.periods for row in forty_days.snapshots.all()} == {forty_days.periods}
