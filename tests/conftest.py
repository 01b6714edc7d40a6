"""Common ground of all tests: files in a folder of their own, Vietnamese, nothing cached from the test before."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import Settings

FUNCTIONAL = Path(__file__).parent / "functional"

# Other programs share the machine: how long an example takes says nothing of what it tests.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")


def pytest_itemcollected(item: pytest.Item) -> None:
    """All functional tests are browser tests."""
    if FUNCTIONAL in item.path.parents:
        item.add_marker("browser")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: Playwright leaves an event loop running in its worker, in which no other test should run."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Long bytes give a test no name: every worker must find the same names, and a packed file tells the time."""
    return argname if isinstance(val, bytes) and len(val) > 40 else None


@pytest.fixture(autouse=True)
def clean_slate(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Folders for files of the test's own, Vietnamese as the active language, and empty caches."""
    media: Path = tmp_path_factory.mktemp("media")
    settings.MEDIA_ROOT = media
    settings.PRIVATE_ROOT = tmp_path_factory.mktemp("private")
    cache.clear()
    with translation.override("vi"):
        yield
    cache.clear()
