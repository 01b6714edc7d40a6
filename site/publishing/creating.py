"""A new page is made once, however many requests ask for it.

The form of a new page saves itself while somebody presses the button: two requests, one page. The second one finds
what the first one made by the form's own key, and goes on there with all that was typed.
"""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _
from modelcluster.models import get_all_child_relations
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page

from publishing.made_once import MadeOnceForm, key_in


class CreateOnceView(CreateView):
    """Wagtail's view of a new page, for requests that overlap."""

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Make the page, or go on with the one that this form has made already."""
        if (made := self._made()) is not None:
            return self._go_on(made)
        try:
            with transaction.atomic():
                answer: HttpResponseBase = super().post(request)
                return answer
        except (IntegrityError, ValidationError):  # the other request was quicker by a moment
            if (made := self._made()) is None:
                raise
            return self._go_on(made)

    def form_invalid(self, form: MadeOnceForm) -> HttpResponseBase:
        """Its address may be in use by the page that the other request has made meanwhile."""
        made = self._made()
        answer: HttpResponseBase = super().form_invalid(form) if made is None else self._go_on(made)
        return answer

    def _made(self) -> Page | None:
        key = key_in(self.request.POST, self.request.user)
        return Page.objects.filter(translation_key=key, locale=self.locale, owner=self.request.user).first()

    def _go_on(self, made: Page) -> HttpResponseBase:
        """Take what was typed as the next draft of the page. A late autosave has older texts, so it gives way."""
        if self.expects_json_response:
            message = _("This page has been saved already. Press “Save draft” to go on with it.")
            refusal: HttpResponseBase = self.json_error_response("invalid_revision", message)
            return refusal
        with transaction.atomic():
            draft = made.get_latest_revision_as_object()
            for relation in get_all_child_relations(draft):  # the form knows them as new ones: it brings all of them
                setattr(draft, relation.get_accessor_name(), [])
            draft.save_revision(user=self.request.user, clean=False)
            answer: HttpResponseBase = EditView.as_view()(self.request, made.pk)
            return answer
