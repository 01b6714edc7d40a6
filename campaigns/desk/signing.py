"""Closing a campaign in the admin: the figures that are to be frozen, who signs them, and what was counted since."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from campaigns.counting.closing import CannotClose, Signature, close
from campaigns.desk.comparing import changed_units
from campaigns.desk.forms import ClosingForm
from campaigns.desk.held import HOME
from campaigns.desk.permissions import CLOSE, NeedsPermissionMixin
from campaigns.models import Campaign, Closing, CounterSnapshot, Unit
from campaigns.values import LOCAL, State, state_of

REFUSALS = {
    "closed": gettext_lazy("Somebody else has closed this campaign meanwhile. Your signature was not recorded."),
    "gone": gettext_lazy("You took more than ten minutes and the figures have moved on. Check them again, then sign."),
    "held": gettext_lazy("The figures are being checked. Decide on the held figures first."),
}
"""In words, why a campaign cannot be closed, by CannotClose's code."""


class ClosingView(NeedsPermissionMixin, WagtailAdminTemplateMixin, TemplateView):
    """Before: the figures and the form to sign. After: the signed figures with later ones beside them."""

    permissions = (CLOSE,)
    header_icon = "lock"
    campaign: Campaign
    closing: Closing | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.campaign = get_object_or_404(Campaign, pk=kwargs["pk"])
        self.closing = Closing.objects.select_related("closed_by").filter(campaign=self.campaign).first()

    def get_template_names(self) -> list[str]:
        return ["desk/signed.html" if self.closing else "desk/closing.html"]

    def get_page_title(self) -> str:
        title = _("Signed figures: %(campaign)s") if self.closing else _("Close the campaign: %(campaign)s")
        return title % {"campaign": self.campaign.name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [HOME, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        more = self._signed(self.closing) if self.closing else self._to_sign(kwargs.pop("form", None))
        return super().get_context_data(campaign=self.campaign, **more, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Close with the figures that were shown, or say why not and show what there is now."""
        form = ClosingForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("The campaign was not closed; see below."))
            return self.render_to_response(self.get_context_data(form=form))
        data = form.cleaned_data
        signature = Signature(data["signed_by"], data["signed_on"], data["document"])
        try:
            close(self.campaign, (data["epoch"], data["seq"]), signature, request.user)
        except CannotClose as refusal:
            messages.error(request, REFUSALS[str(refusal)])
            if str(refusal) == "gone":
                again = ClosingForm(initial={name: data[name] for name in ClosingForm.Meta.fields})
                return self.render_to_response(self.get_context_data(form=again))
        else:
            messages.success(request, _("The campaign is closed; its figures are final."))
        return redirect("desk_closing", self.campaign.pk)

    def _to_sign(self, form: ClosingForm | None) -> dict[str, Any]:
        now = timezone.now()
        snapshot = self._shown(form) or self.campaign.snapshots.first()
        state = state_of(snapshot, now)
        today = now.astimezone(LOCAL).date()
        return {
            "form": form or ClosingForm(initial={"signed_on": today}),
            "snapshot": snapshot,
            "is_held": state is State.HELD,
            "is_old": state in (State.DELAYED, State.STALE),
            "goes_on": today <= max(self.campaign.ends_on, self.campaign.count_to),
            "units": _named(snapshot.units) if snapshot else [],
        }

    def _shown(self, form: ClosingForm | None) -> CounterSnapshot | None:
        """The snapshot that the form speaks of, while it is kept."""
        if form is None or not form.is_bound:
            return None
        keys = {name: form.cleaned_data.get(name) for name in ("epoch", "seq")}
        return self.campaign.snapshots.filter(**keys).first() if None not in keys.values() else None

    def _signed(self, closing: Closing) -> dict[str, Any]:
        revised = closing.revised_count
        return {
            "closing": closing,
            "difference": revised - closing.count if revised is not None else None,
            "units": changed_units(closing.units, closing.revised_units) if revised is not None else [],
        }


def _named(units: Any) -> list[dict[str, Any]]:
    """The snapshot's units by rank, with their names; one query."""
    names = dict(Unit.objects.filter(code__in=[unit["code"] for unit in units]).values_list("code", "short_name"))
    rows = [{**unit, "name": names.get(unit["code"], "")} for unit in units]
    return sorted(rows, key=lambda row: (row["rank"], row["code"]))
