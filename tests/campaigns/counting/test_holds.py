"""Figures that are not believed: what is shown meanwhile, what an editor finds, and how it ends."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.counting.collector import Collector
from campaigns.models import Campaign, CounterSnapshot, Hold
from tests.tracking_fixtures import NOON, TrackingFile, text

pytestmark = pytest.mark.django_db(databases=["default", "tracking"])

State, Status, Reason = CounterSnapshot.State, Hold.Status, Hold.Reason
LONG_AGO = NOON - timedelta(days=15)


@pytest.fixture
def facts(tracking: TrackingFile) -> TrackingFile:
    """A thousand initiatives over three weeks, seventy of them of a small unit."""
    for back in range(20):
        tracking.register("01-A-1", NOON - timedelta(days=back + 1), times=30)
    tracking.register("38", LONG_AGO, times=330)
    tracking.register("GD", LONG_AGO, times=70)
    return tracking


@pytest.fixture
def collector(facts: TrackingFile, forty_days: Campaign) -> Collector:
    """One that has counted the thousand."""
    collector = Collector()
    collector.run()
    assert shown(forty_days) == (State.LIVE, 1_000)
    return collector


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Let this machine's clock be so many seconds ahead."""
    now = timezone.now

    def shift(seconds: float) -> None:
        monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(seconds=seconds))

    return shift


def shown(campaign: Campaign) -> tuple[str, int]:
    row = campaign.snapshots.first()
    assert row is not None
    return row.state, row.count


def hold(campaign: Campaign) -> Hold:
    found = campaign.holds.order_by("-pk").first()
    assert found is not None
    return found


def remove(facts: TrackingFile, unit: str, rows: int = 1_000_000) -> None:
    facts.run(
        "DELETE FROM initiative WHERE id IN (SELECT initiative.id FROM initiative JOIN union_unit AS unit"
        " ON unit.id = unit_id WHERE unit.code = ? ORDER BY initiative.id LIMIT ?)",
        *(unit, rows),
    )


def notice(facts: TrackingFile) -> None:
    """Rows deleted for good are noticed by the next full count; going back a little in time asks for one."""
    moment = facts.run("SELECT datetime(now, '-1 second') FROM clock")[0][0]
    facts.set_clock(datetime.fromisoformat(moment + "+00:00"))


