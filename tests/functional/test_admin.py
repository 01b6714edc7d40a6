"""The admin works under its own policy: no screen complains, asks another host for anything, or speaks of nothing."""

from playwright.sync_api import Page, expect

from tests.functional.conftest import LogIn
from tests.functional.editing import StoryForm
from tests.functional.instance import Instance
from tests.functional.places import CAMPAIGN_PATH, without_english
from tests.functional.watching import Watch
from tools import ports

SCREENS = (
    "/admin/",
    "/admin/pages/",
    "/admin/pages/search/?q=%C4%90%E1%BB%93ng",
    "/admin/images/",
    "/admin/images/add/",
    "/admin/documents/",
    "/admin/snippets/campaigns/unit/",
    "/admin/snippets/stories/tag/",
    "/admin/snippets/campaigns/campaign/add/",
    "/admin/snippets/campaigns/target/?kind=assigned",
    "/admin/so-lieu/tam-giu/",
    "/admin/so-lieu/bao-cao-tuan/",
    "/admin/reports/site-history/",
    "/admin/reports/workflow/",
    "/admin/reports/page-types-usage/",
    "/admin/users/",
    "/admin/users/new/",
    "/admin/groups/",
    "/admin/account/",
    "/admin/redirects/",
)


def watched(page: Page, site: Instance) -> Watch:
    """Listen to an editor's window."""
    watch = Watch(f"{ports.HOST}:{site.port}")
    watch.attach(page.context)
    return watch


def test_no_screen_of_the_admin_complains(site: Instance, admin: LogIn) -> None:
    page = admin("quantri")
    watch = watched(page, site)
    for address in SCREENS:
        page.goto(address)
        expect(page.get_by_role("main")).to_be_visible()
    for path in ("/", CAMPAIGN_PATH, "/gioi-thieu/"):
        page.goto(f"/admin/pages/{site.page_id(path)}/edit/", wait_until="networkidle")
    watch.assert_quiet()


def test_every_block_can_be_looked_at_before_it_is_chosen(site: Instance, admin: LogIn) -> None:
    page = admin("bientap")
    watch = watched(page, site)
    form = StoryForm(page, site)
    form.open_new()
    form.body.get_by_title("Chèn khối").last.click()
    menu = page.get_by_role("listbox").filter(visible=True)
    looks, names = menu.get_by_role("button", name="Xem trước").all(), menu.get_by_role("option").all_inner_texts()
    assert len(looks) == len(names) == 11
    for look, name in zip(looks, names, strict=True):
        look.click()
        expect(page.locator(".w-combobox-preview")).to_contain_text(name)
        preview = page.frame_locator("iframe[src*='block-preview']")
        expect(preview.locator("main").locator("p, figure, svg, a").first).to_be_visible()
    watch.assert_quiet()


def test_a_page_is_translated_in_the_admin(site: Instance, admin: LogIn, page: Page) -> None:
    """From the Vietnamese story, by the translation editor, to the English page that the switcher leads to."""
    path, title = without_english(site, "ba-chiec-can-duoi-gam-xe"), "Three cans under Diễm’s cart"
    editor = admin("quantri")
    watch = watched(editor, site)
    editor.goto(f"/admin/localize/submit/page/{site.page_id(path)}/", wait_until="networkidle")
    editor.get_by_role("checkbox", name="Tiếng Anh").check()
    editor.get_by_role("main").locator("[type=submit]").click()
    expect(editor.get_by_text("đã được gửi để dịch sang Tiếng Anh")).to_be_visible()
    main = editor.get_by_role("main")
    expect(main.get_by_role("heading", name="Tiếng Việt → Tiếng Anh")).to_be_visible()
    expect(main.get_by_role("button", name="Thao tác khác").first).to_be_visible()
    expect(main.get_by_text("More actions")).to_have_count(0)
    main.get_by_role("button", name="Dịch", exact=True).first.click()
    main.locator("textarea").fill(title)
    with editor.expect_response(lambda answer: answer.request.method in {"PUT", "POST"}):
        main.get_by_role("button", name="Lưu", exact=True).click()
    expect(main.locator("textarea")).to_have_count(0)
    editor.get_by_role("button", name="Xuất bản bằng Tiếng Anh").click()
    expect(editor.locator(".messages")).to_contain_text("Đã xuất bản")
    watch.assert_quiet()

    page.goto(path)
    page.get_by_role("link", name="English").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert page.url.endswith("/en/stories/ba-chiec-can-duoi-gam-xe/")
