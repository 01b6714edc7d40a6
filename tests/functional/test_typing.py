"""What an editor types into the admin's forms stays what was typed, and is saved once."""

import time

from playwright.sync_api import Route, expect

from tests.functional.conftest import LogIn
from tests.functional.editing import StoryForm
from tests.functional.instance import Instance

SLOW_S = 4
"""How long an autosave is under way: an editor presses the button well within it."""


def test_a_save_during_the_autosave_of_a_new_page_makes_one_page(site: Instance, admin: LogIn) -> None:
    form = StoryForm(admin("bientap"), site)
    form.open_new()

    def slowly(route: Route) -> None:
        if route.request.method == "POST" and "json" in route.request.headers.get("accept", ""):
            time.sleep(SLOW_S)
        route.continue_()

    form.page.route("**/admin/pages/add/stories/**", slowly)
    posts: list[str] = []
    form.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    form.write_title("Bấm lưu giữa chừng")
    for sentence in range(20):  # the form takes note of changes only some seconds after it was opened
        form.write_lead(f"Câu thứ {sentence}.")
        form.page.wait_for_timeout(1500)
        if any("/pages/add/" in url for url in posts):
            break
    form.write_lead("Câu gõ sau cùng.")
    form.save()
    assert any("/pages/add/" in url for url in posts), "it was not saved by itself"
    found = site.sql("SELECT id FROM wagtailcore_page WHERE slug = 'bam-luu-giua-chung'")
    assert found == [(form.page_id,)]
    assert form.page.get_by_label("Sapo").input_value() == "Câu gõ sau cùng."


def test_an_impossible_date_stays_as_typed_and_is_refused(site: Instance, admin: LogIn) -> None:
    page = admin("solieu")
    key = site.sql("SELECT id, ends_on FROM campaigns_campaign")[0]
    page.goto(f"/admin/snippets/campaigns/campaign/edit/{key[0]}/", wait_until="networkidle")
    field = page.locator("#id_ends_on")
    for typed in ("31/13/2022", "30/2/2022"):
        field.fill(typed)
        field.press("Tab")
        page.keyboard.press("Escape")
        page.locator("#id_name").click()
        expect(field).to_have_value(typed)
    page.locator("footer button[type=submit]").first.click()
    expect(page.get_by_text("Không có ngày này. Hãy ghi ngày/tháng/năm").first).to_be_visible()
    expect(page.locator("#id_ends_on")).to_have_value("30/2/2022")
    assert site.sql("SELECT id, ends_on FROM campaigns_campaign")[0] == key


def test_a_goal_is_said_in_words_and_asked_twice(site: Instance, admin: LogIn) -> None:
    page = admin("solieu")
    key = site.sql("SELECT id FROM campaigns_campaign")[0][0]
    page.goto(f"/admin/snippets/campaigns/campaign/edit/{key}/", wait_until="networkidle")
    field, words = page.locator("#id_target"), page.locator("output[for=id_target]")
    expect(field).to_have_value("300.000")
    expect(words).to_have_text("300.000 sáng kiến")
    field.fill("300.00")
    expect(words).to_have_text("")
    field.fill("300")
    page.locator("footer button[type=submit]").first.click()
    expect(page.get_by_text("300.000 → 300: đúng ý bạn?").first).to_be_visible()
    expect(page.get_by_label("Đúng, tôi đã kiểm tra các con số này")).to_be_visible()
    assert site.sql("SELECT target FROM campaigns_campaign WHERE id = ?", key) == [(300_000,)]


def test_what_is_pasted_is_never_cut_off(site: Instance, admin: LogIn) -> None:
    form = StoryForm(admin("bientap"), site)
    form.open_new()
    title = "Chuyền 12 tắt bốn bàn là. " * 20
    field = form.page.locator("#id_title")
    field.evaluate(
        """(field, text) => {
          field.focus();
          const data = new DataTransfer();
          data.setData("text/plain", text);
          if (field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true })))
            document.execCommand("insertText", false, text);
        }""",
        title,
    )
    expect(field).to_have_value(title)
    form.page.locator("footer").get_by_role("button", name="Lưu bản nháp").click()
    expect(form.page.locator(".messages")).to_contain_text("Chưa thực hiện được")
    expect(field).to_have_value(title)
    expect(form.page.get_by_text("255 ký tự").first).to_be_visible()
