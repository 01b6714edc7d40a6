"""One collector at a time: who counts, who stands by, and that whoever lost the lease writes nothing."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from campaigns.counting.collector import Collector
from campaigns.counting.ladder import Ladder
from campaigns.counting.lease import Lease, LeaseLost
from campaigns.models import Campaign, CollectorState, Hold
from tests.factories.campaigns import SnapshotFactory
from tests.tracking_fixtures import NOON, TrackingFile

pytestmark = pytest.mark.django_db(databases=["default", "tracking"])


def run_out() -> None:
    """The holder has not been heard of for its whole term."""
    CollectorState.objects.update(expires_at=timezone.now() - timedelta(seconds=1))


def places(campaign: Campaign) -> list[tuple[int, int]]:
    return list(campaign.snapshots.order_by("pk").values_list("epoch", "seq"))


class TestLease:
    def test_one_has_it_and_the_other_waits(self) -> None:
        one, other = Lease(), Lease()
        assert [one.take(), other.take(), one.take(), other.take()] == [True, False, True, False]
        assert (one.epoch, CollectorState.objects.get().holder) == (1, one.holder)

    def test_it_is_taken_over_when_it_has_run_out(self) -> None:
        one, other = Lease(), Lease()
        one.take()
        run_out()
        assert other.take()
        assert other.epoch == 2
        assert not one.take()
        with pytest.raises(LeaseLost):
            one.keep()

    def test_a_holder_that_was_late_goes_on_where_nobody_took_over(self) -> None:
        one = Lease()
        one.take()
        run_out()
        assert one.take() and one.epoch == 1

    def test_it_is_released(self) -> None:
        one, other = Lease(), Lease()
        one.take()
        one.release()
        assert other.take()
        one.release()
        assert other.take(), "only one's own is released"

    def test_by_force(self) -> None:
        one, other = Lease(), Lease()
        one.take()
        assert other.take(by_force=True)
        assert not one.take()

    def test_its_epoch_is_above_every_snapshots(self) -> None:
        SnapshotFactory(epoch=41)
        lease = Lease()
        assert lease.take() and lease.epoch == 42

    def test_it_is_kept_over_a_wait(self) -> None:
        lease = Lease()
        lease.take()
        lease.keep(timedelta(seconds=60), last_error="away")
        state = CollectorState.objects.get()
        assert state.expires_at is not None and state.expires_at > timezone.now() + timedelta(seconds=80)
        assert state.last_error == "away"


def test_two_collectors_give_one_series(tracking: TrackingFile, forty_days: Campaign) -> None:
    tracking.register("01", NOON, times=10)
    first, second = Collector(), Collector()
    standing_by = [collector.run().standing_by for collector in (first, first, second, first, second)]
    assert standing_by == [False, False, True, False, True]
    assert places(forty_days) == [(1, 1), (1, 2), (1, 3)]


def test_the_standby_takes_over(tracking: TrackingFile, forty_days: Campaign) -> None:
    tracking.register("01", NOON, times=10)
    first, second = Collector(), Collector()
    first.run()
    second.run()
    run_out()
    tracking.register("01", NOON, times=5)
    assert second.run().appended[0].count == 15
    assert first.run().standing_by
    assert places(forty_days) == [(1, 1), (2, 1)]


def test_a_collector_that_lost_its_lease_writes_nothing(
    tracking: TrackingFile, forty_days: Campaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It loses it while it reads, and finds zero, which it would have to hold."""
    tracking.register("01", NOON, times=10)
    slow, other = Collector(), Collector()
    slow.run()
    look = Ladder.look

    def slowly(ladder: Ladder, *arguments: Any, **options: Any) -> Any:
        found = look(ladder, *arguments, **options)
        monkeypatch.setattr(Ladder, "look", look)
        run_out()
        other.run()
        return found

    tracking.run("UPDATE initiative SET status = 'rejected'")
    monkeypatch.setattr(Ladder, "look", slowly)
    CollectorState.objects.update(last_error="")
    before = forty_days.snapshots.count()
    assert slow.run().standing_by
    written = list(forty_days.snapshots.order_by("pk"))[before:]
    assert [(row.epoch, row.seq) for row in written] == [(2, 1)], "the other's row alone"
    assert Hold.objects.count() == 1
    assert CollectorState.objects.get().epoch == 2


def test_the_dashboards_row(tracking: TrackingFile, forty_days: Campaign) -> None:
    tracking.register("01", NOON, times=10)
    collector = Collector()
    collector.run()
    state = CollectorState.objects.get()
    now = timezone.now()
    for moment in (state.last_pass_at, state.last_success_at, state.last_full_at, state.last_check_at):
        assert moment is not None and now - moment < timedelta(seconds=30)
    assert (state.last_error, state.drift, state.drift_days) == ("", 0, [])
    succeeded = state.last_success_at
    assert succeeded is not None

    kept = tracking.path.read_bytes()
    tracking.path.unlink()
    collector.run()
    state.refresh_from_db()
    assert "the file does not exist" in state.last_error
    assert state.last_success_at == succeeded and state.last_pass_at is not None and state.last_pass_at > succeeded

    tracking.path.write_bytes(kept)
    collector.run()
    state.refresh_from_db()
    assert state.last_error == ""


def test_the_nightly_check(tracking: TrackingFile, forty_days: Campaign, caplog: pytest.LogCaptureFixture) -> None:
    tracking.register("01", NOON - timedelta(days=20), times=999)
    tracking.register("01", NOON)
    collector = Collector()

    def count() -> int:
        return forty_days.snapshots.values_list("count", flat=True)[0]

    collector.run()
    tracking.run("DELETE FROM initiative WHERE id <= 3")
    collector.run()
    assert count() == 1_000, "no tick sees what was deleted for good"
    CollectorState.objects.update(last_check_at=timezone.now() - timedelta(days=1))
    collector.run()
    state = CollectorState.objects.get()
    assert (state.drift, state.drift_days) == (3, ["2022-04-20"])
    assert "the nightly check found 3 rows counted wrongly, on 2022-04-20" in caplog.text
    assert count() == 997
    collector.run()
    assert CollectorState.objects.get().drift == 3, "until the next night"
