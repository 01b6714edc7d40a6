"""The weekly report in the admin: choose a week, look at it, take it along as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from campaigns import steps
from campaigns.reports import picture
from campaigns.reports.choosing import Chosen
from campaigns.reports.files import KINDS, file_name
from campaigns.reports.weekly import WeeklyReport

SEE = "campaigns.view_campaign"
ACTIONS_HOOK = "construct_weekly_report_actions"
"""Functions of (request, chosen, report) that yield what else can be made of a report, as `Action`s."""


@dataclass(frozen=True)
class Action:
    """A button under the report that sends the choice to `url`."""

    label: str
    url: str


class ReportView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """The choice and the report as it will be on paper."""

    permission_required = SEE
    raise_exception = True
    template_name = "reports/weekly.html"
    page_title = gettext_lazy("Weekly report")
    header_icon = "doc-full"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home = {"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}
        return [home, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chosen = chosen_by(self.request)
        if chosen is None:
            return super().get_context_data(**kwargs)
        report, paper = chosen.read()
        return super().get_context_data(
            chosen=chosen,
            report=report,
            paper=paper,
            picture=picture,
            columns=[
                column for section in paper.sections if section.chart for column in picture.columns(section.chart)
            ],
            files=[] if report.is_empty else list(KINDS),
            actions=[] if report.is_empty else list(_actions(self.request, chosen, report)),
            **kwargs,
        )


class FileView(PermissionRequiredMixin, View):
    """The report as a file."""

    permission_required = SEE
    raise_exception = True

    def get(self, request: HttpRequest, kind: str) -> HttpResponse:
        """As `.docx` or `.pdf`; a week without records has none."""
        chosen = chosen_by(request)
        if kind not in KINDS or chosen is None:
            raise Http404
        report, paper = chosen.read()
        if report.is_empty:
            messages.error(request, paper.status)
            return redirect(f"{reverse('weekly_report')}?{chosen.query}")
        content = KINDS[kind].write(paper, report.made_at)
        steps.tell_report(chosen.campaign, chosen.week.first, chosen.week.last, kind, request.user)
        return HttpResponse(
            content,
            content_type=KINDS[kind].content_type,
            headers={"Content-Disposition": f'attachment; filename="{file_name(report, kind)}"'},
        )


def chosen_by(request: HttpRequest) -> Chosen | None:
    """What the request asks for, in its form or in its address; in the editor's own language if it names none."""
    query = request.POST if request.method == "POST" else request.GET
    return Chosen.from_query(query.dict(), get_language() or "vi")


def _actions(request: HttpRequest, chosen: Chosen, report: WeeklyReport) -> Iterator[Action]:
    for construct in hooks.get_hooks(ACTIONS_HOOK):
        yield from construct(request, chosen, report)
