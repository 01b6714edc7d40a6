"""The browser tests' browser: the system's Chromium, asking nothing of any network but this machine."""

import os
from typing import Any

import pytest

from tools import chromium


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright starts the browser that `make test` found or installed, never one of its own."""
    return {**browser_type_launch_args, "executable_path": chromium.path(), "args": chromium.arguments()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A reader in Vietnam."""
    return {**browser_context_args, "locale": "vi-VN", "timezone_id": "Asia/Ho_Chi_Minh"}


@pytest.fixture(scope="session", autouse=True)
def _django_beside_playwright() -> None:
    """Playwright's event loop runs in this thread, so Django would refuse its own synchronous queries."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
