"""The report as a Word file and as a PDF: what one can read in them, and that Vietnamese is drawn."""

import io
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from PIL import Image
from pypdf import PdfReader
from wagtail.models import ModelLogEntry

from campaigns import steps
from campaigns.models import Campaign, Closing, CounterSnapshot, DayClose
from campaigns.reports import picture
from campaigns.reports.files import KINDS, file_name
from campaigns.reports.paper import Bar, Chart, Paper
from campaigns.reports.reading import read_report
from campaigns.reports.weeks import Week
from campaigns.reports.words import name, paper_of
from tests.campaigns.reports.conftest import LAST, NOW, WEEK, totals

FACTS = (
    "Báo cáo tuần 9/5–15/5/2022",
    "40 ngày cao điểm",
    "Tuần đã kết thúc: số liệu ghi nhận cuối tuần, tính đến 23:59 ngày 15/5/2022.",
    "117.500",
    "+10.500",
    "Trong tuần: +10.500, kỳ trước (2/5–8/5/2022): +7.000, chênh lệch +3.500.",
    "Còn thiếu 182.500 để đạt mục tiêu 300.000: cần 11.407 mỗi ngày đến hết 31/5/2022.",
    "Cụm miền Đông",
    "Đơn vị chưa xếp cụm",
    "Tăng hạng nhiều nhất",
    "Đơn vị chậm so với chỉ tiêu",
    "còn thiếu 1.520, cần 95 mỗi ngày",
    "2.000 (ví dụ)",
    "Nguồn: Phần mềm đăng ký.",
    "Báo cáo lập lúc 14:05 ngày 18/5/2022.",
)


def paper(campaign: Campaign, week: Week = WEEK, language: str = "vi") -> Paper:
    with override(language):
        return paper_of(read_report(campaign, week))


def written(content: bytes) -> Any:
    return docx.Document(io.BytesIO(content))


def text_of_docx(content: bytes) -> str:
    document = written(content)
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([paragraph.text for paragraph in document.paragraphs] + cells)


def text_of_pdf(content: bytes) -> str:
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    return " ".join(" ".join(pages).split())


@pytest.mark.parametrize(("kind", "read"), [("docx", text_of_docx), ("pdf", text_of_pdf)])
def test_everything_can_be_read_in_the_file(campaign: Campaign, kind: str, read: Any) -> None:
    said = read(KINDS[kind].write(paper(campaign), NOW))
    assert [fact for fact in FACTS if fact not in said] == []


@pytest.mark.parametrize(("kind", "read"), [("docx", text_of_docx), ("pdf", text_of_pdf)])
def test_in_english(campaign: Campaign, kind: str, read: Any) -> None:
    said = read(KINDS[kind].write(paper(campaign, language="en"), NOW))
    for fact in (
        "Weekly report 9 May–15 May 2022",
        "+10,500 in the week, against +7,000 in 2 May–8 May 2022: +3,500.",
        "1,520 missing, 95 a day needed",
        "Eastern cluster",
        "Source: The register.",
    ):
        assert fact in said


def test_the_pdf_brings_its_letters_along_and_lacks_none(campaign: Campaign, caplog: pytest.LogCaptureFixture) -> None:
    reader = PdfReader(io.BytesIO(KINDS["pdf"].write(paper(campaign), NOW)))
    resources: list[Any] = [page["/Resources"] for page in reader.pages]
    used = [font.get_object() for found in resources for font in found["/Font"].values()]
    fonts = {font["/BaseFont"]: font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in used}
    assert {name.split("+")[1] for name in fonts} == {"BeVietnamPro", "BeVietnamProSemiBold"}
    assert all("/FontFile2" in described.get_object() for described in fonts.values())
    assert reader.metadata is not None and reader.metadata.title == "Báo cáo tuần 9/5–15/5/2022: 40 ngày cao điểm"
    assert str(reader.root_object["/Lang"]) == "vi"
    assert "missing" not in caplog.text  # what fpdf logs of letters that the font has not


