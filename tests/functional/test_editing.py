"""From the editor's desk to the reader: a story is written, looked over, published, found."""

import json
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.functional.conftest import LogIn
from tests.functional.editing import StoryForm
from tests.functional.instance import CAMPAIGN, Instance
from tests.functional.watching import Watch

CAMPAIGN_NAME = "Chiến dịch thi đua cao điểm 40 ngày"
DONG_NAI = "LĐLĐ tỉnh Đồng Nai"
LEAD = "Ở Đồng Nai, mỗi tổ sản xuất kể một điều đã làm khác hôm qua."
TEXT = "Chiều thứ Sáu nào tổ cơ điện cũng mở sổ ra đọc."


def unit_count(site: Instance, code: str) -> str:
    """What a unit counts in the newest snapshot, as pages print it."""
    (units,) = site.sql("SELECT units FROM campaigns_countersnapshot ORDER BY epoch DESC, seq DESC LIMIT 1")[0]
    count = next(unit["count"] for unit in json.loads(units) if unit["code"] == code)
    return f"{count:,}".replace(",", ".")


def write_story(form: StoryForm, title: str) -> None:
    """A whole story: title, sapo, a paragraph and Đồng Nai's counter, chosen and not typed."""
    form.open_new()
    form.write_title(title)
    form.write_lead(LEAD)
    form.write_paragraph(TEXT)
    form.add_block("Bộ đếm trực tiếp")
    form.choose("Chọn chiến dịch", CAMPAIGN_NAME)
    form.body.locator("select[name$='-scope']").last.select_option(label="Một đơn vị")
    form.choose("Chọn đơn vị", DONG_NAI, query="dong nai")
    form.wait_until_saved()


def test_a_story_goes_from_the_writer_by_the_chief_to_the_reader(
    site: Instance, admin: LogIn, page: Page, watch: Watch
) -> None:
    writer = StoryForm(admin("bientap"), site)
    write_story(writer, "Đồng Nai thi đua")
    expect(writer.page.locator("#id_slug")).to_have_value("dong-nai-thi-dua")
    number = unit_count(site, "75")

    preview = writer.preview()
    expect(preview.get_by_role("heading", name="Đồng Nai thi đua")).to_be_visible()
    expect(preview.get_by_text(TEXT)).to_be_visible()
    expect(preview.get_by_text(number, exact=True).first).to_be_visible()

    footer = writer.page.locator("footer")
    footer.get_by_role("button", name="Thao tác khác").click()
    expect(footer.locator("[name=action-publish]")).to_have_count(0)  # a writer does not publish
    writer.page.keyboard.press("Escape")
    writer.send("action-submit")

    address = "/cau-chuyen/dong-nai-thi-dua/"
    assert site.get(address)[0] == 404

    chief = admin("truongban")
    chief.goto("/admin/")
    chief.get_by_role("link", name="Đồng Nai thi đua", exact=True).first.click()
    approve = chief.locator("footer [data-workflow-action-name=approve]").first
    chief.locator("footer").get_by_role("button", name="Thao tác khác").click()
    approve.click()
    expect(chief.get_by_text("Đã xuất bản “Đồng Nai thi đua”.")).to_be_visible()

    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Đồng Nai thi đua")
    counter = page.locator("main [data-live][data-unit='75']").first  # which the script keeps fresh
    expect(counter.get_by_text(number, exact=True)).to_be_visible()
    expect(counter.get_by_text("Tính đến")).to_be_visible()
    page.goto("/cau-chuyen/")
    expect(page.get_by_role("link", name="Đồng Nai thi đua").first).to_be_visible()
    page.goto("/tim-kiem/?q=dong+nai+thi+dua")
    page.locator("main").get_by_role("link", name="Đồng Nai thi đua").first.click()
    assert urlsplit(page.url).path == address
    assert site.snapshot()["campaign"] == CAMPAIGN
