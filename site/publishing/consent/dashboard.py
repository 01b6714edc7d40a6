"""On the first screen: consents that soon end, and those that nobody could prove."""

from typing import Any

from django.urls import reverse
from wagtail.admin.ui.components import Component

from publishing.consent.listing import NEEDS, needing
from publishing.consent.permissions import CHANGE
from publishing.models.withdrawals import Withdrawal


class CarePanel(Component):
    """Shown to those who may mend them, where there is something to mend."""

    name = "consents"
    template_name = "consent/care.html"
    order = 120

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """Each need with its count and the list that shows those records."""
        if not parent_context["request"].user.has_perm(CHANGE):
            return {"lines": [], "failed": []}
        records = reverse("wagtailsnippets_publishing_consent:list")
        counted = [(key, needing(key).count()) for key in ("soon", "paper")]
        lines = [
            {"label": NEEDS[key], "count": count, "url": f"{records}?needs={key}"} for key, count in counted if count
        ]
        failed = Withdrawal.objects.filter(state=Withdrawal.State.FAILED).select_related("consent")
        return {"lines": lines, "failed": list(failed)}
