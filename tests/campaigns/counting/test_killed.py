"""A collector that is killed (-9) before any of its steps: nothing half-written, and the next one is right at once.

Each pass runs in a child process on real files and ends in SIGKILL before its n-th statement or commit, for every n
until a pass lives to its end. Nothing but the transaction could have been saved, so nothing can be wrong.
"""

import os
import signal
import traceback
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from wagtail.models import ModelLogEntry

from campaigns.counting.collector import Collector
from campaigns.models import (
    Campaign,
    CollectorState,
    CounterSnapshot,
    DayClose,
    Hold,
)
from config.databases import database
from tests.tracking_fixtures import NOON, TrackingFile, alias_at, make_forty_days, own_tables

pytestmark = pytest.mark.django_db(databases=["default", "tracking"])


@pytest.fixture
def own_file(tmp_path: Path) -> Iterator[None]:
    """The site's own database in a file, with the tables that counting needs, so that processes can share it."""
    with alias_at("default", database(f"sqlite:///{tmp_path / 'cms.sqlite3'}")), own_tables():
        yield


class Reaper:
    """Kills the process before its n-th step."""

    def __init__(self, steps: int) -> None:
        self.left = steps

    def step(self) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def __call__(self, execute: Any, *statement: Any) -> Any:
        self.step()
        return execute(*statement)


def pass_that_dies_before(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """One pass, in this process, which it ends: by SIGKILL, or as a success."""
    reaper, commit = Reaper(step), BaseDatabaseWrapper.commit

    def mortal_commit(wrapper: BaseDatabaseWrapper) -> None:
        reaper.step()
        commit(wrapper)

    with monkeypatch.context() as patch:
        patch.setattr(BaseDatabaseWrapper, "commit", mortal_commit)
        with connections["default"].execute_wrapper(reaper), connections["tracking"].execute_wrapper(reaper):
            outcome = Collector().run(by_force=True)
    if outcome.problem:
        raise AssertionError(outcome.problem)
    os._exit(0)


def killed_before(step: int, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Run a pass in a process of its own that dies before `step`; whether it did not live to its end."""
    connections.close_all()
    child = os.fork()
    if child == 0:
        try:
            pass_that_dies_before(step, monkeypatch)
        except BaseException:  # noqa: BLE001 - printed, and told by the exit code
            traceback.print_exc()
        os._exit(3)  # whatever happened: never on into pytest, of which this is a copy
    _pid, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) in (-signal.SIGKILL, 0)
    return os.WIFSIGNALED(status)


def state_of_the_site() -> list[tuple[Any, ...]]:
    return [
        *CounterSnapshot.objects.order_by("pk").values_list("campaign", "epoch", "seq", "count", "state"),
        *Hold.objects.order_by("pk").values_list("campaign", "reason", "status"),
        *DayClose.objects.order_by("pk").values_list("campaign", "day"),
        *ModelLogEntry.objects.order_by("pk").values_list("object_id", "action"),
    ]


@pytest.mark.parametrize("fall", [False, True])
def test_killed_between_any_two_steps(
    tracking: TrackingFile, own_file: None, monkeypatch: pytest.MonkeyPatch, fall: bool
) -> None:
    first = make_forty_days()
    second = Campaign.objects.get(pk=first.pk)
    second.pk, second.slug = None, "40-ngay-2"
    second.save()
    tracking.register("01", NOON, times=20)
    assert not Collector().run().problem
    if fall:
        tracking.run("DELETE FROM initiative WHERE id % 2")
    else:
        tracking.register("38", NOON, times=5)
    before = state_of_the_site()
    for step in count():
        survived = not killed_before(step, monkeypatch)
        found = state_of_the_site()
        new = [row for row in found if row not in before]
        if survived:
            break
        assert new == [], f"killed before step {step}, it left a part"
    assert step > 20, "a pass has more steps than that"
    rows = {row.campaign_id: row for row in CounterSnapshot.objects.order_by("epoch", "seq")}
    expected = (20, "held") if fall else (25, "live")
    assert {(row.count, row.state) for row in rows.values()} == {expected}
    assert len(new) == (6 if fall else 2), "both campaigns in one transaction"
    assert {row.epoch for row in rows.values()} == {CollectorState.objects.get().epoch}
