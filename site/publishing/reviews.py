"""What an approver decided: told to the approver at once, and to the writer where the writer works.

The writer reads what to change on the page's screen and on the admin's first one.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import Page, WorkflowState

from vietnamese import formats


@dataclass(frozen=True)
class ChangeRequest:
    """Changes that somebody requested of a page."""

    title: str
    url: str
    comment: str
    who: str
    when: str

    @classmethod
    def of(cls, state: WorkflowState, page: Page) -> "ChangeRequest":
        """The request by which the page's workflow stands still."""
        task = state.current_task_state
        who = task.finished_by.get_full_name() or task.finished_by.get_username() if task.finished_by else "—"
        return cls(
            title=page.get_admin_display_title(),
            url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
            comment=task.comment,
            who=who,
            when=formats.as_of(task.finished_at, language=get_language() or "vi"),
        )


def say_what_was_requested(request: HttpRequest, page: Page) -> None:
    """Above the form of a page that waits for changes: who asked for them, when, and in which words."""
    state = page.current_workflow_state
    if request.method != "GET" or state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return
    asked = ChangeRequest.of(state, page)
    words = {"who": asked.who, "when": asked.when, "comment": asked.comment or _("without a comment")}
    messages.warning(request, _("%(who)s requested changes at %(when)s: %(comment)s") % words)


def say_what_was_decided(request: HttpRequest, page: Page) -> None:
    """To the approver, once the decision is taken: what became of the page, with the way to it."""
    page = Page.objects.get(pk=page.pk).specific
    state = page.current_workflow_state
    edit = messages.button(reverse("wagtailadmin_pages:edit", args=[page.pk]), _("Edit"))
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        buttons, message = [edit], _("“%(title)s” was sent back for changes. Its writer is told what to change.")
    elif state is not None:
        buttons, message = [edit], _("“%(title)s” was approved and goes on to the next step.")
    elif page.approved_schedule:
        buttons, message = [edit], _("“%(title)s” was approved and will be published at the time that is set.")
    else:
        look = [messages.button(page.url, _("See it on the site"))] if page.url else []
        buttons, message = [*look, edit], _("“%(title)s” was published.")
    messages.success(request, message % {"title": page.get_admin_display_title()}, buttons=buttons)


class DecidingEditView(EditView):
    """Wagtail's view of a page, which tells an approver only that the page “was updated”."""

    def add_save_confirmation_message(self) -> None:
        if self.action_name == "perform_workflow_action":
            say_what_was_decided(self.request, self.page)
        else:
            super().add_save_confirmation_message()


class DecidingView(WorkflowActionView):
    """The same where a page is approved without opening it; Wagtail's says nothing."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Take the decision and say what became of the page."""
        answer: HttpResponseBase = super().post(request, *args, **kwargs)
        say_what_was_decided(request, self.object)
        return answer


class ToCorrectPanel(Component):
    """The editor's own pages that wait for changes, on the first screen."""

    name = "to_correct"
    template_name = "publishing/admin/to_correct.html"
    order = 90

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The requests, newest first."""
        user = parent_context["request"].user
        states = (
            WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES)
            .filter(base_content_type=ContentType.objects.get_for_model(Page))
            .select_related("current_task_state__finished_by")
            .order_by("-current_task_state__finished_at")
        )
        pages = Page.objects.in_bulk(int(state.object_id) for state in states)
        found = [(state, pages[int(state.object_id)]) for state in states if int(state.object_id) in pages]
        own = [pair for pair in found if user.pk in (pair[0].requested_by_id, pair[1].owner_id)]
        return {"requests": [ChangeRequest.of(state, page) for state, page in own]}
