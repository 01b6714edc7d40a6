"""Targets from tables: every change is seen first, all of them are taken or none, and no file does harm."""

import io
import re
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from campaigns import steps
from campaigns.desk.targets import sheets
from campaigns.models import Campaign, Target, Unit
from home.demo.accounts import CHIEFS, EDITORS, FIGURES, GRASSROOTS
from tests.campaigns.desk.conftest import ADMIN, LogIn, own_scripts, text
from tests.factories import CampaignFactory, UnitFactory

HEAD = "Mã đơn vị;Đơn vị;Loại;Chỉ tiêu;Nguồn\n"


@pytest.fixture
def units(db: None) -> Campaign:
    """Three units, one with a target of 4.000."""
    UnitFactory(code="01", name="LĐLĐ thành phố Hà Nội", short_name="LĐLĐ Hà Nội")
    UnitFactory(code="75", name="LĐLĐ tỉnh Đồng Nai", short_name="LĐLĐ Đồng Nai")
    UnitFactory(code="GD", name="Công đoàn Giáo dục Việt Nam", short_name="CĐ Giáo dục")
    campaign: Campaign = CampaignFactory()
    Target.objects.create(
        campaign=campaign, unit=Unit.objects.get(code="75"), amount=4_000, source="KH 12", is_example=True
    )
    return campaign


def page_of(campaign: Campaign) -> str:
    return reverse("desk_targets", args=[campaign.pk])


def send(client: Client, campaign: Campaign, content: str | bytes, name: str = "chi-tieu.csv", source: str = "") -> Any:
    data = content if isinstance(content, bytes) else content.encode()
    return client.post(page_of(campaign), {"file": SimpleUploadedFile(name, data), "source": source})


def take(client: Client, campaign: Campaign, preview: Any, **more: str) -> Any:
    found = re.search(r'name="table" value="([^"]+)"', preview.content.decode())
    assert found is not None
    return client.post(page_of(campaign), {"table": found[1], **more}, follow=True)


def stored() -> dict[tuple[str, str], int]:
    return {(target.unit.code, target.kind): target.amount for target in Target.objects.select_related("unit")}


def book(*rows: tuple[Any, ...]) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("role", "may"), [(ADMIN, True), (FIGURES, True), (CHIEFS, False), (EDITORS, False), (GRASSROOTS, False)]
)
def test_who_may_import(log_in: LogIn, units: Campaign, role: str, may: bool) -> None:
    client = log_in(role)
    template = reverse("desk_targets_template", args=[units.pk, "csv"])
    answers = client.get(page_of(units)), client.get(template), send(client, units, HEAD + "01;;;5;KH")
    assert {answer.status_code for answer in answers} == {200 if may else 302}


def test_every_change_is_shown_then_taken(log_in: LogIn, units: Campaign) -> None:
    client = log_in(FIGURES)
    table = HEAD + "01;;;6.000;\n;CD giao duc;tự đăng ký;1 200;QĐ 5\n75;LĐLĐ Đồng Nai;giao;5000;KH 12\n;;;;\n"
    preview = send(client, units, table, source="KH 30 ngày 1/4/2022")
    said = text(preview)
    assert "2 LĐLĐ Hà Nội (01) giao mới: 6.000 KH 30 ngày 1/4/2022" in said
    assert "3 CĐ Giáo dục (GD) tự đăng ký mới: 1.200 QĐ 5" in said
    assert "4 LĐLĐ Đồng Nai (75) giao 4.000 → 5.000 KH 12 (không còn là ví dụ)" in said
    assert own_scripts(preview) == []
    assert stored() == {("75", "assigned"): 4_000}, "nothing is written yet"
    assert "2 mới, 1 thay đổi" in text(take(client, units, preview))
    assert stored() == {("75", "assigned"): 5_000, ("01", "assigned"): 6_000, ("GD", "self_set"): 1_200}
    [entry] = ModelLogEntry.objects.filter(action=steps.TARGETS)
    assert entry.message == "Nhập chỉ tiêu từ “chi-tieu.csv”: 2 mới, 1 thay đổi"
    assert entry.user is not None and entry.user.get_username() == FIGURES
    assert ModelLogEntry.objects.filter(action="wagtail.create").count() == 2
    again = text(send(client, units, table, source="KH 30 ngày 1/4/2022"))
    assert "Không có gì cần thay đổi." in again
    assert "Giữ nguyên 3" in again


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("99;;;5;KH", "Không có đơn vị nào mang mã “99”."),
        (";Sao Hỏa;;5;KH", "Không có đơn vị nào tên là “Sao Hỏa”."),
        (";;;5;KH", "Dòng này không ghi đơn vị nào."),
        ("01;LĐLĐ Đồng Nai;;5;KH", "Mã “01” là của “LĐLĐ Hà Nội”, không phải của “LĐLĐ Đồng Nai”."),
        ("01;;;năm nghìn;KH", "“năm nghìn” không phải là số nguyên"),
        ("01;;;1,5;KH", "“1,5” không phải là số nguyên"),
        ("01;;;-5;KH", "“-5” không phải là số nguyên"),
        ("01;;;99999999999;KH", "“99999999999” quá lớn"),
        ("01;;khác;5;KH", "Loại “khác” không phải là"),
        ("01;;;5;", "Nguồn:"),
        ("01;;;=2+3;KH", "Dòng này có công thức."),
    ],
)
def test_one_wrong_row_keeps_all_out(log_in: LogIn, units: Campaign, row: str, reason: str) -> None:
    client = log_in(FIGURES)
    preview = send(client, units, HEAD + f"75;;;4500;KH\n{row}\n")
    said = text(preview)
    assert f"Dòng 3: {reason}" in said
    assert "Gửi bảng đã sửa" in said
    assert "Loại chỉ tiêu" in said and "Loại đơn vị" not in said
    assert "Nhận mọi thay đổi" not in said
    take_anyway = re.search(r'name="table"', preview.content.decode())
    assert take_anyway is None
    assert stored() == {("75", "assigned"): 4_000}


