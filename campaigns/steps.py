"""What happened to figures that were held, and to a campaign that was closed: told in the campaign's history.

Both the collector and the editors take such steps; what the collector did stands there without a name.
"""

from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.log_actions import LogFormatter, log

from campaigns.models import Campaign, Closing, Hold
from vietnamese import formats

OPENED, RELEASED, REJECTED = "campaigns.held", "campaigns.released", "campaigns.rejected"
REOPENED, TAKEN, RESOLVED = "campaigns.reopened", "campaigns.taken", "campaigns.resolved"
LAPSED = "campaigns.lapsed"
CLOSED, TARGETS, REPORTED = "campaigns.closed", "campaigns.targets_imported", "campaigns.reported"

LABELS = {
    OPENED: gettext_lazy("Figures held"),
    RELEASED: gettext_lazy("Held figures released"),
    REJECTED: gettext_lazy("Held figures rejected"),
    REOPENED: gettext_lazy("Held figures opened again"),
    TAKEN: gettext_lazy("Released figures published"),
    LAPSED: gettext_lazy("Released figures not published, they had changed by then"),
    RESOLVED: gettext_lazy("Held figures resolved by themselves"),
}


def tell(step: str, hold: Hold, user: Any = None, note: str = "", is_backfill: bool = False) -> None:
    """Write a step of `hold` into its campaign's history."""
    data = {
        "reason": hold.reason,
        "old": hold.old.get("count"),
        "new": hold.new.get("count"),
        "note": note,
        "is_backfill": is_backfill,
    }
    log(hold.campaign, step, user=user, data=data)


def tell_closing(closing: Closing) -> None:
    """Write into the campaign's history that it was closed, with which figure and signature."""
    data = {
        "count": closing.count,
        "as_of": formats.as_of(closing.as_of),
        "signed_by": closing.signed_by,
        "signed_on": formats.date(closing.signed_on),
        "document": closing.document,
    }
    log(closing.campaign, CLOSED, user=closing.closed_by, data=data)


def tell_report(campaign: Campaign, first: date, last: date, made: str, user: Any = None) -> None:
    """Write into the campaign's history that a weekly report was made: of which days, as what (docx, pdf, draft)."""
    data = {"first": formats.date(first), "last": formats.date(last), "made": made}
    log(campaign, REPORTED, user=user, data=data)


class HoldFormatter(LogFormatter):
    """“Tạm giữ số liệu: Con số tụt về 0 (1.000 → 0)”."""

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        reason = dict(Hold.Reason.choices).get(data["reason"], data["reason"])
        old, new = (formats.number(data[name], language=get_language() or "vi") for name in ("old", "new"))
        words = [f"{self.label}: {reason} ({old} → {new})"]
        if data["is_backfill"]:
            words.append(_("entered belatedly"))
        if data["note"]:
            words.append(f"“{data['note']}”")
        return "; ".join(words)


class ClosingFormatter(LogFormatter):
    """“Chốt số: 328.491, tính đến 17:30 ngày 31/5/2022; ký: Nguyễn Văn A, 1/6/2022; 12/BC-TLĐ”."""

    label = gettext_lazy("Campaign closed")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        said = _("Closed at %(count)s, as of %(as_of)s; signed by %(who)s on %(day)s") % {
            "count": formats.number(data["count"], language=get_language() or "vi"),
            "as_of": data["as_of"],
            "who": data["signed_by"],
            "day": data["signed_on"],
        }
        return f"{said}; {data['document']}" if data["document"] else said


class TargetsFormatter(LogFormatter):
    """“Nhập chỉ tiêu từ tệp chi-tieu.xlsx: 3 mới, 5 thay đổi”."""

    label = gettext_lazy("Targets imported")

    def format_message(self, log_entry: Any) -> str:
        return _("Targets imported from “%(file)s”: %(new)s new, %(changed)s changed") % log_entry.data


class ReportFormatter(LogFormatter):
    """“Lập báo cáo tuần 9/5/2022–15/5/2022: bản nháp trang tin”."""

    label = gettext_lazy("Weekly report made")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        made = {"docx": _("Word file"), "pdf": _("PDF"), "draft": _("draft page")}.get(data["made"], data["made"])
        return _("Weekly report %(first)s–%(last)s made: %(made)s") % {**data, "made": made}


def register(actions: Any) -> None:
    """Make the steps known to Wagtail's histories."""
    for action, label in LABELS.items():
        actions.register_action(action)(type("Step", (HoldFormatter,), {"label": label}))
    actions.register_action(CLOSED)(ClosingFormatter)
    actions.register_action(TARGETS)(TargetsFormatter)
    actions.register_action(REPORTED)(ReportFormatter)
