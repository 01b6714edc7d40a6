"""Tracking databases for the tests of campaigns."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from campaigns.models import Campaign
from tests.tracking_fixtures import TrackingFile, make_forty_days, make_tracking_file, tracking_at


@pytest.fixture
def tracking_file(tmp_path: Path) -> TrackingFile:
    """A tracking database that keeps the contract, with a few units and no fact."""
    return make_tracking_file(tmp_path / "tracking.sqlite3")


@pytest.fixture
def tracking(db: None, tracking_file: TrackingFile) -> Iterator[TrackingFile]:
    """The alias `tracking` on a database of the test's own; the test writes through what it gets here."""
    with tracking_at(tracking_file.url):
        yield tracking_file


@pytest.fixture
def forty_days(db: None) -> Campaign:
    """The 40 days of 2022: the whole counts from 8/1, units from 22/4."""
    return make_forty_days()