def test_the_same_unit_twice(log_in: LogIn, units: Campaign) -> None:
    said = text(send(log_in(FIGURES), units, HEAD + "01;;;5;KH\n;ha noi;;6;KH\n01;;tự đăng ký;6;KH\n", source="x"))
    assert "Dòng 3: Không có đơn vị nào tên là “ha noi”." in said
    said = text(send(log_in(FIGURES), units, HEAD + "01;;;5;KH\n;ldld ha noi;;6;KH\n"))
    assert "Dòng 3: Đơn vị này với cùng loại chỉ tiêu đã có ở dòng 2." in said


def test_names_that_differ_in_marks_alone_are_not_guessed(log_in: LogIn, units: Campaign) -> None:
    for code, name in (("H1", "LĐLĐ Hòa An"), ("H2", "LĐLĐ Hoa An")):
        UnitFactory(code=code, name=name, short_name=name)
    said = text(send(log_in(FIGURES), units, HEAD + ";LDLD HOÀ AN;;5;KH\n;LĐLĐ Hoà An;;5;KH\n"))
    assert "Dòng 2: “LDLD HOÀ AN” có thể là nhiều đơn vị: H1, H2. Hãy ghi mã." in said
    assert "Dòng 3" not in said
    assert "LĐLĐ Hòa An (H1)" in said


def test_a_target_that_changes_by_more_than_half_needs_a_tick(log_in: LogIn, units: Campaign) -> None:
    client = log_in(FIGURES)
    preview = send(client, units, HEAD + "75;;;4;KH 12\n")
    assert "4.000 → 4 (hơn một nửa)" in text(preview)
    again = take(client, units, preview)
    assert "đánh dấu xác nhận" in text(again)
    assert stored() == {("75", "assigned"): 4_000}
    take(client, units, again, sure="on")
    assert stored() == {("75", "assigned"): 4}


def test_targets_that_changed_meanwhile_are_shown_again(log_in: LogIn, units: Campaign) -> None:
    client = log_in(FIGURES)
    preview = send(client, units, HEAD + "75;;;5000;KH 12\n01;;;10;KH\n")
    Target.objects.update(amount=4_100)
    again = take(client, units, preview)
    assert "Chưa ghi gì cả: hãy xem lại." in text(again)
    assert "4.100 → 5.000" in text(again)
    assert stored() == {("75", "assigned"): 4_100}
    take(client, units, again)
    assert stored() == {("75", "assigned"): 5_000, ("01", "assigned"): 10}


def test_a_preview_is_for_its_editor_and_campaign_and_cannot_be_forged(log_in: LogIn, units: Campaign) -> None:
    preview = send(log_in(FIGURES), units, HEAD + "75;;;5000;KH\n")
    other = CampaignFactory(slug="khac", featured=False)
    for client, campaign in ((log_in(ADMIN), units), (log_in(FIGURES), other)):
        assert "đã hết hạn" in text(take(client, campaign, preview))
    assert "đã hết hạn" in text(log_in(FIGURES).post(page_of(units), {"table": "e30:x:y"}, follow=True))
    assert stored() == {("75", "assigned"): 4_000}


