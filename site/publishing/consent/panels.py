"""What the screens of records and pages show above their forms."""

from typing import Any

from django.urls import reverse
from wagtail.admin.panels import Panel

from publishing.consent.leaving_out import left_out_of
from publishing.consent.permissions import WITHDRAW, may_see_papers


class EndsPanel(Panel):
    """On a record: where its paper is, what was withdrawn, and whether the site has carried it out."""

    class BoundPanel(Panel.BoundPanel):
        """The panel with its record."""

        template_name = "consent/ends.html"

        def is_shown(self) -> bool:
            return self.instance.pk is not None

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            record, user = self.instance, self.request.user
            papers = bool(record.evidence) and may_see_papers(user, record)
            return {
                **context,
                "record": record,
                "ends": list(record.withdrawals.select_related("recorded_by")),
                "paper": reverse("consent_paper", args=[record.pk]) if papers else "",
                "withdraw": reverse("consent_withdraw", args=[record.pk])
                if record.given and user.has_perm(WITHDRAW)
                else "",
                "may_undo": user.has_perm(WITHDRAW),
            }


class LeftOutPanel(Panel):
    """On a page: which picture and which person is left out of which use, why, and the way to mend it."""

    class BoundPanel(Panel.BoundPanel):
        """The panel with its page as it is in the form."""

        template_name = "consent/left_out.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            self.left_out = left_out_of(self.instance) if self.form is not None and self.instance.pk else []

        def is_shown(self) -> bool:
            return bool(self.left_out)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "left_out": self.left_out}
