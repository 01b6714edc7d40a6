"""The admin works under its own policy: no screen complains, asks another host for anything, or speaks of nothing."""

import pytest
from playwright.sync_api import Page, expect

from tests.functional.conftest import LogIn
from tests.functional.editing import StoryForm
from tests.functional.instance import Instance
from tests.functional.places import CAMPAIGN_PATH
from tests.functional.watching import Watch
from tools import ports

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

SCREENS = (
    "/admin/",
    "/admin/pages/",
    "/admin/pages/search/?q=%C4%90%E1%BB%93ng",
    "/admin/images/",
    "/admin/images/add/",
    "/admin/documents/",
    "/admin/snippets/campaigns/unit/",
    "/admin/snippets/campaigns/campaign/add/",
    "/admin/snippets/campaigns/target/?kind=assigned",
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


def test_a_page_is_translated_in_the_admin(site: Instance, admin: LogIn) -> None:
    path = "/cau-chuyen/ba-chiec-can-duoi-gam-xe/"
    page = admin("quantri")
    watch = watched(page, site)
    page.goto(f"/admin/localize/submit/page/{site.page_id(path)}/", wait_until="networkidle")
    page.get_by_role("checkbox", name="Tiếng Anh").check()
    page.get_by_role("main").locator("[type=submit]").click()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_text("đã được gửi để dịch sang Tiếng Anh")).to_be_visible()
    card = page.locator("main").get_by_text("Ba chiếc can dưới gầm xe chị Diễm").last
    expect(card).to_be_visible()
    watch.assert_quiet()