def test_the_word_file_is_a_proper_one(campaign: Campaign) -> None:
    document = written(KINDS["docx"].write(paper(campaign), NOW))
    page = document.sections[0]
    assert (round(page.page_width.cm, 1), round(page.page_height.cm, 1)) == (21.0, 29.7)
    assert document.core_properties.title == "Báo cáo tuần 9/5–15/5/2022: 40 ngày cao điểm"
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"] == [
        "Diễn biến từng ngày", "Dẫn đầu từng cụm", "Tăng hạng nhiều nhất", "Tăng số lượng nhiều nhất",
        "Đơn vị chậm so với chỉ tiêu",
    ]  # fmt: skip
    [shape] = document.inline_shapes
    assert shape._inline.docPr.get("descr").startswith("Số sáng kiến mới của từng ngày: 9/5: 1.500, 10/5: 1.500")
    assert all(table.rows[0]._tr.trPr.xpath("./w:tblHeader") for table in document.tables)


def test_the_chart_is_drawn_to_scale() -> None:
    bars = (Bar("9/5", "200", 1.0, False), Bar("10/5", "100", 0.5, True), Bar("11/5", "—", 0.0, True))
    chart = Chart(bars, "")
    high, low, none = picture.columns(chart)
    assert (high.height, low.height, none.height) == (156, 78, 0)
    assert high.y == picture.TOP and low.y + low.height == picture.BOTTOM
    drawn = Image.open(io.BytesIO(picture.draw(chart)))
    assert drawn.size == (picture.WIDTH * picture.SCALE, picture.HEIGHT * picture.SCALE)
    colours = [drawn.getpixel((round(one.middle * picture.SCALE), 140 * picture.SCALE)) for one in (high, low, none)]
    assert colours == [(0x9E, 0x18, 0x1C), (0xD9, 0xA3, 0xA5), (255, 255, 255)]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"state": CounterSnapshot.State.HELD},
            "Số liệu đang đối soát. Đây là số tốt gần nhất, tính đến 14:05 ngày 18/5",
        ),
        ({}, "Tuần chưa kết thúc: số liệu tính đến 14:05 ngày 18/5/2022, còn thay đổi."),
    ],
)
def test_the_state_is_told_first(campaign: Campaign, change: dict[str, Any], said: str) -> None:
    CounterSnapshot.objects.update(**change)
    made = paper(campaign, Week(date(2022, 5, 16), date(2022, 5, 22)))
    assert made.status.startswith(said)
    assert ("báo cáo không nói đơn vị nào chậm" in str(made.sections)) == bool(change)


def test_final_figures_are_told_with_who_signed(campaign: Campaign) -> None:
    Closing.objects.create(
        campaign=campaign, count=122_000, as_of=NOW, units=totals(LAST), signed_by="Trần Văn Bình",
        signed_on=date(2022, 5, 19), closed_at=NOW,
    )  # fmt: skip
    CounterSnapshot.objects.update(state=CounterSnapshot.State.FINAL)
    made = paper(campaign, Week(date(2022, 5, 16), date(2022, 5, 22)))
    assert made.status == "Số chốt, tính đến 14:05 ngày 18/5/2022. Người ký: Trần Văn Bình, ngày 19/5/2022."


def test_what_one_must_know_is_noted(campaign: Campaign) -> None:
    DayClose.objects.filter(day=date(2022, 5, 10)).update(backfilled=400)
    DayClose.objects.filter(day=date(2022, 5, 11)).update(reconstructed=True)
    notes = paper(campaign).notes
    assert "Chỉ tiêu ghi “ví dụ” là số minh họa." in notes
    assert "Chỉ tiêu là chỉ tiêu có hiệu lực lúc lập báo cáo." in notes
    assert "400 sáng kiến của tuần là nhập bù, không tính vào nhịp độ." in notes
    assert "Dựng lại sau, theo ngày đăng ký: 11/5." in notes
    assert "11/5: 1.500 sáng kiến, cuối ngày có 111.500 (dựng lại theo ngày đăng ký)" in str(paper(campaign).sections)
    DayClose.objects.update(reconstructed=True, backfilled=0)
    assert "Ghi chú" not in str(paper(campaign).sections)  # where it holds for all days, the note alone says it
    DayClose.objects.filter(day__lte=WEEK.last).delete()
    made = paper(campaign)
    assert made.notes[0].startswith("Những ngày này chưa có số ghi nhận cuối ngày")
    assert "Không rõ số và hạng của các đơn vị vào lúc ấy." in str(made.sections)


