"""Common ground of all tests: files in a folder of their own, Vietnamese, nothing cached from the test before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import translation
from pytest_django import Settings


@pytest.fixture(autouse=True)
def clean_slate(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A media folder of the test's own, Vietnamese as the active language, and empty caches."""
    media: Path = tmp_path_factory.mktemp("media")
    settings.MEDIA_ROOT = media
    cache.clear()
    with translation.override("vi"):
        yield
    cache.clear()
