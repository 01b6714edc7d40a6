"""Everything can be done from the keyboard, and one always sees where one is."""

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from tests.functional.conftest import LogIn
from tests.functional.editing import StoryForm
from tests.functional.instance import Instance
from tests.functional.places import CAMPAIGN_PATH, page_types, without_english
from tests.functional.watching import Watch

MOST = 250  # presses of Tab that no page needs

# Where the keyboard is: what it is called, whether its focus can be seen, and whether it lies within the window.
FOCUSED = """
() => {
    const e = document.activeElement;
    if (!e || e === document.body) return null;
    const style = getComputedStyle(e), box = e.getBoundingClientRect();
    return {
        name: (e.getAttribute('aria-label') || e.textContent || e.id).trim().replace(/\\s+/g, ' ').slice(0, 60),
        html: e.outerHTML.slice(0, 120),
        seen: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
        inside: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth,
    };
}
"""


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus."""
    for _press in range(MOST):
        page.keyboard.press("Tab")
        if target.evaluate("e => e === document.activeElement"):
            return
    raise AssertionError(f"Tab never came to {target}")


@pytest.mark.parametrize("name", ["home", "campaign", "story", "initiative index", "nationwide", "search with hits"])
@pytest.mark.parametrize("width", [360, 1280])
def test_focus_is_always_seen(page: Page, site: Instance, name: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(page_types(site)[name])
    walked: list[str] = []
    for _press in range(MOST):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUSED)
        if here is None:
            break
        assert here["seen"], here
        assert here["inside"], here
        walked.append(here["name"])
    else:
        pytest.fail("Tab never left the page")
    assert len(walked) > 10


def test_the_skip_link_leads_to_the_content(page: Page, watch: Watch) -> None:
    page.goto("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Đến nội dung chính")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.get_by_role("main").evaluate("main => main.contains(document.activeElement)")


def test_the_menu_on_a_desk(page: Page, watch: Watch) -> None:
    page.goto("/")
    tab_to(page, page.get_by_role("banner").get_by_role("link", name="Chiến dịch"))
    page.keyboard.press("Enter")
    page.wait_for_url("**/chien-dich/")


def test_the_menu_on_a_phone(page: Page, watch: Watch) -> None:
    page.set_viewport_size({"width": 360, "height": 780})
    page.goto("/")
    button = page.get_by_role("button", name="Mục lục")
    link = page.get_by_role("navigation", name="Chính").get_by_role("link", name="Chiến dịch")
    expect(link).to_be_hidden()
    tab_to(page, button)
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    expect(button).to_be_focused()
    page.keyboard.press("Space")
    tab_to(page, link)
    page.keyboard.press("Enter")
    page.wait_for_url("**/chien-dich/")


def test_the_leaderboard_keeps_the_place_of_the_keyboard(page: Page, watch: Watch) -> None:
    page.goto(CAMPAIGN_PATH)
    choices = page.locator("#xep-hang .choices")
    tab_to(page, choices.get_by_role("link", name="Công đoàn ngành"))
    page.keyboard.press("Enter")
    expect(choices.get_by_role("link", name="Công đoàn ngành")).to_have_attribute("aria-current", "true")
    expect(choices.get_by_role("link", name="Công đoàn ngành")).to_be_focused()
    tab_to(page, choices.get_by_role("link", name="Tên"))
    page.keyboard.press("Enter")
    expect(choices.get_by_role("link", name="Tên")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("status")).to_contain_text("Tên")


def test_the_charts_table_opens(page: Page, watch: Watch) -> None:
    page.goto(CAMPAIGN_PATH)
    summary = page.locator("main details summary").first
    tab_to(page, summary)
    page.keyboard.press("Enter")
    expect(page.locator("main details table").first).to_be_visible()
    page.keyboard.press("Space")
    expect(page.locator("main details table").first).to_be_hidden()


def test_copying_a_link(page: Page, watch: Watch, site: Instance) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=site.address)
    address = site.addresses("stories.storypage")[0]
    page.goto(address)
    marks = "utm_source=copy&utm_medium=share"
    tab_to(page, page.get_by_role("button", name="Chép liên kết").first)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Đã chép").first).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("Đã chép")
    assert page.evaluate("navigator.clipboard.readText()") == f"{site.address}{address}?{marks}"


def test_a_video_loads_by_the_readers_click_and_not_before(page: Page, site: Instance, admin: LogIn) -> None:
    form = StoryForm(admin("truongban"), site)
    form.open_new()
    form.write_title("Một phút ở Chuyền 12")
    form.write_lead("Một đoạn phim ngắn.")
    form.add_block("Video")
    form.body.get_by_label("Địa chỉ").fill("https://www.youtube.com/watch?v=abcdefghijk")
    form.body.get_by_label("Tiêu đề").fill("Chuyền 12 lúc bảy giờ kém mười")
    form.send("action-publish")

    asked: list[str] = []

    def film(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body="<title>film</title>", content_type="text/html")

    page.route("https://www.youtube-nocookie.com/**", film)
    watch = Watch(site.address.split("//")[1])
    watch.attach(page.context)
    page.goto("/cau-chuyen/mot-phut-o-chuyen-12/", wait_until="networkidle")
    assert asked == []
    watch.assert_quiet()
    button = page.get_by_role("button", name="Chuyền 12 lúc bảy giờ kém mười")
    expect(button).to_contain_text("www.youtube-nocookie.com")
    tab_to(page, button)
    page.keyboard.press("Enter")
    frame = page.locator("iframe")
    expect(frame).to_be_focused()
    expect(frame).to_have_attribute("title", "Chuyền 12 lúc bảy giờ kém mười")
    assert asked == ["https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"]


def test_the_note_of_a_missing_language_can_be_hovered_and_put_away(page: Page, site: Instance) -> None:
    page.goto(without_english(site, "toi-thu-nam-phuong-sang-den"))
    link = page.locator("header .langs [hreflang=en]")
    note = link.locator(".langs__note")
    link.hover()
    expect(note).to_have_css("opacity", "1")
    box = note.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] - 12, box["y"] + box["height"] / 2, steps=5)
    expect(note).to_have_css("opacity", "1")
    page.keyboard.press("Escape")
    expect(note).to_have_css("opacity", "0")
    page.mouse.move(0, 0)
    page.reload()
    tab_to(page, link)
    expect(note).to_have_css("opacity", "1")
    page.keyboard.press("Escape")
    expect(note).to_have_css("opacity", "0")
    expect(link).to_be_focused()


def test_a_menu_closes_where_a_turned_screen_shows_it_anyway(page: Page, site: Instance) -> None:
    page.set_viewport_size({"width": 768, "height": 1024})
    page.goto("/")
    page.get_by_role("button", name="Mục lục").click()
    assert page.locator("#menu").evaluate("menu => menu.matches(':popover-open')")
    page.set_viewport_size({"width": 1024, "height": 768})
    expect(page.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_function("!document.querySelector('#menu:popover-open')")
    assert page.evaluate("getComputedStyle(document.body).overflowY") == "visible"