class TestFalls:
    def test_a_small_one_is_accepted(self, collector: Collector, facts: TrackingFile, forty_days: Campaign) -> None:
        remove(facts, "38", 5)
        notice(facts)
        collector.run()
        assert shown(forty_days) == (State.LIVE, 995)
        assert not forty_days.holds.exists()

    def test_a_total_that_halves(self, collector: Collector, facts: TrackingFile, forty_days: Campaign) -> None:
        facts.run("UPDATE initiative SET deleted_at = ? WHERE id % 2", text(NOON))
        collector.run()
        assert shown(forty_days) == (State.HELD, 1_000)
        found = hold(forty_days)
        assert (found.reason, found.status) == (Reason.DROP, Status.OPEN)
        assert (found.old["count"], found.new["count"]) == (1_000, 500)
        assert {"code": "GD", "count": 70} in found.old["units"] and {"code": "GD", "count": 35} in found.new["units"]
        facts.run("UPDATE initiative SET deleted_at = NULL")
        collector.run()
        assert shown(forty_days) == (State.LIVE, 1_000)
        assert hold(forty_days).status == Status.RESOLVED

    def test_all_rows_of_a_unit_vanish(self, collector: Collector, facts: TrackingFile, forty_days: Campaign) -> None:
        facts.run("UPDATE initiative SET unit_id = (SELECT id FROM union_unit WHERE code = '38')"
                  " WHERE unit_id = (SELECT id FROM union_unit WHERE code = 'GD')")  # fmt: skip
        collector.run()
        assert shown(forty_days) == (State.HELD, 1_000)
        assert (hold(forty_days).reason, "GD" in hold(forty_days).explanation) == (Reason.UNITS, True)

    def test_a_unit_deleted_for_good_is_never_shown_half_gone(self, facts: TrackingFile, forty_days: Campaign) -> None:
        """Of rows deleted for good a minute's rung sees those of the last week alone."""
        facts.register("GD", NOON - timedelta(days=1), times=20)
        seconds = iter(range(0, 10_000, 59))
        collector = Collector(lambda: next(seconds))
        for _pass in range(2):
            collector.run()
        assert shown(forty_days) == (State.LIVE, 1_020)
        remove(facts, "GD")
        for _pass in range(4):
            collector.run()
            assert shown(forty_days)[1] == 1_020
        found = hold(forty_days)
        assert (shown(forty_days)[0], found.reason) == (State.HELD, Reason.DROP)
        assert (found.old["count"], found.new["count"]) == (1_020, 930)
        assert {"code": "GD", "count": 90} in found.old["units"]
        assert "GD" not in [unit["code"] for unit in found.new["units"]]

    def test_a_unit_vanishes_whose_rows_are_all_older_than_the_units_period(
        self, collector: Collector, facts: TrackingFile, forty_days: Campaign
    ) -> None:
        facts.register("GD", NOON - timedelta(days=60), times=20)
        remove(facts, "GD", 70)  # those of before, within the units' period
        Collector().run(accept=True, by_force=True)
        assert shown(forty_days) == (State.LIVE, 950)
        facts.register("38", NOON, times=30)
        remove(facts, "GD")
        Collector().run(by_force=True)
        assert (shown(forty_days), hold(forty_days).reason) == ((State.HELD, 950), Reason.UNITS)

    def test_a_hold_says_what_is_the_matter_now(
        self, collector: Collector, facts: TrackingFile, forty_days: Campaign
    ) -> None:
        facts.run("UPDATE initiative SET status = 'rejected' WHERE id % 2")
        collector.run()
        facts.run("UPDATE initiative SET status = 'rejected'")
        collector.run()
        assert forty_days.holds.count() == 1
        assert (hold(forty_days).reason, hold(forty_days).new["count"]) == (Reason.ZERO, 0)
        assert shown(forty_days) == (State.HELD, 1_000)

    def test_an_editor_who_changes_the_period_is_not_asked(
        self, collector: Collector, facts: TrackingFile, forty_days: Campaign
    ) -> None:
        Campaign.objects.update(count_from=NOON.date() - timedelta(days=2))
        collector.run()
        assert shown(forty_days) == (State.LIVE, 60)


class TestReconciling:
    """A fall of up to 5 %: two full recounts that agree, a minute apart."""

    def test_it_is_accepted_after_a_minute(
        self, collector: Collector, facts: TrackingFile, forty_days: Campaign, later: Callable[[float], None]
    ) -> None:
        remove(facts, "38", 30)
        notice(facts)
        collector.run()
        assert shown(forty_days) == (State.HELD, 1_000)
        assert (hold(forty_days).reason, hold(forty_days).status) == (Reason.RECONCILING, Status.OPEN)
        facts.register("38", LONG_AGO, times=2)
        later(59)
        collector.run()
        assert shown(forty_days) == (State.HELD, 1_000)
        later(61)
        collector.run()
        assert shown(forty_days) == (State.LIVE, 972)
        assert hold(forty_days).status == Status.RESOLVED

    def test_two_that_differ_are_followed_by_a_third(
        self, collector: Collector, facts: TrackingFile, forty_days: Campaign, later: Callable[[float], None]
    ) -> None:
        remove(facts, "38", 30)
        notice(facts)
        collector.run()
        remove(facts, "38", 10)
        later(61)
        collector.run()
        assert shown(forty_days) == (State.HELD, 1_000)
        assert hold(forty_days).new["count"] == 960
        later(122)
        collector.run()
        assert shown(forty_days) == (State.LIVE, 960)

    def test_another_collector_goes_on_with_it(
        self, collector: Collector, facts: TrackingFile, forty_days: Campaign, later: Callable[[float], None]
    ) -> None:
        remove(facts, "38", 30)
        notice(facts)
        collector.run()
        later(61)
        Collector().run(by_force=True)
        assert shown(forty_days) == (State.LIVE, 970)


