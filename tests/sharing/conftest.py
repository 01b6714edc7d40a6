"""Visits that a test counts are its own."""

from collections.abc import Iterator

import pytest

from sharing.models import ShareTotal
from sharing.tally import tally


@pytest.fixture
def counted(db: None) -> Iterator["Counted"]:
    """What shared links brought, as the database has it."""
    tally.flush()  # what other tests left
    ShareTotal.objects.all().delete()
    yield Counted()


class Counted:
    """Reads the totals after having them written."""

    def __call__(self) -> dict[tuple[int, str, str, str], int]:
        """Visits by page, part, network and medium."""
        tally.flush()
        rows = ShareTotal.objects.values_list("page", "part", "network", "medium", "visits")
        return {(page, part, network, medium): visits for page, part, network, medium, visits in rows}
