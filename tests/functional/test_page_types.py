"""Every type of page: edited, previewed, compared, unpublished, scheduled; and two editors on one page."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from stories.blocks import StoryBody
from tests.functional.conftest import LogIn
from tests.functional.editing import StoryForm
from tests.functional.instance import Instance
from tests.functional.places import page_types

TYPES = (
    "home", "campaign index", "campaign", "story index", "story", "initiative index", "initiative",
    "restricted initiative", "standard page",
)  # fmt: skip

FORM_SETTLES_MS = 2_200  # the admin takes note of changes 2 s after a form was opened

# Whether the block in the picker's frame has its pictures and lies inside the frame.
BLOCK_IS_WHOLE = """
() => {
    const inside = document.querySelector('.w-combobox-preview iframe').contentWindow;
    const block = inside.document.querySelector('[data-whole]');
    if (!block || ![...inside.document.images].every(image => image.complete && image.naturalWidth)) return false;
    const box = block.getBoundingClientRect();
    return box.left >= 0 && box.top >= 0 && box.right <= inside.innerWidth + 1 && box.bottom <= inside.innerHeight + 1;
}
"""

# Sends the form to the preview as the admin's own script does, and says what became of it.
PREVIEW = """
async () => {
    const data = new FormData(document.querySelector('form[data-edit-form]'));
    const answer = await fetch(location.pathname + 'preview/', {method: 'POST', body: data});
    return answer.json();
}
"""


def key_of(site: Instance, name: str) -> int:
    """The key of the page of this type that the tests look at."""
    return site.page_id(page_types(site)[name])


@pytest.mark.parametrize("name", TYPES)
def test_a_writer_can_edit_preview_and_compare_every_type(site: Instance, admin: LogIn, name: str) -> None:
    page, key = admin("bientap"), key_of(site, name)
    page.goto(f"/admin/pages/{key}/edit/")
    expect(page.locator("#id_title")).not_to_have_value("")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(PREVIEW) == {"is_valid": True, "is_available": True}
    preview = page.request.get(f"/admin/pages/{key}/edit/preview/")
    assert preview.status == 200
    assert "<h1" in preview.text()
    assert "frame-ancestors 'self'" in preview.headers["content-security-policy"]
    for view in ("history/", "revisions/compare/earliest...latest/", "view_draft/", "usage/", "copy/"):
        assert page.request.get(f"/admin/pages/{key}/{view}").status == 200, view


@pytest.mark.parametrize("name", TYPES)
def test_a_chief_can_manage_every_type(site: Instance, admin: LogIn, name: str) -> None:
    request, key = admin("truongban").request, key_of(site, name)
    for view in ("unpublish/", "move/", "privacy/", "workflow_history/"):
        assert request.get(f"/admin/pages/{key}/{view}", max_redirects=0).status == 200, view
    alone = site.sql("SELECT numchild = 0 FROM wagtailcore_page WHERE id = ?", key) == [(1,)]
    assert (request.get(f"/admin/pages/{key}/delete/", max_redirects=0).status == 200) is alone


def test_unpublishing_and_publishing_again(site: Instance, admin: LogIn) -> None:
    path = "/cau-chuyen/ngam-di-qua-14-cong-truong/"
    key = site.page_id(path)
    page = admin("truongban")
    page.goto(f"/admin/pages/{key}/unpublish/")
    page.get_by_role("main").get_by_role("button", name="Gỡ").click()
    page.wait_for_load_state()
    assert site.get(path)[0] == 404
    assert path not in site.get("/tim-kiem/?q=ngam+di+qua+14+cong+truong")[1]
    form = StoryForm(page, site)
    form.open(key)
    form.send("action-publish")
    assert site.get(path)[0] == 200


def test_a_change_can_be_compared_with_what_is_published(site: Instance, admin: LogIn) -> None:
    key = site.page_id("/cau-chuyen/den-nga-ba-lo/")
    page = admin("bientap")
    form = StoryForm(page, site)
    form.open(key)
    lead = page.get_by_label("Sapo").input_value()
    form.write_lead(f"{lead} Thêm một câu mới.")
    form.save()
    page.goto(f"/admin/pages/{key}/revisions/compare/live...latest/")
    expect(page.locator("ins, .addition").get_by_text("Thêm một câu mới").first).to_be_visible()
    assert "Thêm một câu mới" not in site.get("/cau-chuyen/den-nga-ba-lo/")[1]


def test_a_scheduled_story_goes_live_and_expires_by_itself(site: Instance, admin: LogIn) -> None:
    form = StoryForm(admin("truongban"), site)
    form.open_new()
    form.write_title("Hẹn giờ lên trang")
    form.write_lead("Bài này tự lên trang.")
    form.save()
    key, page = form.page_id, form.page
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    page.get_by_role("button", name="Hiện/ẩn trạng thái").click()
    page.get_by_role("button", name="Đặt lịch").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("#id_go_live_at").fill(f"{tomorrow:%d/%m/%Y} 09:00")
    dialog.get_by_role("button", name="Lưu lịch").press("Enter")  # the calendar may hang over it
    expect(page.get_by_role("dialog")).to_be_hidden()
    form.send("action-publish")
    path = "/cau-chuyen/hen-gio-len-trang/"
    site.manage("publish_scheduled")
    assert site.get(path)[0] == 404

    _let_time_pass(site, key, "go_live_at")
    site.manage("publish_scheduled")
    assert site.get(path)[0] == 200
    assert path in site.get("/cau-chuyen/")[1]

    site.sql("UPDATE wagtailcore_page SET expire_at = ? WHERE id = ?", "2022-05-10 00:00:00", key)
    site.manage("publish_scheduled")
    assert site.get(path)[0] == 404


def _let_time_pass(site: Instance, key: int, field: str) -> None:
    """Set the schedule of a page's newest revision back, as if its time had come."""
    site.sql(
        f"UPDATE wagtailcore_revision SET approved_{field} = '2022-05-10 00:00:00',"
        f" content = json_set(content, '$.{field}', '2022-05-10T00:00:00Z')"
        " WHERE object_id = ? AND approved_go_live_at IS NOT NULL",
        str(key),
    )


