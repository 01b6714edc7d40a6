"""A report as a Word file: A4, Times New Roman, as unions' papers are (Decree 30/2020/NĐ-CP on clerical work)."""

import io
from datetime import UTC, datetime
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from campaigns.reports.paper import Chart, Paper, Section, Table
from campaigns.reports.picture import draw

FACE = "Times New Roman"
INK, ACCENT = RGBColor(0x1F, 0x1A, 0x17), RGBColor(0x9E, 0x18, 0x1C)
SIZES = {"Normal": 13, "Title": 20, "Subtitle": 14, "Heading 1": 15, "Heading 2": 13}
WIDTH = Cm(16)
"""Between the margins: 30 mm at the left, 20 mm at the right."""


def write(paper: Paper, made_at: datetime) -> bytes:
    """The file's bytes."""
    document = Document()
    _set_up(document, paper, made_at)
    document.add_paragraph(paper.title, style="Title")
    document.add_paragraph(paper.subject, style="Subtitle")
    document.add_paragraph().add_run(paper.status).italic = True
    for figure in paper.key_figures:
        line = document.add_paragraph()
        line.add_run(figure.value).bold = True
        line.add_run(f" {figure.label}")
    for sentence in paper.sentences:
        document.add_paragraph(sentence)
    for section in paper.sections:
        _section(document, section)
    for note in paper.notes:
        document.add_paragraph(note, style="List Bullet")
    for line_of_text in filter(None, (paper.as_of and f"{paper.as_of}.", paper.source, paper.made)):
        document.add_paragraph().add_run(line_of_text).italic = True
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def _set_up(document: Any, paper: Paper, made_at: datetime) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = Cm(3), Cm(2), Cm(2), Cm(2)
    for name, size in SIZES.items():
        style = document.styles[name]
        style.font.name, style.font.size = FACE, Pt(size)
        style.font.color.rgb = INK if name == "Normal" else ACCENT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FACE)
    title = document.styles["Title"].element.get_or_add_pPr()
    for line in title.findall(qn("w:pBdr")):  # the template's blue rule
        title.remove(line)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "vi-VN" if paper.language == "vi" else "en-GB")
    document.styles["Normal"].element.get_or_add_rPr().append(language)
    told = document.core_properties
    told.title, told.subject, told.language = f"{paper.title}: {paper.subject}", paper.subject, paper.language
    told.author = told.comments = told.last_modified_by = ""
    told.created = told.modified = made_at.astimezone(UTC)


def _section(document: Any, section: Section) -> None:
    document.add_heading(section.heading, level=1)
    if section.as_of:
        document.add_paragraph().add_run(f"{section.as_of}.").italic = True
    for sentence in section.sentences:
        document.add_paragraph(sentence)
    if section.chart is not None:
        _picture(document, section.chart)
    if section.table is not None:
        _table(document, section.table)


def _picture(document: Any, chart: Chart) -> None:
    shape = document.add_picture(io.BytesIO(draw(chart)), width=WIDTH)
    shape._inline.docPr.set("descr", chart.said)  # the text alternative; python-docx has no name for it


def _table(document: Any, table: Table) -> None:
    drawn = document.add_table(rows=0, cols=len(table.head), style="Table Grid")
    drawn.alignment, drawn.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in zip(drawn.columns, table.widths, strict=True):
        column.width = int(WIDTH * share / sum(table.widths))
    head = _line(drawn, table, table.head, bold=True)
    repeated = OxmlElement("w:tblHeader")
    head._tr.get_or_add_trPr().append(repeated)
    for group in table.groups:
        if group.name:
            name = drawn.add_row().cells
            _fill(name[0].merge(name[-1]), group.name, bold=True, keep=True)
        for row in group.rows:
            _line(drawn, table, row.cells)
    document.add_paragraph()


def _line(drawn: Any, table: Table, cells: tuple[str, ...], *, bold: bool = False) -> Any:
    row = drawn.add_row()
    for cell, text, is_number, column in zip(row.cells, cells, table.numeric, drawn.columns, strict=True):
        cell.width = column.width
        _fill(cell, text, bold=bold, right=is_number)
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    return row


def _fill(cell: Any, text: str, *, bold: bool = False, right: bool = False, keep: bool = False) -> None:
    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(11)
    paragraph.paragraph_format.keep_with_next = keep
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