def test_a_week_before_of_which_nothing_is_known_of_units(campaign: Campaign) -> None:
    DayClose.objects.filter(day=WEEK.eve).update(units=[])
    [movers] = [section for section in paper(campaign).sections if section.heading == "Biến động trong tuần"]
    assert movers.sentences == ("Không rõ số và hạng của các đơn vị vào cuối tuần trước.",)


def test_an_empty_week_says_so_and_has_no_figures(campaign: Campaign) -> None:
    made = paper(campaign, Week(date(2022, 5, 23), date(2022, 5, 29)))
    assert made.is_empty
    assert made.status == "Không có ghi nhận nào về tuần 23/5–29/5/2022 nên báo cáo này không có số liệu."
    assert (made.key_figures, made.sections) == ((), ())


def test_names_of_weeks_and_files(campaign: Campaign) -> None:
    assert name(Week(WEEK.first, WEEK.last, 4, "Tuần y tế")) == "Tuần 4, 9/5–15/5/2022: Tuần y tế"
    assert name(Week(WEEK.first, WEEK.last, 0, "Tuần y tế")) == "Tuần y tế, 9/5–15/5/2022"
    report = read_report(campaign, WEEK)
    assert file_name(report, "pdf") == "bao-cao-tuan-2022-05-09-2022-05-15-40-ngay-cao-diem.pdf"


def test_the_command_writes_the_week_that_is_asked_for(campaign: Campaign, tmp_path: Path) -> None:
    out = tmp_path / "tuan.docx"
    call_command("weekly_report", campaign=campaign.slug, week=4, out=out)
    by_number = text_of_docx(out.read_bytes())
    call_command("weekly_report", campaign=campaign.slug, date=date(2022, 5, 12), out=out)
    assert text_of_docx(out.read_bytes()) == by_number
    assert FACTS[0] in by_number
    call_command("weekly_report", campaign=campaign.slug, language="en", out=tmp_path / "week.PDF")
    assert "Weekly report 9 May–15 May 2022" in text_of_pdf((tmp_path / "week.PDF").read_bytes())
    assert [entry.data["made"] for entry in ModelLogEntry.objects.filter(action=steps.REPORTED)] == [
        "pdf",
        "docx",
        "docx",
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"campaign": "khac"}, "there is no campaign 'khac'; there are: 40-ngay-cao-diem"),
        ({"out": Path("bao-cao.txt")}, "must end in .docx or .pdf"),
        ({"week": 7}, "its weeks so far: 1: 2022-04-22 to 2022-04-24; 2:"),
        ({"week": 0}, "has no such week"),
        ({"date": date(2022, 6, 9)}, "has no such week"),
        ({"out": Path("/khong/co/bao-cao.pdf")}, "cannot be written: No such file or directory"),
    ],
)
def test_the_command_says_what_is_wrong(campaign: Campaign, tmp_path: Path, options: dict[str, Any], said: str) -> None:
    with pytest.raises(CommandError, match=said.replace(".", r"\.")):
        call_command("weekly_report", **{"campaign": campaign.slug, "out": tmp_path / "tuan.docx", **options})
    assert list(tmp_path.iterdir()) == []
    assert not ModelLogEntry.objects.filter(action=steps.REPORTED).exists()


def test_the_command_makes_nothing_of_nothing(campaign: Campaign, tmp_path: Path) -> None:
    """Before anything was counted the machine's own day counts, by which the campaign of 2022 is over."""
    CounterSnapshot.objects.all().delete()
    with pytest.raises(CommandError, match="nothing was recorded of the week 2022-05-09 to 2022-05-15"):
        call_command("weekly_report", campaign=campaign.slug, week=4, out=tmp_path / "tuan.pdf")
