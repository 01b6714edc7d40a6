"""Rows of a CSV or XLSX file from anybody's computer, within limits; nothing in a file is ever reckoned or run."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import openpyxl
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vietnamese.charsets import passages
from vietnamese.folding import fold, words
from vietnamese.text import nfc

MOST_BYTES = 2_000_000
MOST_UNPACKED = 20_000_000
"""Bytes that the parts of an XLSX file may unfold to; a file of 2 MB that is a table needs less."""
MOST_PARTS = 200
MOST_ROWS = 2_000
MOST_COLUMNS = 40
LONGEST_CELL = 300

COLUMNS = {
    "code": ("ma don vi", "ma", "unit code", "code"),
    "name": ("don vi", "ten don vi", "unit", "name"),
    "kind": ("loai", "loai chi tieu", "kind"),
    "amount": ("chi tieu", "so sang kien", "target", "amount"),
    "source": ("nguon", "van ban", "source"),
}
"""Which headings, folded, name which column."""


class Unreadable(Exception):
    """The file as a whole cannot be used; `words` say why and what to do."""

    def __init__(self, words: "Promise | str") -> None:
        super().__init__(str(words))


@dataclass(frozen=True)
class Row:
    """One line of the table: its number as the program shows it, and its cells' text by column.

    `formulas` names the columns whose cell is a formula: its result depends on who opened the file last. `too_long`:
    some cell is longer than LONGEST_CELL, and cut off there.
    """

    number: int
    cells: dict[str, str]
    formulas: tuple[str, ...] = ()
    too_long: bool = False


def read(name: str, content: bytes) -> list[Row]:
    """The rows below the heading, empty ones left out. Raises Unreadable."""
    if len(content) > MOST_BYTES:
        raise Unreadable(_("The file is larger than 2 MB. A table of targets needs far less: send the table alone."))
    lines = _xlsx(content) if content.startswith(b"PK") else _csv(content)
    rows = list(_rows(lines))
    if not rows:
        raise Unreadable(_("The table has no rows."))
    return rows


def _csv(content: bytes) -> Iterator[list[Any]]:
    text = _decoded(content)
    if any(passages(text[:20_000])):
        raise Unreadable(_("The table is written in an old charset (TCVN3 or VNI). Convert it to Unicode first."))
    heading = text.lstrip().partition("\n")[0]
    delimiter = max(";\t,", key=heading.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    except csv.Error as error:
        raise Unreadable(_("The file is no CSV table. Save it again as “CSV UTF-8” or as XLSX.")) from error


def _decoded(content: bytes) -> str:
    encoding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Unreadable(_("The file is not in Unicode. In Excel choose “CSV UTF-8” or XLSX when saving.")) from error
    if "\0" in text:
        raise Unreadable(_("The file is no CSV table. Save it again as “CSV UTF-8” or as XLSX."))
    return text


def _xlsx(content: bytes) -> Iterator[list[Any]]:
    broken = _("The XLSX file is damaged or protected by a password. Save it again without one.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Unreadable(_("The XLSX file holds far more than a table of targets. Copy the table into a new file."))
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        yield from ([*row] for row in sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS))
        book.close()
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(broken) from error


def _rows(lines: Iterable[list[Any]]) -> Iterator[Row]:
    columns: dict[int, str] = {}
    for number, line in enumerate(lines, 1):
        cells = [_text(cell) for cell in line]
        if not any(cells):
            continue
        if not columns:
            columns = _heading(cells)
            continue
        if number > MOST_ROWS + 1:
            raise Unreadable(_("The table has more than 2.000 rows."))
        typed = {columns[at]: text for at, text in enumerate(cells) if at in columns}
        if any(typed.values()):
            known = {column: text[:LONGEST_CELL] for column, text in typed.items()}
            formulas = tuple(column for column, text in known.items() if text.startswith("="))
            yield Row(number, known, formulas, too_long=known != typed)


def _heading(cells: list[str]) -> dict[int, str]:
    columns: dict[int, str] = {}
    for at, text in enumerate(cells):
        said = " ".join(words(fold(text[:LONGEST_CELL])))
        column = next((name for name, spellings in COLUMNS.items() if said in spellings), None)
        if column in columns.values():
            raise Unreadable(_("Two columns have the heading “%(heading)s”.") % {"heading": text[:LONGEST_CELL]})
        if column is not None:
            columns[at] = column
    if "amount" not in columns.values() or not {"code", "name"} & set(columns.values()):
        raise Unreadable(
            _("The first row must hold the headings “Mã đơn vị” or “Đơn vị”, and “Chỉ tiêu”. Start from the template.")
        )
    return columns


def _text(cell: Any) -> str:
    """A cell's text; whole numbers without the ".0" that Excel gives them, other numbers as they are."""
    value = getattr(cell, "value", cell)
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return nfc(str(value)).strip()
