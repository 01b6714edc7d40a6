"""A report as a PDF: A4, set in the site's own font, whose letters are embedded (decision 13 tells why fpdf2)."""

from datetime import datetime
from typing import Any

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, VAlign, XPos, YPos
from fpdf.fonts import FontFace

from campaigns.reports import picture
from campaigns.reports.paper import Chart, KeyFigure, Paper, Section, Table

FACE = "Be Vietnam Pro"
INK, SOFT, ACCENT, PALER, LINE, SHADE = "#1F1A17", "#6B625B", "#9E181C", "#D9A3A5", "#B9AFA6", "#F6F1EC"
LEFT, RIGHT, TOP, BOTTOM = 22, 18, 18, 18  # mm
BESIDE_HEADING = 40  # mm that must be free under a heading, else it goes to the next page


class _Sheets(FPDF):
    """The sheets, with the report's name and the page's number at the foot of each."""

    foot = ""

    def footer(self) -> None:
        self.set_y(-13)
        self.set_font(FACE, size=8)
        self.set_text_color(SOFT)
        self.cell(0, 5, f"{self.foot} · {self.page_no()}/{{nb}}", align=Align.R)


def write(paper: Paper, made_at: datetime) -> bytes:
    """The file's bytes."""
    sheets = _Sheets(format="A4")
    sheets.add_font(FACE, "", picture.REGULAR)
    sheets.add_font(FACE, "B", picture.STRONG)
    sheets.set_margins(LEFT, TOP, RIGHT)
    sheets.c_margin = 0
    sheets.set_auto_page_break(auto=True, margin=BOTTOM)
    sheets.set_lang(paper.language)
    sheets.set_title(f"{paper.title}: {paper.subject}")
    sheets.set_creation_date(made_at)
    sheets.foot = paper.title
    sheets.add_page()
    _text(sheets, paper.title, size=20, bold=True, color=ACCENT)
    _text(sheets, paper.subject, size=13, after=2)
    _text(sheets, paper.status, color=SOFT, after=3)
    _key_figures(sheets, paper.key_figures)
    for sentence in paper.sentences:
        _text(sheets, sentence, after=1)
    for section in paper.sections:
        _section(sheets, section)
    sheets.ln(4)
    for line in (*paper.notes, paper.as_of and f"{paper.as_of}.", paper.source, paper.made):
        if line:
            _text(sheets, line, size=9, color=SOFT)
    return bytes(sheets.output())


def _text(sheets: FPDF, text: str, *, size: int = 10, bold: bool = False, color: str = INK, after: float = 0) -> None:
    sheets.set_font(FACE, "B" if bold else "", size)
    sheets.set_text_color(color)
    sheets.multi_cell(0, size * 0.52, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
    if after:
        sheets.ln(after)


def _key_figures(sheets: FPDF, figures: tuple[KeyFigure, ...]) -> None:
    """Side by side: the number, and under it what it says."""
    width, top = sheets.epw / max(1, len(figures)), sheets.get_y()
    lowest = top
    for index, figure in enumerate(figures):
        lines = ((figure.value, 17, True, ACCENT, top), (figure.label, 9, False, INK, top + 9))
        for text, size, bold, color, y in lines:
            sheets.set_xy(sheets.l_margin + index * width, y)
            sheets.set_font(FACE, "B" if bold else "", size)
            sheets.set_text_color(color)
            sheets.multi_cell(width - 3, size * 0.5, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        lowest = max(lowest, sheets.get_y())
    sheets.set_y(lowest + 4)


def _section(sheets: FPDF, section: Section) -> None:
    if sheets.will_page_break(BESIDE_HEADING):
        sheets.add_page()
    else:
        sheets.ln(5)
    sheets.start_section(section.heading)
    _text(sheets, section.heading, size=13, bold=True, color=ACCENT)
    if section.as_of:
        _text(sheets, f"{section.as_of}.", size=9, color=SOFT)
    for sentence in section.sentences:
        _text(sheets, sentence)
    sheets.ln(1.5)
    if section.chart is not None:
        _chart(sheets, section.chart)
    if section.table is not None:
        _table(sheets, section.table)


def _chart(sheets: FPDF, chart: Chart) -> None:
    scale = sheets.epw / picture.WIDTH
    if sheets.will_page_break(picture.HEIGHT * scale):
        sheets.add_page()
    left, top = sheets.l_margin, sheets.get_y()
    for column in picture.columns(chart):
        if column.height:
            box = (left + column.x * scale, top + column.y * scale, column.width * scale, column.height * scale)
            with sheets.local_context(fill_color=PALER if column.bar.paler else ACCENT):
                sheets.rect(*box, style="F")
        _centred(sheets, column.bar.value, left + column.middle * scale, top + column.value_y * scale, bold=True)
        _centred(sheets, column.bar.name, left + column.middle * scale, top + picture.NAMES * scale)
    sheets.set_draw_color(LINE)
    sheets.line(left, top + picture.BOTTOM * scale, left + sheets.epw, top + picture.BOTTOM * scale)
    sheets.set_y(top + picture.HEIGHT * scale + 2)


def _centred(sheets: FPDF, text: str, x: float, y: float, *, bold: bool = False) -> None:
    sheets.set_font(FACE, "B" if bold else "", 9)
    sheets.set_text_color(INK)
    sheets.text(x - sheets.get_string_width(text) / 2, y, text)


def _table(sheets: FPDF, table: Table) -> None:
    sheets.set_font(FACE, size=9)
    sheets.set_text_color(INK)
    sheets.set_draw_color(LINE)
    aligns: Any = tuple(Align.R if is_number else Align.L for is_number in table.numeric)
    with sheets.table(
        col_widths=table.widths,
        text_align=aligns,
        align="LEFT",
        line_height=5,
        padding=(0.8, 1, 0.8, 2.5),
        v_align=VAlign.T,
        borders_layout=TableBordersLayout.HORIZONTAL_LINES,
        headings_style=FontFace(emphasis="BOLD", color=INK, fill_color=SHADE),
    ) as drawn:
        head = drawn.row()
        for text in table.head:
            head.cell(text)
        for group in table.groups:
            if group.name:
                drawn.row().cell(group.name, colspan=len(table.head), style=FontFace(emphasis="BOLD", color=ACCENT))
            for row in group.rows:
                line = drawn.row()
                for text in row.cells:
                    line.cell(text)
