"""How counting goes, on the admin's first screen."""

from typing import Any

from wagtail.admin.ui.components import Component

from campaigns.desk.permissions import CLOSE, DECIDE, SEE
from campaigns.desk.states import CollectorLine, campaign_lines


class CountingPanel(Component):
    """Each campaign's figure, and what the collector says of itself; for those who may see campaigns."""

    name = "counting"
    template_name = "desk/panel.html"
    order = 230  # below what waits for the reader's own hand, above what was edited last

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        if not user.has_perm(SEE):
            return {"lines": []}
        return {
            "lines": campaign_lines(),
            "collector": CollectorLine.now(),
            "may_decide": user.has_perm(DECIDE),
            "may_close": user.has_perm(CLOSE),
        }
