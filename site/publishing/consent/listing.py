"""Consents in the admin: a list with what needs care, a chooser that records a new one on the spot."""

from datetime import timedelta
from functools import wraps
from typing import Any, Final

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.forms.models import modelform_factory
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.permissions import policy_registry
from wagtail.snippets.views.chooser import SnippetChooserViewSet, SnippetCreateView
from wagtail.snippets.views.snippets import SnippetViewSet

from publishing.consent.forms import ConsentForm, form_of_a_record
from publishing.consent.uses import Use
from publishing.models.consent import Consent

SOON: Final = timedelta(days=30)
NEEDS: Final = {
    "soon": _("expires within 30 days"),
    "expired": _("expired"),
    "paper": _("has no evidence"),
    "withdrawn": _("withdrawn, wholly or in part"),
}


def needing(what: str) -> "QuerySet[Consent]":
    """The records that need care, by a key of NEEDS."""
    today = timezone.localdate()
    condition = {
        "soon": Q(expires_on__gt=today, expires_on__lte=today + SOON),
        "expired": Q(expires_on__lte=today),
        "paper": Q(evidence="", evidence_note=""),
        "withdrawn": ~Q(withdrawn=[]),
    }[what]
    return Consent.objects.filter(condition)


class ConsentFilters(WagtailFilterSet):
    """By what needs care, and by purpose."""

    needs = django_filters.ChoiceFilter(label=_("Needs care"), choices=list(NEEDS.items()), method="by_need")
    use = django_filters.ChoiceFilter(label=_("Agreed to"), choices=Use.choices, method="by_use")

    class Meta:
        model = Consent
        fields: list[str] = []

    def by_need(self, records: "QuerySet[Consent]", name: str, value: str) -> "QuerySet[Consent]":
        """Those of `needing`."""
        return records.filter(pk__in=needing(value).values("pk"))

    def by_use(self, records: "QuerySet[Consent]", name: str, value: str) -> "QuerySet[Consent]":
        """Those who agreed to the use, withdrawn or not."""
        return records.filter(**{f"for_{value}": True})


class UsesColumn(Column):
    """What the record allows, in words."""

    def get_value(self, instance: Consent) -> str:
        if len(instance.given) == len(Use):
            return gettext("everything")
        return ", ".join(str(use.label) for use in instance.given) or "—"


class StateColumn(Column):
    """What to know before using the record, in words; empty where nothing ends and nothing is missing."""

    def get_value(self, instance: Consent) -> str:
        today = timezone.localdate()
        ends = instance.expires_on
        states = {
            "withdrawn": bool(instance.withdrawn),
            "expired": instance.is_expired(today),
            "soon": ends is not None and today < ends <= today + SOON,
            "paper": not (instance.evidence or instance.evidence_note),
        }
        return ", ".join(str(NEEDS[name]) for name, holds in states.items() if holds)


class CreateInChooser(SnippetCreateView):
    """Remembers who recorded it."""

    def get_creation_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_creation_form_kwargs(), "for_user": self.request.user}


class ConsentChooser(SnippetChooserViewSet):
    """Choose a record or write a new one without leaving the page."""

    creation_form_class = modelform_factory(Consent, form=ConsentForm)
    create_view_class = CreateInChooser
    creation_tab_label = _("New record")
    create_action_label = _("Save and choose")

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        """Each of its views, for those who may see the records: Wagtail's answer whoever may enter the admin."""
        view = super().construct_view(view_class, **kwargs)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **parts: Any) -> HttpResponseBase:
            may = policy_registry.get_by_type(Consent).user_has_any_permission
            if not may(request.user, {"add", "change", "delete", "view"}):
                raise PermissionDenied
            answer: HttpResponseBase = view(request, *args, **parts)
            return answer

        return guarded


class ConsentViewSet(SnippetViewSet):
    """All records."""

    model = Consent
    icon = "clipboard-list"
    menu_label = _("Consents")
    menu_order = 255
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields_exclude = ["contact", "evidence", "evidence_note", "id", "recorded_by"]
    chooser_viewset_class = ConsentChooser
    list_display = (
        "name",
        Column("workplace", label=_("Unit, workplace"), sort_key="workplace"),
        UsesColumn("given", label=_("Agreed to")),
        Column("expires_on", label=_("Expires on"), sort_key="expires_on"),
        StateColumn("state", label=_("Needs care")),
    )
    list_per_page = 50
    filterset_class = ConsentFilters
    ordering = ("name",)

    def get_edit_handler(self) -> Any:
        return form_of_a_record().bind_to_model(self.model)

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Consent]":
        """All of them: there is no draft of a record."""
        return Consent.objects.all()