def test_an_excel_file(log_in: LogIn, units: Campaign) -> None:
    content = book(("Mã", "CHỈ TIÊU", "Nguồn", "Ghi chú"), (1, 6000.0, "KH", "=1+1"), ("GD", "1.200", "KH", None))
    client = log_in(FIGURES)
    take(client, units, send(client, units, content, "a.xlsx"))
    assert stored() == {("75", "assigned"): 4_000, ("01", "assigned"): 6_000, ("GD", "assigned"): 1_200}
    formula = book(("Mã", "Chỉ tiêu", "Nguồn"), ("01", "=SUM(1,2)", "KH"))
    assert "Dòng 2: Dòng này có công thức." in text(send(client, units, formula, "a.xlsx"))


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_template_sent_back_changes_nothing(log_in: LogIn, units: Campaign, kind: str) -> None:
    Target.objects.update(is_example=False)
    client = log_in(FIGURES)
    answer = client.get(reverse("desk_targets_template", args=[units.pk, kind]))
    assert "attachment" in answer["Content-Disposition"]
    said = text(send(client, units, answer.content, f"mau.{kind}"))
    assert "Không có gì cần thay đổi." in said
    assert "bỏ qua 2" in said
    assert client.get(reverse("desk_targets_template", args=[units.pk, "exe"])).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nobody_confirms_an_example_by_accident(log_in: LogIn, units: Campaign, kind: str) -> None:
    client = log_in(FIGURES)
    template = client.get(reverse("desk_targets_template", args=[units.pk, kind])).content
    assert "Không có gì cần thay đổi." in text(send(client, units, template, f"mau.{kind}", source="KH 30"))
    assert "Không có gì cần thay đổi." in text(send(client, units, HEAD + "75;;;4.000;KH 12\n"))
    assert Target.objects.get().is_example
    take(client, units, send(client, units, HEAD + "75;;;4.000;KH 30\n"))
    assert not Target.objects.get().is_example


def test_a_cell_that_is_too_long_hides_no_other_error(log_in: LogIn, units: Campaign) -> None:
    said = text(send(log_in(FIGURES), units, f"{HEAD}01;{'x' * 301};;5;KH\n75;;;nhiều;KH\n"))
    assert "Dòng 2: Dòng này có ô dài quá 300 chữ." in said
    assert "Dòng 3: “nhiều” không phải là số nguyên." in said


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 200_000_000)
    return file.getvalue()


def entities() -> bytes:
    """A workbook whose sheet unfolds an entity into entities."""
    file = io.BytesIO()
    lol = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(book(("Mã", "Chỉ tiêu"), ("01", 5)))) as old, zipfile.ZipFile(file, "w") as new:
        for part in old.namelist():
            data = old.read(part)
            if part.endswith("sheet1.xml"):
                data = lol.encode() + data.replace(b"<v>5</v>", b"<v>&b;</v>")
            new.writestr(part, data)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"x" * 10_000_000, "lớn hơn 2 MB"),
        (bomb(), "nhiều hơn hẳn"),
        (entities(), "bị hỏng"),
        (b"PK\x03\x04 no archive", "bị hỏng"),
        (book(("a",))[:-200], "bị hỏng"),
        ("Mã;Chỉ tiêu\n01;5".encode("cp1258", "ignore") + b"\xff", "không ở dạng Unicode"),
        (b"\x89PNG\r\n\x1a\n\0\0", "không ở dạng Unicode"),
        (b"Ma;Chi tieu\n01;\0", "không phải là bảng CSV"),
        (b'Ma;Chi tieu\n"01";"5', "không phải là bảng CSV"),
        (HEAD.encode() + "01;Liªn ®oµn Lao ®éng thµnh phè Hµ Néi;;5;KH".encode(), "bảng mã cũ"),
        (b"", "không có nội dung"),
        (HEAD.encode(), "Bảng không có dòng nào."),
        (b"a;b\n1;2", "Dòng đầu phải có tiêu đề"),
        ("Mã;Chỉ tiêu;Chi tieu\n1;2;3".encode(), "hai cột cùng tiêu đề"),
        (HEAD.encode() + b"01;;;5;KH\n" * 2_001, "hơn 2.000 dòng"),
    ],
)  # fmt: skip
def test_hostile_and_broken_files(log_in: LogIn, units: Campaign, content: bytes, reason: str) -> None:
    answer = send(log_in(FIGURES), units, content, "bang.xlsx")
    assert answer.status_code == 200
    assert reason in text(answer)
    assert stored() == {("75", "assigned"): 4_000}


def test_unicode_of_every_kind(units: Campaign) -> None:
    table = HEAD.replace(";", "\t") + "01\t\t\t5\tKH\n"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        [row] = sheets.read("a.csv", table.encode(encoding))
        assert (row.number, row.cells["code"], row.cells["amount"]) == (2, "01", "5")