def test_two_editors_on_one_page_lose_nothing_silently(site: Instance, admin: LogIn) -> None:
    key = site.page_id("/cau-chuyen/doi-vai-anh-lam/")
    first, second = StoryForm(admin("truongban"), site), StoryForm(admin("bientap"), site)
    first.open(key)
    second.open(key)
    lead = second.page.get_by_label("Sapo").input_value()
    first.write_lead(f"{lead} Câu của trưởng ban.")
    first.save()

    # The second one is told, and what the second one types is not kept over it by itself.
    second.page.wait_for_timeout(FORM_SETTLES_MS)
    second.write_lead(f"{lead} Câu của biên tập viên.")
    expect(second.page.get_by_text("Đang tạm dừng tự động lưu").first).to_be_visible()
    expect(second.page.get_by_text("Người khác vừa lưu trang này nên phần bạn gõ chưa được lưu.")).to_be_visible()
    assert [_kept(site, key, "trưởng ban"), _kept(site, key, "biên tập viên")] == [True, False]

    # Saving needs a second word, and even then both versions are in the history.
    second.page.locator("footer").get_by_role("button", name="Lưu bản nháp").click()
    warning = second.page.get_by_role("dialog").filter(visible=True)
    expect(warning).to_contain_text("những thay đổi của Trưởng ban biên tập sẽ bị ghi đè")
    assert not _kept(site, key, "biên tập viên")
    with second.page.expect_navigation():
        warning.get_by_role("button", name="Lưu bản nháp").click()
    assert [_kept(site, key, "trưởng ban"), _kept(site, key, "biên tập viên")] == [True, True]


def _kept(site: Instance, key: int, who: str) -> bool:
    """Whether a version of a page holds the sentence of this editor; an autosave may have kept it once more."""
    found = site.sql(
        "SELECT 1 FROM wagtailcore_revision WHERE object_id = ? AND json_extract(content, '$.lead') LIKE ?",
        *(str(key), f"%Câu của {who}%"),
    )
    return bool(found)


def test_the_block_picker_shows_every_block_whole(site: Instance, admin: LogIn) -> None:
    page = admin("bientap")
    form = StoryForm(page, site)
    form.open_new()
    form.body.get_by_title("Chèn khối").last.click()
    rows = page.locator(".w-combobox__option-row")
    assert rows.count() == len(StoryBody().child_blocks)
    for row in rows.all():
        row.get_by_role("button", name="Xem trước").click()
        frame = page.frame_locator(".w-combobox-preview iframe")
        expect(frame.locator("[data-whole]")).to_be_visible()
        page.wait_for_function(BLOCK_IS_WHOLE)
