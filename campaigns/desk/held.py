"""Held figures in the admin: what waits, what was decided, and a page to decide on."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from campaigns.desk import deciding
from campaigns.desk.comparing import changed_days, changed_units
from campaigns.desk.deciding import Seen, Word
from campaigns.desk.forms import DecisionForm
from campaigns.desk.permissions import DECIDE, NeedsPermissionMixin
from campaigns.desk.states import CollectorLine
from campaigns.models import Hold
from vietnamese import formats

HOME = {"url": reverse_lazy("wagtailadmin_home"), "label": gettext_lazy("Home")}
SHOWN = 100
"""Holds in the list; older ones are in the campaigns' histories."""


class HoldsView(NeedsPermissionMixin, WagtailAdminTemplateMixin, TemplateView):
    """What waits first, then what became of earlier ones."""

    permissions = (DECIDE,)
    template_name = "desk/holds.html"
    page_title = gettext_lazy("Held figures")
    header_icon = "warning"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [HOME, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        known = Hold.objects.select_related("campaign", "decided_by")
        is_open = known.filter(status=Hold.Status.OPEN)
        others = known.exclude(status=Hold.Status.OPEN)[:SHOWN]
        return super().get_context_data(open=is_open, others=others, **kwargs)


class HoldView(NeedsPermissionMixin, WagtailAdminTemplateMixin, TemplateView):
    """One hold: what changed, and the editor's word on it."""

    permissions = (DECIDE,)
    template_name = "desk/hold.html"
    header_icon = "warning"
    hold: Hold

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.hold = get_object_or_404(Hold.objects.select_related("campaign", "decided_by"), pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Held figures: %(campaign)s") % {"campaign": self.hold.campaign.name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        held = {"url": reverse("desk_holds"), "label": _("Held figures")}
        return [HOME, held, {"url": "", "label": self.hold.campaign.name}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        hold = self.hold
        seen = Seen.of(hold)
        kwargs.setdefault("form", DecisionForm())
        kwargs["form"].initial |= {"reason": seen.reason, "count": seen.count, "words": seen.words}
        was_counted = "count" in hold.new
        return super().get_context_data(
            hold=hold,
            seen=seen,
            difference=hold.new["count"] - hold.old["count"] if was_counted else None,
            units=changed_units(hold.old["units"], hold.new["units"]) if was_counted else [],
            days=changed_days(hold.new.get("days", [])),
            counted_at=deciding.counted_at(hold),
            may_decide=deciding.can_be_decided(hold),
            may_reopen=deciding.can_be_reopened(hold),
            collector=CollectorLine.now(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the word if it is for what stands there now; else show that again."""
        form = DecisionForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("Nothing was decided; see below."))
            return self.render_to_response(self.get_context_data(form=form))
        try:
            said = self._reopen() if form.cleaned_data["decision"] == "reopen" else self._decide(form.cleaned_data)
        except deciding.FiguresChanged:
            self.hold.refresh_from_db()
            messages.warning(
                request, _("The figures changed while you were looking. Nothing was decided: look at them again.")
            )
            again = DecisionForm(
                initial={"note": form.cleaned_data["note"], "is_backfill": form.cleaned_data["is_backfill"]}
            )
            return self.render_to_response(self.get_context_data(form=again))
        except deciding.AlreadyDecided:
            self.hold = get_object_or_404(Hold.objects.select_related("campaign", "decided_by"), pk=self.hold.pk)
            messages.error(request, self._who_was_first())
        except deciding.CannotDecide:
            messages.error(request, _("There is nothing to decide here any more."))
        else:
            messages.success(request, said)
        return redirect("desk_hold", self.hold.pk)

    def _decide(self, data: dict[str, Any]) -> str:
        word = Word(data["decision"] == "release", data["note"], data["is_backfill"])
        deciding.decide(self.hold.pk, Seen(data["reason"], data["count"] or 0, data["words"]), word, self.request.user)
        if word.release:
            return _("Released. The collector publishes what it counts next, usually within seconds.")
        return _("Rejected. The last good figures stay until what is counted is believable again.")

    def _reopen(self) -> str:
        deciding.reopen(self.hold.pk, self.request.user)
        return _("The figures wait for a decision again.")

    def _who_was_first(self) -> str:
        hold = self.hold
        if hold.decided_by is None:
            return _("The matter has resolved itself meanwhile; your decision was not needed and was not recorded.")
        return _("%(who)s decided at %(when)s: %(status)s. Your decision was not recorded.") % {
            "who": hold.decided_by.get_full_name() or hold.decided_by.get_username(),
            "when": formats.as_of(hold.decided_at, language=get_language() or "vi"),
            "status": hold.get_status_display(),
        }
