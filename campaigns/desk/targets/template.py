"""The table to fill in: all ranked units with the targets that they have, as XLSX or CSV.

Sent back as it is, it changes nothing; a row without an amount is left alone. Examples come without their amounts, so
that nobody confirms by accident what was made up.
"""

import csv
import io

import openpyxl

from campaigns.models import Campaign, Target, Unit

HEADINGS = ("Mã đơn vị", "Đơn vị", "Loại", "Chỉ tiêu", "Nguồn")
FORMULA = ("=", "+", "-", "@")
"""What a spreadsheet takes for the beginning of a formula."""


def rows(campaign: Campaign) -> list[tuple[str, str, str, int | None, str]]:
    """Each ranked unit's assigned target, or an empty row, and the self-set ones that there are. Two queries."""
    units = {unit.pk: unit for unit in Unit.objects.first_level()}
    listed: list[tuple[str, str, str, int | None, str]] = []
    have = {(target.unit_id, target.kind): target for target in campaign.targets.select_related("unit")}
    for key in units:
        have.setdefault((key, Target.Kind.ASSIGNED), Target(unit=units[key], kind=Target.Kind.ASSIGNED))
    for target in have.values():
        kind = "tự đăng ký" if target.kind == Target.Kind.SELF_SET else "giao"
        amount, source = (None, "") if target.is_example else (target.amount, target.source)
        listed.append((target.unit.code, target.unit.short_name, kind, amount, source))
    return sorted(listed, key=lambda row: (row[0], row[2]))


def as_csv(campaign: Campaign) -> bytes:
    """With semicolons and a mark of UTF-8, as Excel in Vietnam opens it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(HEADINGS)
    writer.writerows([_plain(cell) for cell in row] for row in rows(campaign))
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(campaign: Campaign) -> bytes:
    """One sheet; codes are text, so that 01 stays 01."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Chỉ tiêu"
    sheet.append(HEADINGS)
    for row in rows(campaign):
        sheet.append([_plain(cell) for cell in row])
    for column, width in zip("ABCDE", (12, 40, 14, 14, 60), strict=True):
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = "A2"
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _plain(cell: str | int | None) -> str | int | None:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
