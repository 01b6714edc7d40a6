"""What a record's history says beside the changes of its fields."""

from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter

from publishing.consent.uses import Use

WITHDRAWN: Final = "consent.withdrawn"
UNDONE: Final = "consent.undone"
PAPER_FETCHED: Final = "consent.paper"


class _OfUses(LogFormatter):
    def _words(self, entry: Any) -> dict[str, str]:
        return {"uses": ", ".join(str(Use(value).label) for value in entry.data["uses"])}


class WithdrawnFormatter(_OfUses):
    """“Rút lại: thẻ chia sẻ”."""

    label = gettext_lazy("Withdraw a consent")

    def format_message(self, log_entry: Any) -> str:
        reason = log_entry.data.get("reason")
        return _("Withdrawn: %(uses)s") % self._words(log_entry) + (f" ({reason})" if reason else "")


class UndoneFormatter(_OfUses):
    """A mistake put right."""

    label = gettext_lazy("Undo a withdrawal")

    def format_message(self, log_entry: Any) -> str:
        return _("Withdrawal undone: %(uses)s") % self._words(log_entry)


class PaperFormatter(LogFormatter):
    """Somebody looked at the evidence."""

    label = gettext_lazy("Fetch the evidence of a consent")

    def format_message(self, log_entry: Any) -> str:
        return _("Fetched the evidence")


def register(actions: Any) -> None:
    """Make them known to the history."""
    for name, formatter in (
        (WITHDRAWN, WithdrawnFormatter),
        (UNDONE, UndoneFormatter),
        (PAPER_FETCHED, PaperFormatter),
    ):
        actions.register_action(name)(formatter)
