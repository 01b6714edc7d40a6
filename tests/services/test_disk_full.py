"""A disk that is really full while a snapshot is written: a small one of the test's own, filled to the last byte."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from campaigns.counting.collector import Collector
from campaigns.models import CounterSnapshot
from config.databases import database
from tests.campaigns.conftest import tracking, tracking_file
from tests.campaigns.counting.test_disk_full import tracking_rows
from tests.tracking_fixtures import NOON, TrackingFile, alias_at, make_forty_days, own_tables
from tools.system import as_root

__all__ = ["tracking", "tracking_file"]  # fixtures

pytestmark = [pytest.mark.services, pytest.mark.django_db(databases=["default", "tracking"])]


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Thirty-two megabytes of memory as a disk; only root may make one."""
    root = as_root()
    assert root is not None, "this test mounts a file system: run it as root, or where sudo asks for no password"
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run([*root, "mount", "-t", "tmpfs", "-o", "size=32m,mode=0777", "tmpfs", str(place)], check=True)
    yield place
    connections["default"].close()
    subprocess.run([*root, "umount", str(place)], check=True)


def fill(disk: Path) -> Path:
    """A file that takes all the room there is."""
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while file.write(b"x" * 4096):
                pass
        except OSError as error:
            assert "No space left" in str(error)
    return filler


def test_a_disk_without_room_costs_passes_and_no_figure(tracking: TrackingFile, disk: Path) -> None:
    with alias_at("default", database(f"sqlite:///{disk / 'cms.sqlite3'}")), own_tables():
        make_forty_days()
        tracking.register("01", NOON, times=20)
        collector = Collector()
        assert not collector.run().problem
        filler = fill(disk)
        refused = ""
        for _pass in range(400):  # what is free within the files is used up first
            tracking.register("01", NOON)
            if refused := collector.run().problem:
                break
        assert "full" in refused or "disk I/O" in refused, refused
        counts = list(CounterSnapshot.objects.values_list("count", flat=True))
        assert counts == sorted(counts, reverse=True)
        assert 20 <= counts[0] < tracking_rows(tracking)

        filler.unlink()
        assert not collector.run().problem
        newest = CounterSnapshot.objects.first()
        assert newest is not None
        assert newest.count == tracking_rows(tracking)
