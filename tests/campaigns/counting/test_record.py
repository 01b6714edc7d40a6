"""What passes leave for good: closes, milestones, outlook, moves in rank; and the figures that somebody signed."""

from datetime import date, datetime, timedelta

import pytest

from campaigns.counting import closing, milestones
from campaigns.counting.closing import CannotClose, Signature
from campaigns.counting.collector import Collector
from campaigns.models import Campaign, Closing, CounterSnapshot, DayClose, Hold
from campaigns.tracking.contract import LOCAL
from tests.tracking_fixtures import NOON, TrackingFile, text

pytestmark = pytest.mark.django_db(databases=["default", "tracking"])

SIGNATURE = Signature("Trần Thị Ví Dụ, Phó Chủ tịch", date(2022, 6, 1), "12/BC-TLĐ")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2022, 5, day, hour, minute, tzinfo=LOCAL)


@pytest.fixture
def low_milestones(monkeypatch: pytest.MonkeyPatch) -> None:
    """A milestone every ten, so that a test needs no 50.000 rows."""
    monkeypatch.setattr(milestones, "STEPS", ((None, 10),))


@pytest.fixture
def steady(tracking: TrackingFile) -> TrackingFile:
    """Four a day from 1/5 to 9/5, three of one unit and one of another, and two so far on 10/5."""
    for day in range(1, 10):
        tracking.register("38", at(day, 9), times=3)
        tracking.register("01-A-1", at(day, 10))
    tracking.register("01", at(10, 8), times=2)
    return tracking


def newest(campaign: Campaign) -> CounterSnapshot:
    row = campaign.snapshots.first()
    assert row is not None
    return row


def closes(campaign: Campaign) -> dict[str, DayClose]:
    return {f"{close.day:%-d/%-m}": close for close in campaign.closes.all()}


def test_the_first_pass_reconstructs_the_days_before(steady: TrackingFile, forty_days: Campaign) -> None:
    Collector().run()
    kept = closes(forty_days)
    assert len(kept) == (date(2022, 5, 10) - date(2022, 1, 8)).days + 1
    assert (kept["30/4"].count, kept["5/5"].count, kept["9/5"].count, kept["10/5"].count) == (0, 20, 36, 38)
    assert [kept[day].reconstructed for day in ("9/5", "10/5")] == [True, False]
    assert kept["9/5"].units[0] == {"code": "38", "count": 27, "rank": 1}
    outlook = newest(forty_days).outlook
    assert outlook is not None
    assert outlook["per_day"] == 4
    assert outlook["projected"] == 38 + 4 * 21 + 2


def test_units_are_reconstructed_for_the_reports_of_past_weeks(steady: TrackingFile, forty_days: Campaign) -> None:
    Collector().run()
    kept = closes(forty_days)
    assert kept["1/5"].units[:2] == [{"code": "38", "count": 3, "rank": 1}, {"code": "01", "count": 1, "rank": 2}]
    assert (len(kept["22/4"].units), kept["21/4"].units) == (len(kept["1/5"].units), [])


def test_a_close_is_what_was_seen_and_is_not_rewritten(steady: TrackingFile, forty_days: Campaign) -> None:
    collector = Collector()
    steady.set_clock(at(10, 23, 58))
    collector.run()
    steady.register("38", at(10, 9), times=5)
    steady.set_clock(at(11, 8))
    collector.run()
    kept = closes(forty_days)
    assert (kept["10/5"].count, kept["10/5"].reconstructed) == (38, False)
    assert kept["11/5"].count == 43


def test_days_of_an_outage_are_reconstructed(steady: TrackingFile, forty_days: Campaign) -> None:
    collector = Collector()
    collector.run()
    steady.register("38", at(10, 20), times=6)
    steady.register("38", at(11, 9), times=2)
    steady.set_clock(at(12, 7))
    collector.run()
    kept = closes(forty_days)
    assert (kept["10/5"].count, kept["10/5"].reconstructed) == (44, True)
    assert (kept["11/5"].count, kept["11/5"].reconstructed) == (46, True)
    assert kept["9/5"].count == 36


def test_ranks_of_yesterday_stand_beside_those_of_now(steady: TrackingFile, forty_days: Campaign) -> None:
    steady.register("GD", at(10, 9), times=30)
    Collector().run()
    first, second, third = newest(forty_days).units
    assert (first["code"], first["rank"], first["rank_yesterday"], first["rank_last_week"]) == ("GD", 1, 3, 3)
    assert (second["code"], second["rank"], second["rank_yesterday"]) == ("38", 2, 1)
    assert (third["code"], third["rank_last_week"]) == ("01", 2)


def test_before_the_units_period_nobody_has_a_rank(steady: TrackingFile, forty_days: Campaign) -> None:
    Campaign.objects.update(units_from=date(2022, 5, 9))
    steady.register("GD", at(10, 9), times=30)
    Collector().run()
    first = newest(forty_days).units[0]
    assert first["code"] == "GD" and first["rank_yesterday"] is not None
    assert first["rank_last_week"] is None


