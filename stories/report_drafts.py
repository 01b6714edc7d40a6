"""The button under a weekly report that makes a draft of it, and the question where there is one already."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from campaigns.reports.choosing import Chosen
from campaigns.reports.paper import Paper
from campaigns.reports.views import SEE, Action, chosen_by
from campaigns.reports.weekly import WeeklyReport
from stories import weekly_report as drafts
from stories.models import StoryIndexPage, StoryPage


def offer_draft(request: HttpRequest, chosen: Chosen, report: WeeklyReport) -> Iterator[Action]:
    """For those who may add a story in the report's language."""
    index = drafts.index_for(chosen.language)
    if index is not None and index.permissions_for_user(request.user).can_add_subpage():
        yield Action(_("Make a draft of campaign news"), reverse("weekly_report_draft"))


class DraftView(PermissionRequiredMixin, WagtailAdminTemplateMixin, TemplateView):
    """Makes the draft and leads to it. Made again, it asks first: another one, or the earlier draft made anew."""

    permission_required = SEE
    raise_exception = True
    template_name = "stories/admin/report_again.html"
    http_method_names = ["post"]
    header_icon = "edit"

    def get_page_title(self) -> str:
        return _("There is a page of this week already")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home = {"url": reverse_lazy("wagtailadmin_home"), "label": _("Home")}
        report = {"url": reverse("weekly_report"), "label": _("Weekly report")}
        return [home, report, {"url": "", "label": self.get_page_title()}]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Make it, ask, or do what was answered."""
        chosen = chosen_by(request)
        if chosen is None:
            return redirect("weekly_report")
        back = f"{reverse('weekly_report')}?{chosen.query}"
        index = drafts.index_for(chosen.language)
        if index is None or not index.permissions_for_user(request.user).can_add_subpage():
            raise PermissionDenied
        report, paper = chosen.read()
        if report.is_empty:
            messages.error(request, paper.status)
            return redirect(back)
        there = drafts.earlier(report, index)
        answer = request.POST.get("answer", "")
        if there and answer not in ("another", "update"):
            free = next((page for page in there if drafts.may_update(page, request.user)), None)
            context = self.get_context_data(chosen=chosen, there=there, draft=free, back=back)
            return self.render_to_response(context)
        try:
            page = self._update(there, report, paper) if answer == "update" else self._make(index, report, paper)
        except drafts.TooMany:
            messages.error(request, _("There are too many drafts of this week. Delete some of them first."))
            return redirect(back)
        return redirect("wagtailadmin_pages:edit", page.pk)

    def _make(self, index: StoryIndexPage, report: WeeklyReport, paper: Paper) -> StoryPage:
        another = self.request.POST.get("answer") == "another"
        page = drafts.make(report, paper, index, self.request.user, another)
        messages.success(
            self.request, _("A draft with the figures of the week. Read it, add to it, send it for review.")
        )
        return page

    def _update(self, there: list[StoryPage], report: WeeklyReport, paper: Paper) -> StoryPage:
        """The draft that was asked about, if it may still be made anew."""
        wanted = self.request.POST.get("page", "")
        page = next((one for one in there if str(one.pk) == wanted), None)
        if page is None or not drafts.may_update(page, self.request.user):
            raise PermissionDenied
        messages.success(self.request, _("The draft has the figures of now; its earlier text is in its history."))
        return drafts.update(page, report, paper, self.request.user)
