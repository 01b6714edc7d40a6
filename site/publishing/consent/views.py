"""What editors do with a record beside writing it: fetch its paper, withdraw, undo, mend a picture."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from publishing.consent.carrying_out import begin
from publishing.consent.history import PAPER_FETCHED, UNDONE, WITHDRAWN
from publishing.consent.permissions import WITHDRAW, may_see_papers
from publishing.consent.reach import Reach
from publishing.consent.uses import People, Use
from publishing.file_contents import extension
from publishing.models import Consent, EditorialImage, Withdrawal

PICTURE_USES = (Use.PAGE, Use.CARD, Use.POSTER, Use.KIT)
"""Who withdraws the photo from the pages withdraws it from what is made of them."""


def paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The evidence, to be stored and not opened on this host; who fetched it stands in the record's history."""
    record = get_object_or_404(Consent, pk=pk)
    if not may_see_papers(request.user, record) or not record.evidence:
        raise PermissionDenied
    log(record, PAPER_FETCHED)
    name = f"phieu-dong-y-{record.pk}.{extension(record.evidence.name or '')}"
    return FileResponse(record.evidence.open("rb"), as_attachment=True, filename=name)


class WithdrawalForm(forms.Form):
    """What the person withdraws, and what becomes of the files."""

    uses = forms.MultipleChoiceField(label=gettext_lazy("What is withdrawn"), widget=forms.CheckboxSelectMultiple)
    received_on = forms.DateField(label=gettext_lazy("Withdrawn on"), widget=AdminDateInput, initial=timezone.localdate)
    reason = forms.CharField(label=gettext_lazy("Reason (if the person gave one)"), max_length=300, required=False)
    delete_pictures = forms.BooleanField(
        label=gettext_lazy("Delete the pictures at once, for good"),
        required=False,
        help_text=gettext_lazy(
            "Otherwise they lie where nobody can reach them for 30 days, so that a mistake can be undone, and are "
            "deleted then."
        ),
    )

    def __init__(self, *args: Any, record: Consent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["uses"]
        field.choices = [(use.value, use.label) for use in record.given]
        field.initial = [use.value for use in record.given]

    def clean_uses(self) -> list[str]:
        """The photo on the pages takes with it what is made of it."""
        chosen = set(self.cleaned_data["uses"])
        offered = {value for value, _label in self.fields["uses"].choices}  # type: ignore[attr-defined]
        if Use.PAGE.value in chosen:
            chosen |= offered & {use.value for use in PICTURE_USES}
        return sorted(chosen)


class WithdrawView(WagtailAdminTemplateMixin, TemplateView):
    """Shows everything that will vanish, and asks once."""

    template_name = "consent/withdraw.html"
    page_title = gettext_lazy("Withdraw a consent")
    header_icon = "warning"
    record: Consent

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        if not request.user.has_perm(WITHDRAW):
            raise PermissionDenied
        self.record = get_object_or_404(Consent, pk=kwargs["pk"])

    def get_page_subtitle(self) -> str:
        return str(self.record)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
        record = {"url": _screen_of(self.record), "label": str(self.record)}
        return [home, record, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", WithdrawalForm(record=self.record))
        return super().get_context_data(record=self.record, reach=Reach(self.record), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write the withdrawal down; the rest follows in the background."""
        form = WithdrawalForm(request.POST, record=self.record)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        uses = [Use(value) for value in form.cleaned_data.pop("uses")]
        self.record.withdrawn = sorted({*self.record.withdrawn, *uses})
        self.record.save(update_fields=["withdrawn"])
        made = begin(self.record, Withdrawal.Cause.WITHDRAWN, uses, recorded_by=request.user, **form.cleaned_data)
        log(self.record, WITHDRAWN, data={"uses": [use.value for use in uses], "reason": made.reason})
        messages.success(request, _("The withdrawal is recorded. Everything listed is removed now."))
        return redirect(_screen_of(self.record))


@require_POST
def undo(request: HttpRequest, pk: int, withdrawal: int) -> HttpResponse:
    """Take back a withdrawal that was recorded by mistake."""
    if not request.user.has_perm(WITHDRAW):
        raise PermissionDenied
    made = get_object_or_404(
        Withdrawal.objects.select_related("consent"), pk=withdrawal, consent=pk, cause=Withdrawal.Cause.WITHDRAWN
    )
    record = made.consent
    if not made.may_be_undone:
        messages.error(request, _("This withdrawal was undone already."))
        return redirect(_screen_of(record))
    record.withdrawn = sorted(set(record.withdrawn) - set(made.uses))
    record.save(update_fields=["withdrawn"])
    begin(record, Withdrawal.Cause.UNDONE, [Use(value) for value in made.uses], recorded_by=request.user)
    log(record, UNDONE, data={"uses": made.uses, "reason": ""})
    messages.success(request, _("The withdrawal is undone. Pictures that were not deleted come back."))
    return redirect(_screen_of(record))


@require_POST
def shows_nobody(request: HttpRequest, pk: int) -> HttpResponse:
    """State of a picture, with one click from the page that uses it, that nobody in it can be recognised."""
    picture = get_object_or_404(EditorialImage, pk=pk)
    policy = policy_registry.get_by_type(EditorialImage)
    if not policy.user_has_permission_for_instance(request.user, "change", picture):
        raise PermissionDenied
    if picture.people == People.UNSTATED:
        picture.people = People.NO
        picture.save(update_fields=["people"])
        log(picture, "wagtail.edit")
        messages.success(request, _("“%(title)s”: stated that it shows nobody.") % {"title": picture.title})
    back = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()})
    return redirect(back if inside else reverse("wagtailimages:edit", args=[pk]))


def _screen_of(record: Consent) -> str:
    return reverse("wagtailsnippets_publishing_consent:edit", args=[record.pk])