@pytest.mark.usefixtures("low_milestones")
def test_a_milestone_is_kept_to_the_minute(steady: TrackingFile, forty_days: Campaign) -> None:
    Campaign.objects.update(target=39)
    collector = Collector()
    collector.run()
    passed = {one.amount: one for one in forty_days.milestones.all()}
    assert sorted(passed) == [10, 20, 30]
    assert all(one.reconstructed for one in passed.values())
    assert passed[20].reached_at == at(5, 0)
    steady.register("38", NOON, times=2)
    steady.set_clock(NOON + timedelta(minutes=1))
    collector.run()
    goal, round_one = forty_days.milestones.get(amount=39), forty_days.milestones.get(amount=40)
    assert (goal.is_goal, round_one.is_goal) == (True, False)
    assert goal.reached_at == round_one.reached_at == NOON + timedelta(minutes=1)
    assert not goal.reconstructed
    steady.run("UPDATE initiative SET status = 'rejected' WHERE registered_at >= ?", "2022-05-10 05:00:00")
    steady.set_clock(NOON + timedelta(minutes=2))
    collector.run()
    assert newest(forty_days).count == 38
    assert forty_days.milestones.filter(amount=40).exists()


@pytest.mark.usefixtures("low_milestones")
def test_a_milestone_passed_while_nobody_looked_has_a_day(steady: TrackingFile, forty_days: Campaign) -> None:
    collector = Collector()
    collector.run()
    steady.register("38", at(10, 15), times=2)
    steady.set_clock(at(10, 20))
    collector.run()
    passed = forty_days.milestones.get(amount=40)
    assert (passed.reconstructed, passed.reached_at) == (True, at(10, 0))


def test_belated_entries_count_for_no_pace(steady: TrackingFile, forty_days: Campaign) -> None:
    collector = Collector()
    collector.run()
    steady.run("UPDATE import_state SET backfill_until = ?", "2022-05-01 16:59:59")
    april = datetime(2022, 4, 30, 9, tzinfo=LOCAL)
    steady.register("38", april, times=500)
    steady.run("UPDATE initiative SET updated_at = ? WHERE registered_at = ?", text(at(10, 23)), text(april))
    steady.set_clock(at(10, 23, 58))
    collector.run()
    assert (newest(forty_days).count, closes(forty_days)["10/5"].backfilled) == (538, 500)
    steady.set_clock(at(11, 23, 58))
    collector.run()
    outlook = newest(forty_days).outlook
    assert outlook is not None
    assert outlook["per_day"] == round((6 * 4 + 2) / 7)


def test_a_rise_that_an_editor_called_belated_counts_for_no_pace(steady: TrackingFile, forty_days: Campaign) -> None:
    collector = Collector()
    collector.run()
    steady.register("38", NOON, times=20_000)
    steady.set_clock(NOON + timedelta(minutes=1))
    collector.run()
    assert newest(forty_days).state == CounterSnapshot.State.HELD
    Hold.objects.update(status=Hold.Status.RELEASED, is_backfill=True)
    collector.run()
    assert (newest(forty_days).count, newest(forty_days).state) == (20_038, CounterSnapshot.State.LIVE)
    assert closes(forty_days)["10/5"].backfilled == 20_000


def test_after_the_end_no_day_is_closed(steady: TrackingFile, forty_days: Campaign) -> None:
    collector = Collector()
    steady.set_clock(datetime(2022, 6, 3, 9, tzinfo=LOCAL))
    collector.run()
    assert forty_days.closes.latest("day").day == date(2022, 5, 31)


def test_closing_freezes_what_the_signer_saw(steady: TrackingFile, forty_days: Campaign) -> None:
    collector = Collector()
    collector.run()
    seen = newest(forty_days)
    steady.register("38", NOON, times=2)
    steady.set_clock(NOON + timedelta(minutes=1))
    collector.run()
    made = closing.close(forty_days, (seen.epoch, seen.seq), SIGNATURE, None)
    assert (made.count, made.as_of) == (38, NOON)
    final = newest(forty_days)
    assert (final.count, final.state) == (38, CounterSnapshot.State.FINAL)
    collector.run()
    assert newest(forty_days).pk == final.pk
    made.refresh_from_db()
    assert (made.count, made.revised_count, made.revised_as_of) == (38, 40, NOON + timedelta(minutes=1))
    assert made.revised_units[0] == {"code": "38", "count": 29, "rank": 1}


def test_what_cannot_be_closed(steady: TrackingFile, forty_days: Campaign) -> None:
    Collector().run()
    seen = newest(forty_days)
    with pytest.raises(CannotClose, match="gone"):
        closing.close(forty_days, (seen.epoch, 999), SIGNATURE, None)
    forty_days.snapshots.update(state=CounterSnapshot.State.HELD)
    with pytest.raises(CannotClose, match="held"):
        closing.close(forty_days, (seen.epoch, seen.seq), SIGNATURE, None)
    forty_days.snapshots.update(state=CounterSnapshot.State.LIVE)
    closing.close(forty_days, (seen.epoch, seen.seq), SIGNATURE, None)
    with pytest.raises(CannotClose, match="closed"):
        closing.close(forty_days, (seen.epoch, seen.seq), SIGNATURE, None)
    assert Closing.objects.count() == 1
