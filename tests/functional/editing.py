"""How the tests' editors work in the admin: by what stands on the screen, in Vietnamese."""

from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import FrameLocator, Page, expect

from tests.functional.instance import Instance

SAVED = "Đã lưu bản nháp"


def log_in(page: Page, username: str, password: str) -> None:
    """Fill in the login form, as far as the admin's first page."""
    page.goto("/admin/")
    page.get_by_label("Tên đăng nhập").fill(username)
    page.get_by_label("Mật khẩu").fill(password)
    page.get_by_role("button", name="Đăng nhập").click()
    page.wait_for_url("**/admin/")


def token(page: Page) -> str:
    """The token that a form of the admin sends along."""
    return page.locator("input[name=csrfmiddlewaretoken]").first.input_value()


class StoryForm:
    """The form in which a story is written."""

    def __init__(self, page: Page, site: Instance) -> None:
        self.page = page
        self._site = site
        self.body = page.locator("[data-contentpath=body]")

    def open_new(self) -> None:
        """A new story below the story index."""
        self._go(f"/admin/pages/add/stories/storypage/{self._site.page_id('/cau-chuyen/')}/")

    def open(self, page_id: int) -> None:
        """A story that is there."""
        self._go(f"/admin/pages/{page_id}/edit/")

    def _go(self, path: str) -> None:
        """Open a form and wait until the admin's scripts listen: what is typed before, they do not notice."""
        self.page.goto(path, wait_until="networkidle")

    def write_title(self, title: str) -> None:
        """Type a title as one types: the slug follows it letter by letter."""
        field = self.page.locator("#id_title")
        field.click()
        field.press_sequentially(title)
        field.press("Tab")
        expect(self.page.locator("#id_slug")).not_to_have_value("")

    def write_lead(self, lead: str) -> None:
        """Write the sapo."""
        self.page.get_by_label("Sapo").fill(lead)

    def add_block(self, label: str) -> None:
        """Add a block at the end of the text, chosen by its name."""
        self.body.get_by_title("Chèn khối").last.click()
        self.page.get_by_role("option", name=label, exact=True).click()

    def write_paragraph(self, text: str) -> None:
        """Add a block of text."""
        self.add_block("Chữ")
        self.body.get_by_role("textbox").last.click()
        self.page.keyboard.type(text)

    def choose(self, button: str, choice: str, query: str = "") -> None:
        """Open a chooser in the text, look for `query` if given, and take `choice`."""
        self.body.get_by_role("button", name=button).click()
        window = self.page.locator(".modal-content")
        if query:
            with self.page.expect_response(lambda answer: "/results/" in answer.url):
                window.locator("input[name=q]").fill(query)
        window.get_by_role("link", name=choice).click()
        expect(self.body.get_by_text(choice)).to_be_visible()

    def wait_until_saved(self) -> None:
        """Until the admin says that the draft was kept by itself; it takes note of changes 2 s after opening a form."""
        expect(self.page.get_by_text(SAVED, exact=True)).to_be_visible()

    def save(self) -> None:
        """Press the button that keeps the draft."""
        with self.page.expect_navigation():
            self.page.locator("footer").get_by_role("button", name="Lưu bản nháp").click()
        expect(self.page.locator(".messages")).to_contain_text("đã được")

    def preview(self) -> FrameLocator:
        """Open the preview beside the form."""
        self.page.get_by_role("button", name="Hiện/ẩn xem trước").click()
        return self.page.frame_locator("iframe[title='Xem trước']").last

    def send(self, action: str) -> None:
        """Choose one of the actions behind the save button (`action-publish`, `action-submit`)."""
        footer = self.page.locator("footer")
        footer.get_by_role("button", name="Thao tác khác").click()
        with self.page.expect_navigation():
            footer.locator(f"[name={action}]").click()

    @property
    def page_id(self) -> int:
        """The key of the story, once it is saved."""
        return int(urlsplit(self.page.url).path.split("/")[3])


def field_values(page: Page) -> dict[str, Any]:
    """Every value that the form on screen would send."""
    values: dict[str, Any] = page.locator("form[data-edit-form]").evaluate(
        "form => Object.fromEntries(new FormData(form))"
    )
    return values
