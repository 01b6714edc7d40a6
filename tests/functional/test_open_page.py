"""What an open page makes of the documents that it asks for: the true side of the plan, the true age, the last click.

The documents come as a cache would send them.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from playwright.sync_api import Error, Page, Route, expect

from tests.functional.instance import CAMPAIGN, Instance
from tests.functional.places import CAMPAIGN_PATH
from tests.functional.test_counter import no_room, printed, wait_for
from tests.functional.watching import Watch

LIVE = f"**/live/{CAMPAIGN}.json"
SENT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
Answer = Callable[..., None]


@pytest.fixture
def answer(page: Page) -> Iterator[Answer]:
    """Opens the home page; then each call lets it read the newest document with these changes, as a cache sends it."""
    said: dict[str, Any] = {}

    def fulfil(route: Route) -> None:
        document = {**route.fetch().json(), "epoch": 9_999, "next_ms": 1_000, **said["changes"]}
        route.fulfill(json=document, headers={"Date": format_datetime(SENT, usegmt=True), "Age": said["age"]})

    page.clock.install()
    no_room(page)
    page.route(LIVE, fulfil)
    page.goto("/")

    def ask(age: int = 0, **changes: Any) -> None:
        said.update(changes=changes, age=str(age))
        with page.expect_response(LIVE):
            page.clock.run_for(15_000)
        page.clock.run_for(1_000)

    yield ask
    page.unroute_all(behavior="ignoreErrors")


def test_the_sentence_follows_the_number_to_the_other_side_of_the_plan(page: Page, answer: Answer) -> None:
    pace = page.get_by_role("main").locator("[data-pace]").first
    read_at = SENT.isoformat()
    answer(seq=1, count=200_000, plan=150_000, read_at=read_at)
    expect(pace.get_by_text("Nhanh hơn kế hoạch đều 50.000")).to_be_visible()
    answer(seq=2, count=200_100, plan=210_100, read_at=read_at)
    expect(pace.get_by_text("Chậm hơn kế hoạch đều 10.000")).to_be_visible()
    expect(pace.get_by_text("Nhanh hơn")).to_be_hidden()
    answer(seq=3, count=210_100, plan=210_100, read_at=read_at)
    expect(pace.get_by_text("Đúng bằng kế hoạch đều")).to_be_visible()
    answer(seq=4, count=210_200, plan=None, read_at=read_at)
    expect(pace.locator("[data-side]:visible")).to_have_count(0)


def test_only_a_milestone_interrupts_who_listens(page: Page, answer: Answer) -> None:
    said, read_at = page.locator("#thong-bao"), SENT.isoformat()
    answer(seq=1, count=249_900, target=300_000, read_at=read_at)
    page.evaluate("document.getElementById('thong-bao').textContent = ''")
    answer(seq=2, count=249_999, target=300_000, read_at=read_at)
    expect(said).to_have_text("")
    answer(seq=3, count=250_010, target=300_000, read_at=read_at)
    expect(said).to_have_text("Đã vượt 250.000 sáng kiến")
    answer(seq=4, count=300_001, target=300_000, read_at=read_at)
    expect(said).to_have_text("Đã vượt 300.000 sáng kiến")


def test_a_document_that_a_cache_kept_is_as_old_as_it_is(page: Page, answer: Answer) -> None:
    chip = page.get_by_role("main").locator("[data-chip]").first
    answer(seq=1, read_at=SENT.isoformat())
    expect(chip).to_have_text("Trực tiếp")
    answer(seq=2, read_at=(SENT - timedelta(minutes=5)).isoformat())
    expect(chip).to_have_text("Chậm 5 phút")
    answer(age=20 * 60, seq=2, read_at=SENT.isoformat())
    expect(chip).to_contain_text("Chưa cập nhật từ")
    answer(seq=3, read_at=SENT.isoformat())
    expect(chip).to_have_text("Trực tiếp")


def test_of_two_quick_clicks_the_later_one_counts(page: Page) -> None:
    held: list[Route] = []
    page.route("**/*loai=province*", lambda route: held.append(route))
    page.goto(CAMPAIGN_PATH)
    board = page.locator("#xep-hang")
    chosen = board.get_by_role("link", name="Công đoàn ngành", exact=True)
    board.locator(".choices a[href*='loai=province']").click()
    chosen.click()
    expect(chosen).to_have_attribute("aria-current", "true")
    for route in held:
        with suppress(Error):  # the page has given it up
            route.continue_()
    page.wait_for_timeout(1_000)
    expect(chosen).to_have_attribute("aria-current", "true")
    assert "loai=sector" in page.url
    page.unroute_all(behavior="ignoreErrors")


def test_all_figures_of_an_open_page_follow_and_nothing_else_moves(page: Page, watch: Watch, site: Instance) -> None:
    page.clock.install()
    page.goto(f"{CAMPAIGN_PATH}?loai=province")
    page.evaluate("window.kept = true")
    main = page.get_by_role("main")
    main.get_by_text("Xem bảng số liệu theo ngày").click()
    board = main.locator("#xep-hang")
    unit = board.locator("tbody a").nth(5)
    name, address = unit.inner_text(), unit.get_attribute("href")
    unit.focus()
    scrolled = page.evaluate("scrollY")
    held = printed(site.register(60))
    wait_for(lambda: printed(site.snapshot()["count"]) == held)
    chart = main.locator("#dien-bien .chart--wide .c-data.big")
    with page.expect_response(f"**{CAMPAIGN_PATH}*", timeout=60_000):
        for _seconds in range(15, 120, 15):
            page.clock.run_for(15_000)
            page.wait_for_timeout(500)  # the answers come by the clock on the wall
    page.clock.run_for(2_000)
    expect(chart).to_have_text(held)
    expect(main.locator(".hero [data-value]")).to_have_text(held)
    expect(main.locator("#dien-bien tbody tr").last.locator("td").nth(1)).to_have_text(held)
    assert page.evaluate("window.kept") is True
    # What the reader was doing stays as it was.
    expect(main.locator("#dien-bien table")).to_be_visible()
    assert page.evaluate("[document.activeElement.textContent, document.activeElement.getAttribute('href')]") == [
        name,
        address,
    ]
    assert abs(page.evaluate("scrollY") - scrolled) < 60
    expect(board.locator(".choices a[href='?loai=province#xep-hang']")).to_have_attribute("aria-current", "true")
    shown, fresh = [figures_shown(page)], page.context.new_page()
    fresh.goto(page.url)
    shown.append(figures_shown(fresh))
    assert shown[0] == shown[1]


def figures_shown(page: Page) -> dict[str, list[str]]:
    """The numbers of each part of the campaign's page, but for what goes on with the clock."""
    return {
        place: page.locator(place).all_inner_texts()
        for place in (
            ".hero [data-value]",
            ".days .vh",
            ".sum dd",
            "#xep-hang .rank",
            "#xep-hang tbody .cnt",
            ".weeks b",
        )
    }
