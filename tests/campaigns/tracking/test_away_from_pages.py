"""A test that leaves the alias out of `databases`, as every test of a page does, fails on any query there."""

import pytest

from campaigns.tracking.models import Unit


@pytest.mark.django_db
def test_a_page_cannot_query_the_tracking_database() -> None:
    with pytest.raises(AssertionError, match="'tracking' are not allowed"):
        Unit.objects.count()