class TestSpikes:
    def test_an_import_that_is_not_marked(
        self, collector: Collector, facts: TrackingFile, forty_days: Campaign
    ) -> None:
        facts.register("38", LONG_AGO, times=20_000)
        notice(facts)
        collector.run()
        assert shown(forty_days) == (State.HELD, 1_000)
        assert (hold(forty_days).reason, hold(forty_days).new["count"]) == (Reason.SPIKE, 21_000)
        assert hold(forty_days).new["days"] == [{"day": "2022-04-25", "old": 430, "new": 20_430}]
        facts.run("UPDATE import_state SET backfill_until = ?", text(NOON - timedelta(days=5)))
        collector.run()
        assert shown(forty_days) == (State.LIVE, 21_000), "marked afterwards"
        assert hold(forty_days).status == Status.RESOLVED

    def test_an_import_that_is_marked(self, collector: Collector, facts: TrackingFile, forty_days: Campaign) -> None:
        facts.run("UPDATE import_state SET backfill_until = ?", text(NOON - timedelta(days=5)))
        facts.register("38", LONG_AGO, times=20_000)
        notice(facts)
        collector.run()
        assert shown(forty_days) == (State.LIVE, 21_000)
        assert not forty_days.holds.exists()

    def test_what_is_registered_today_is_not_excused_by_a_mark_on_the_past(
        self, collector: Collector, facts: TrackingFile, forty_days: Campaign
    ) -> None:
        facts.run("UPDATE import_state SET backfill_until = ?", text(NOON - timedelta(days=5)))
        facts.register("38", NOON, times=20_000)
        collector.run()
        assert (shown(forty_days), hold(forty_days).reason) == ((State.HELD, 1_000), Reason.SPIKE)

    def test_time_alone_makes_no_spike_believable(
        self, collector: Collector, facts: TrackingFile, forty_days: Campaign
    ) -> None:
        facts.register("38", NOON, times=20_000)
        collector.run()
        facts.set_clock(NOON + timedelta(days=5))
        collector.run()
        assert shown(forty_days) == (State.HELD, 1_000)

    def test_after_a_long_absence_more_may_have_come(
        self, collector: Collector, facts: TrackingFile, forty_days: Campaign
    ) -> None:
        facts.set_clock(NOON + timedelta(days=1))
        facts.register("38", NOON, times=3_000)
        collector.run()
        assert shown(forty_days) == (State.LIVE, 4_000)


