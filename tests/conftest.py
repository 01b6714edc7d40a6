"""Common ground of all tests: files in a folder of their own, Vietnamese, nothing cached from the test before."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.utils import translation
from hypothesis import HealthCheck, settings
from pytest_django import DjangoDbBlocker, Settings

from tests.factories.sites import lay_site

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


def pytest_collection_finish() -> None:
    """What was loaded stays."""
    leave_alone()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Lay the site once for all tests: it took a quarter of their time. What this and the migrations left stays."""
    with django_db_blocker.unblock(), translation.override("vi"):
        lay_site()
    leave_alone()


def leave_alone() -> None:
    """Keep the garbage collector from what there is: looking through it again and again took a seventh of the time."""
    gc.collect()
    gc.freeze()
    young, old, _oldest = gc.get_threshold()
    gc.set_threshold(young, old, 40)


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
