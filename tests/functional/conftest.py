"""The browser tests' ground: the system's Chromium, and the real site running in a folder of the tests' own.

The browser asks nothing of any network but this machine. The site is started once for all tests and ended after them.
"""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_playwright.pytest_playwright import CreateContextCallback

from tests.functional.editing import log_in
from tests.functional.instance import Instance
from tests.functional.watching import Watch
from tools import chromium, ports

PATIENCE_MS = 10_000
LogIn = Callable[[str], Page]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright starts the browser that `make test` found or installed, never one of its own."""
    return {**browser_type_launch_args, "executable_path": chromium.path(), "args": chromium.arguments()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any], site: Instance) -> dict[str, Any]:
    """A reader in Vietnam, on the tests' own site.

    The worker that keeps pages stays out (test_offline lets it in): what it fetches, no route of a test can catch.
    """
    return {
        **browser_context_args,
        "base_url": site.address,
        "locale": "vi-VN",
        "timezone_id": "Asia/Ho_Chi_Minh",
        "viewport": {"width": 1280, "height": 900},
        "service_workers": "block",
    }


@pytest.fixture(scope="session", autouse=True)
def _django_beside_playwright() -> None:
    """Playwright's event loop runs in this thread, so Django would refuse its own synchronous queries."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """The site with its demo, its web server and its collector; prepared once, each worker of the tests has a copy."""
    common = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        common = common.parent
    prepared = common / "prepared"
    with (common / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not prepared.exists():
            first = Instance(common / "being-prepared")
            first.prepare()
            first.folder.rename(prepared)
    instance = Instance(shutil.copytree(prepared, tmp_path_factory.mktemp("site") / "copy"))
    instance.manage("load_demo", "--port", str(instance.port))
    with instance.serving():
        yield instance


@pytest.fixture(autouse=True)
def _no_server_error(site: Instance) -> Iterator[None]:
    """No test may leave a traceback in the web server's log, whatever the browser was shown, or a process ended."""
    before = len(site.said("web"))
    yield
    said = site.said("web")[before:]
    assert "Traceback" not in said, said
    assert site.ended() == []


@pytest.fixture
def watch(context: BrowserContext, site: Instance) -> Iterator[Watch]:
    """Listens to the test's browser and fails it for errors, blocked resources and requests to other hosts."""
    watching = Watch(f"{ports.HOST}:{site.port}")
    watching.attach(context)
    yield watching
    watching.assert_quiet()


@pytest.fixture(scope="session")
def sessions(browser: Browser, site: Instance, browser_context_args: dict[str, Any]) -> Callable[[str], Any]:
    """Cookies of an editor by user name; the login form is filled in once for each."""
    kept: dict[str, Any] = {}

    def cookies_of(username: str) -> Any:
        if username not in kept:
            context = browser.new_context(**browser_context_args)
            page = context.new_page()
            log_in(page, username, site.passwords()[username])
            kept[username] = context.storage_state()
            context.close()
        return kept[username]

    return cookies_of


@pytest.fixture
def admin(new_context: CreateContextCallback, sessions: Callable[[str], Any]) -> LogIn:
    """A new browser window in which the editor with this user name is logged in."""

    def open_window(username: str) -> Page:
        context = new_context(storage_state=sessions(username))
        return context.new_page()

    return open_window