class TestDecisions:
    @pytest.fixture
    def held(self, collector: Collector, facts: TrackingFile, forty_days: Campaign) -> Hold:
        facts.run("UPDATE initiative SET deleted_at = ? WHERE id % 2", text(NOON))
        collector.run()
        return hold(forty_days)

    def test_released(self, held: Hold, collector: Collector, facts: TrackingFile, forty_days: Campaign) -> None:
        Hold.objects.filter(pk=held.pk).update(status=Status.RELEASED, decided_at=timezone.now())
        collector.run()
        assert shown(forty_days) == (State.LIVE, 500)
        held.refresh_from_db()
        assert held.taken_at is not None
        facts.run("UPDATE initiative SET deleted_at = ? WHERE id % 4 = 0", text(NOON))
        collector.run()
        assert shown(forty_days) == (State.HELD, 500), "a release is for once"
        assert forty_days.holds.count() == 2

    @pytest.mark.parametrize(
        ("then", "shown_then", "reason"),
        [
            ("deleted_at = '2022-05-10T05:00:00Z'", (State.HELD, 1_000), Reason.ZERO),
            ("status = 'valid'", (State.LIVE, 500), ""),
        ],
    )
    def test_a_release_is_for_what_was_seen(
        self,
        held: Hold,
        collector: Collector,
        facts: TrackingFile,
        forty_days: Campaign,
        then: str,
        shown_then: tuple[str, int],
        reason: str,
    ) -> None:
        Hold.objects.filter(pk=held.pk).update(status=Status.RELEASED, decided_at=timezone.now())
        facts.run(f"UPDATE initiative SET {then}")
        for _pass in range(2):
            collector.run()
            assert shown(forty_days) == shown_then
        held.refresh_from_db()
        assert (held.status, held.taken_at is not None) == (Status.RELEASED, True)
        opened = forty_days.holds.filter(status=Status.OPEN).values_list("reason", flat=True)
        assert list(opened) == ([reason] if reason else [])

    def test_what_came_in_suddenly_nobody_has_released(
        self, held: Hold, collector: Collector, facts: TrackingFile, forty_days: Campaign
    ) -> None:
        Hold.objects.filter(pk=held.pk).update(status=Status.RELEASED, decided_at=timezone.now())
        facts.register("38", NOON, times=30_000)
        collector.run()
        assert (shown(forty_days), hold(forty_days).reason) == ((State.HELD, 1_000), Reason.SPIKE)
        collector.run(accept=True)
        assert shown(forty_days) == (State.LIVE, 30_500)

    def test_rejected(self, held: Hold, collector: Collector, facts: TrackingFile, forty_days: Campaign) -> None:
        Hold.objects.filter(pk=held.pk).update(status=Status.REJECTED, decided_at=timezone.now())
        for _pass in range(2):
            collector.run()
        assert (shown(forty_days), forty_days.holds.count()) == ((State.HELD, 1_000), 1)
        facts.run("UPDATE initiative SET deleted_at = NULL")
        collector.run()
        assert shown(forty_days) == (State.LIVE, 1_000)
        held.refresh_from_db()
        assert held.status == Status.REJECTED
        facts.run("UPDATE initiative SET deleted_at = ? WHERE id % 2", text(NOON))
        collector.run()
        assert (shown(forty_days), forty_days.holds.count()) == ((State.HELD, 1_000), 2), "a new matter"

    def test_accepted_by_the_operator(self, held: Hold, collector: Collector, forty_days: Campaign) -> None:
        collector.run(accept=True)
        assert shown(forty_days) == (State.LIVE, 500)
        held.refresh_from_db()
        assert (held.status, held.note, held.taken_at is not None) == (Status.RELEASED, "--accept", True)

    def test_another_collector_obeys(self, held: Hold, facts: TrackingFile, forty_days: Campaign) -> None:
        Collector().run(by_force=True)
        assert (shown(forty_days), forty_days.holds.count()) == ((State.HELD, 1_000), 1)
        Hold.objects.filter(pk=held.pk).update(status=Status.RELEASED)
        Collector().run(by_force=True)
        assert shown(forty_days) == (State.LIVE, 500)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ("id, '01' AS unit_code, NULL AS field_code, status, registered_at, updated_at", "deleted_at is missing"),
        ("id, '01' AS unit, NULL AS field_code, status, registered_at, updated_at, deleted_at", "unit_code is missing"),
        ("id, unit_id AS unit_code, NULL AS field_code, status, registered_at, updated_at, deleted_at",
         "unit_code holds 1000 values that are not text"),
    ],
)  # fmt: skip
def test_a_column_dropped_renamed_or_retyped(
    collector: Collector, facts: TrackingFile, forty_days: Campaign, change: str, fault: str
) -> None:
    good = facts.run("SELECT sql FROM sqlite_schema WHERE name = 'cms_v1_submission_fact'")[0][0]
    facts.script(f"DROP VIEW cms_v1_submission_fact; CREATE VIEW cms_v1_submission_fact AS SELECT {change}"
                 " FROM initiative;")  # fmt: skip
    for _pass in range(2):
        assert fault in collector.run().problem
    assert shown(forty_days) == (State.HELD, 1_000)
    found = hold(forty_days)
    assert (found.reason, found.status, found.new, forty_days.holds.count()) == (Reason.CONTRACT, Status.OPEN, {}, 1)
    assert fault in found.explanation
    facts.script(f"DROP VIEW cms_v1_submission_fact; {good};")
    facts.register("38", NOON)
    assert collector.run().problem == ""
    assert shown(forty_days) == (State.LIVE, 1_001)
    assert hold(forty_days).status == Status.RESOLVED


def test_a_final_figure_is_never_held(collector: Collector, facts: TrackingFile, forty_days: Campaign) -> None:
    forty_days.snapshots.update(state=State.FINAL)
    facts.run("UPDATE initiative SET status = 'rejected'")
    collector.run()
    facts.script("DROP VIEW cms_v1_unit;")
    collector.run()
    assert shown(forty_days) == (State.FINAL, 1_000)
    assert not forty_days.holds.exists()
