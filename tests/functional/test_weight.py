"""What the first view of the home page weighs over the wire, fonts and pictures included."""

import pytest
from playwright.sync_api import Browser

from tests.functional.instance import Instance

BUDGET = 100 * 1024


@pytest.mark.parametrize("width", [360, 1280])
def test_the_home_page_is_light(site: Instance, browser: Browser, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    weights: list[float] = []
    session.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    page.goto(f"{site.address}/", wait_until="networkidle")
    page.close()
    assert len(weights) > 10
    assert sum(weights) <= BUDGET
