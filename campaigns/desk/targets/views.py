"""Importing targets in the admin: send a table, look at every change, take all of them or none."""

from dataclasses import asdict
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from campaigns.desk.forms import VietnameseText
from campaigns.desk.held import HOME
from campaigns.desk.permissions import IMPORT, NeedsPermissionMixin
from campaigns.desk.targets import template
from campaigns.desk.targets.plan import Plan, PlanChanged, carry_out, make_plan
from campaigns.desk.targets.sheets import MOST_BYTES, Row, Unreadable, read
from campaigns.models import Campaign

SALT = "campaigns.desk.targets"
KEPT = 60 * 60  # seconds for which a preview can be agreed to
TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}


class TableForm(forms.Form):
    """The table, and where its numbers come from."""

    file = forms.FileField(
        label=gettext_lazy("Table (XLSX or CSV)"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"})
    )
    source = VietnameseText(
        label=gettext_lazy("source"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Document with its date, for rows that have no source of their own."),
        widget=forms.TextInput(attrs={"size": 60}),
    )

    def clean_file(self) -> Any:
        """Refused before it is read, where it is too large."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The file is larger than 2 MB. A table of targets needs far less: send the table alone.")
            )
        return file


class ImportView(NeedsPermissionMixin, WagtailAdminTemplateMixin, TemplateView):
    """First the form, then the preview; the preview carries the table, signed, until it is agreed to."""

    permissions = IMPORT
    template_name = "desk/targets.html"
    header_icon = "upload"
    campaign: Campaign

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.campaign = get_object_or_404(Campaign, pk=kwargs["pk"])

    def get_page_title(self) -> str:
        return _("Import targets: %(campaign)s") % {"campaign": self.campaign.name}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [HOME, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kwargs.setdefault("form", TableForm())
        return super().get_context_data(campaign=self.campaign, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A table, or the word on one that was shown."""
        return self._take(request) if "table" in request.POST else self._look(request)

    def _look(self, request: HttpRequest) -> HttpResponse:
        form = TableForm(request.POST, request.FILES)
        if form.is_valid():
            file, source = form.cleaned_data["file"], form.cleaned_data["source"]
            try:
                rows = read(file.name, file.read())
            except Unreadable as error:
                form.add_error("file", str(error))
            else:
                return self._preview(rows, source, file.name)
        messages.error(request, _("Nothing was changed; see below."))
        return self.render_to_response(self.get_context_data(form=form))

    def _preview(self, rows: list[Row], source: str, name: str) -> HttpResponse:
        plan = make_plan(self.campaign, rows, source)
        return self.render_to_response(
            self.get_context_data(plan=plan, file=name, table=self._signed(plan, rows, source, name))
        )

    def _take(self, request: HttpRequest) -> HttpResponse:
        try:
            said = signing.loads(request.POST["table"], salt=self._salt(), max_age=KEPT)
        except signing.BadSignature:
            messages.error(request, _("The preview has expired. Send the table again."))
            return redirect("desk_targets", self.campaign.pk)
        rows, source, name = [Row(**row) for row in said["rows"]], said["source"], said["name"]
        if said["large"] and not request.POST.get("sure"):
            messages.error(request, _("Some targets change by more than half: look at them and tick the box."))
            return self._preview(rows, source, name)
        try:
            plan = carry_out(self.campaign, rows, source, said["says"], name, request.user)
        except PlanChanged:
            messages.warning(request, _("Targets or units have changed meanwhile. Nothing was written: look again."))
            return self._preview(rows, source, name)
        counts = {"new": len(plan.new), "changed": len(plan.changed)}
        messages.success(request, _("Targets imported: %(new)s new, %(changed)s changed.") % counts)
        return redirect("desk_targets", self.campaign.pk)

    def _signed(self, plan: Plan, rows: list[Row], source: str, name: str) -> str:
        said = {"rows": [asdict(row) for row in rows], "source": source, "name": name}
        return signing.dumps(said | {"says": plan.says, "large": plan.has_large}, salt=self._salt(), compress=True)

    def _salt(self) -> str:
        """For this campaign and this editor alone."""
        return f"{SALT}.{self.campaign.pk}.{self.request.user.pk}"


class TemplateFileView(NeedsPermissionMixin, View):
    """The table to fill in."""

    permissions = IMPORT

    def get(self, request: HttpRequest, pk: int, kind: str) -> HttpResponse:
        """As `mau.xlsx` or `mau.csv`."""
        campaign = get_object_or_404(Campaign, pk=pk)
        if kind not in TYPES:
            raise Http404
        content = template.as_csv(campaign) if kind == "csv" else template.as_xlsx(campaign)
        name = f"chi-tieu-{campaign.slug}.{kind}"
        return HttpResponse(
            content, content_type=TYPES[kind], headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )
