"""What each role can do from the outside, and that it can do no more."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import APIRequestContext, Page, expect

from tests.functional.conftest import LogIn
from tests.functional.editing import StoryForm, token
from tests.functional.instance import Instance

ADMIN, CHIEF, WRITER, GRASSROOTS, FIGURES = "quantri", "truongban", "bientap", "tohotro", "solieu"
EVERYBODY = (ADMIN, CHIEF, WRITER, GRASSROOTS, FIGURES)


def opens(request: APIRequestContext, path: str) -> bool:
    """Whether the admin shows this address to who asks, rather than turning them away."""
    answer = request.get(path, max_redirects=0)
    assert answer.status < 500, path
    return answer.status == 200


@pytest.fixture
def places(site: Instance) -> dict[str, str]:
    """Addresses of the admin by what one does there."""
    story = site.page_id(site.addresses("stories.storypage")[0])
    campaign = site.page_id("/chien-dich/40-ngay-cao-diem/")
    unit = site.sql("SELECT id FROM campaigns_unit WHERE code = '75'")[0][0]
    return {
        "the front page": "/admin/",
        "edit a story": f"/admin/pages/{story}/edit/",
        "unpublish a story": f"/admin/pages/{story}/unpublish/",
        "delete a story": f"/admin/pages/{story}/delete/",
        "move a story": f"/admin/pages/{story}/move/",
        "edit the campaign's page": f"/admin/pages/{campaign}/edit/",
        "add a story": f"/admin/pages/add/stories/storypage/{site.page_id('/cau-chuyen/')}/",
        "add an initiative": f"/admin/pages/add/stories/initiativepage/{site.page_id('/sang-kien/')}/",
        "add a standard page": f"/admin/pages/add/home/standardpage/{_home(site)}/",
        "edit a unit": f"/admin/snippets/campaigns/unit/edit/{unit}/",
        "add a unit": "/admin/snippets/campaigns/unit/add/",
        "edit a campaign": f"/admin/snippets/campaigns/campaign/edit/{_first(site, 'campaigns_campaign')}/",
        "add a target": "/admin/snippets/campaigns/target/add/",
        "list the units": "/admin/snippets/campaigns/unit/",
        "change the site's settings": f"/admin/settings/publishing/sitesettings/{_first(site, 'wagtailcore_site')}/",
        "manage users": "/admin/users/",
        "manage roles": "/admin/groups/",
        "manage sites": "/admin/sites/",
        "manage languages": "/admin/locales/",
        "read the site's history": "/admin/reports/site-history/",
        "add a picture": "/admin/images/add/",
        "see held figures": "/admin/so-lieu/tam-giu/",
        "import targets": f"/admin/so-lieu/chi-tieu/{_first(site, 'campaigns_campaign')}/",
        "close a campaign": f"/admin/so-lieu/chot/{_first(site, 'campaigns_campaign')}/",
    }


def _first(site: Instance, table: str) -> int:
    return int(site.sql(f"SELECT min(id) FROM {table}")[0][0])


def _home(site: Instance) -> int:
    return int(site.sql("SELECT id FROM wagtailcore_page WHERE url_path = '/trang-chu/'")[0][0])


MAY = {
    "the front page": EVERYBODY,
    "edit a story": (ADMIN, CHIEF, WRITER),
    "unpublish a story": (ADMIN, CHIEF),
    "delete a story": (ADMIN, CHIEF),
    "move a story": (ADMIN, CHIEF),
    "edit the campaign's page": (ADMIN, CHIEF, WRITER),
    "add a story": (ADMIN, CHIEF, WRITER, GRASSROOTS),
    "add an initiative": (ADMIN, CHIEF, WRITER, GRASSROOTS),
    "add a standard page": (ADMIN, CHIEF, WRITER),
    "edit a unit": (ADMIN, FIGURES),
    "add a unit": (ADMIN, FIGURES),
    "edit a campaign": (ADMIN, FIGURES),
    "add a target": (ADMIN, FIGURES),
    "list the units": EVERYBODY,
    "change the site's settings": (ADMIN, CHIEF),
    "manage users": (ADMIN,),
    "manage roles": (ADMIN,),
    "manage sites": (ADMIN,),
    "manage languages": (ADMIN,),
    "read the site's history": EVERYBODY,
    "add a picture": (ADMIN, CHIEF, WRITER, GRASSROOTS),
    "see held figures": (ADMIN, CHIEF, FIGURES),
    "import targets": (ADMIN, FIGURES),
    "close a campaign": (ADMIN, CHIEF),
}


@pytest.mark.parametrize("role", EVERYBODY)
def test_a_role_opens_what_it_may_and_nothing_else(admin: LogIn, places: dict[str, str], role: str) -> None:
    request = admin(role).request
    assert places.keys() == MAY.keys()
    found = {what for what, path in places.items() if opens(request, path)}
    assert found == {what for what, roles in MAY.items() if role in roles}


def test_a_visitor_gets_no_page_of_the_admin(page: Page, places: dict[str, str], site: Instance) -> None:
    story = site.page_id(site.addresses("stories.storypage")[0])
    inside = [*places.values(), f"/admin/pages/{story}/edit/preview/", f"/admin/pages/{story}/view_draft/"]
    inside += [f"/admin/pages/{story}/history/", f"/admin/pages/{story}/revisions/compare/earliest...latest/"]
    inside += ["/admin/api/main/pages/", "/admin/pages/search/?q=a", "/admin/choose-page/", "/admin/reports/locked/"]
    for path in inside:
        answer = page.request.get(path, max_redirects=0)
        assert answer.status in (302, 401, 403, 404), path
        if answer.status == 302:
            assert answer.headers["location"].startswith("/admin/login/"), path
    assert page.request.get("/django-admin/").status == 404


def test_a_wrong_password_is_refused_in_vietnamese(page: Page) -> None:
    page.goto("/admin/")
    page.get_by_label("Tên đăng nhập").fill(WRITER)
    page.get_by_label("Mật khẩu").fill("khong-phai-mat-khau")
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_text(re.compile("không đúng|không khớp|không hợp lệ|sai", re.I)).first).to_be_visible()
    assert page.url.split("?")[0].endswith("/admin/login/")


@pytest.mark.parametrize("role", [WRITER, GRASSROOTS])
def test_who_may_not_publish_cannot_by_sending_the_form_either(site: Instance, admin: LogIn, role: str) -> None:
    title = {WRITER: "Thử đăng thẳng", GRASSROOTS: "Thử đăng từ cơ sở"}[role]
    slug = {WRITER: "thu-dang-thang", GRASSROOTS: "thu-dang-tu-co-so"}[role]
    form = StoryForm(admin(role), site)
    form.open_new()
    form.write_title(title)
    form.write_lead("Một dòng.")
    form.save()
    status = form.page.evaluate(
        """async () => {
            const form = document.querySelector('form[data-edit-form]'), data = new FormData(form);
            data.set('action-publish', 'action-publish');
            return (await fetch(form.action || location.href, {method: 'POST', body: data})).status;
        }"""
    )
    assert status < 500
    live, text = site.get(f"/cau-chuyen/{slug}/")
    assert live == 404
    assert site.sql("SELECT live FROM wagtailcore_page WHERE id = ?", form.page_id) == [(0,)]
    assert title not in text


def test_the_figures_manager_edits_a_target_and_the_page_follows(site: Instance, admin: LogIn) -> None:
    target = site.sql(
        "SELECT t.id, t.amount FROM campaigns_target t JOIN campaigns_unit u ON u.id = t.unit_id"
        " WHERE u.code = '75' AND t.kind = 'assigned'"
    )[0]
    page = admin(FIGURES)
    page.goto(f"/admin/snippets/campaigns/target/edit/{target[0]}/")
    page.locator("#id_amount").fill("5100")
    page.locator("footer button[type=submit]").first.click()
    expect(page.locator(".messages")).to_contain_text("đã được cập nhật")
    page.goto(f"/admin/snippets/campaigns/target/history/{target[0]}/")
    expect(page.get_by_role("main")).to_contain_text("Quản lý số liệu")
    site.sql("UPDATE campaigns_target SET amount = ? WHERE id = ?", target[1], target[0])


@contextmanager
def private(site: Instance, chief: Page, path: str) -> Iterator[None]:
    """A page that only people with a log-in may read, made so by the chief."""
    page_id = site.page_id(path)
    address = f"/admin/pages/{page_id}/privacy/"
    chief.goto("/admin/")
    headers = {"X-CSRFToken": token(chief)}
    made = chief.request.post(address, form={"restriction_type": "login"}, headers=headers)
    assert made.status == 200
    assert site.sql("SELECT count(*) FROM wagtailcore_pageviewrestriction WHERE page_id = ?", page_id) == [(1,)]
    try:
        yield
    finally:
        chief.request.post(address, form={"restriction_type": "none"}, headers=headers)


def everywhere(site: Instance) -> Callable[[str], list[str]]:
    """Finds the public pages on which a text stands."""
    paths = ("/", "/cau-chuyen/", "/cau-chuyen/?p=2", "/chien-dich/40-ngay-cao-diem/", "/tim-kiem/?q=phat+dong+40+ngay")
    return lambda text: [path for path in paths if text in site.get(path)[1]]


def test_a_private_story_is_nowhere(site: Instance, admin: LogIn, page: Page) -> None:
    path = "/cau-chuyen/phat-dong-40-ngay/"
    found_on = everywhere(site)
    assert found_on(path)
    with private(site, admin(CHIEF), path):
        assert found_on(path) == []
        visitor = page.request.get(path, max_redirects=0)
        assert visitor.status == 302
        assert visitor.headers["location"].startswith("/admin/login/?next=/cau-chuyen/")
        editor = admin(WRITER).request.get(path)
        assert editor.status == 200
        assert "private" in editor.headers["cache-control"]
    assert found_on(path)


def test_a_draft_is_nowhere_not_even_at_its_address(site: Instance, admin: LogIn) -> None:
    form = StoryForm(admin(WRITER), site)
    form.open_new()
    form.write_title("Phát động 40 ngày, bản nháp")
    form.write_lead("Chưa ai được đọc.")
    form.save()
    path = "/cau-chuyen/phat-dong-40-ngay-ban-nhap/"
    assert site.get(path)[0] == 404
    assert everywhere(site)(path) == []
    assert site.get("/cau-chuyen/?p=1")[1].count("bản nháp") == 0
