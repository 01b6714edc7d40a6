"""The kinds of file that a report can be, and their names."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from campaigns.reports import docx, pdf
from campaigns.reports.paper import Paper
from campaigns.reports.weekly import WeeklyReport


@dataclass(frozen=True)
class Kind:
    """How a file of this kind is called over HTTP, and what writes it."""

    content_type: str
    write: Callable[[Paper, datetime], bytes]


KINDS = {
    "docx": Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", docx.write),
    "pdf": Kind("application/pdf", pdf.write),
}


def file_name(report: WeeklyReport, kind: str) -> str:
    """“bao-cao-tuan-2022-05-09-2022-05-15-40-ngay-cao-diem.docx”."""
    week = report.week
    return f"bao-cao-tuan-{week.first.isoformat()}-{week.last.isoformat()}-{report.campaign.slug}.{kind}"
