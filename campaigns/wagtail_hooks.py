"""Campaigns, units, clusters and targets in the admin: data with history, under one menu."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.search.backends import get_search_backend
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from campaigns import steps
from campaigns.models import Campaign, CampaignPage, Cluster, FieldOfWork, Target, Unit
from vietnamese.formats import number


class NumberColumn(Column):
    """A whole number, its thousands set apart."""

    def get_value(self, instance: Model) -> str:
        return number(super().get_value(instance), language=get_language() or "vi")


def _column(kind: type[Column], model: type[Model], name: str) -> Column:
    """A column of `model`'s field under the field's own label, sorted by it."""
    field: Any = model._meta.get_field(name)
    return kind(name, label=capfirst(field.verbose_name), sort_key=name)


class ByUnitView(IndexView):
    """A list searched by units: names with and without diacritics, and codes. It keeps its order."""

    is_searchable = True
    unit_lookup = "pk"

    def search_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """What belongs to the units that are found."""
        if not self.is_searching:
            return queryset
        named = [unit.pk for unit in get_search_backend().autocomplete(self.search_query, Unit)]
        units = Unit.objects.filter(Q(pk__in=named) | Q(code__istartswith=self.search_query))
        return queryset.filter(**{f"{self.unit_lookup}__in": units.values("pk")})


class TargetListView(ByUnitView):
    """The list of targets."""

    unit_lookup = "unit"


class CampaignViewSet(SnippetViewSet):
    """Campaigns as things that are counted."""

    model = Campaign
    icon = "date"
    menu_label = _("Campaigns")
    list_display = (
        "name",
        "slug",
        "starts_on",
        "ends_on",
        _column(NumberColumn, Campaign, "target"),
        _column(BooleanColumn, Campaign, "featured"),
        UpdatedAtColumn(),
    )
    copy_view_enabled = False


class UnitViewSet(SnippetViewSet):
    """Units at every level."""

    model = Unit
    index_view_class = ByUnitView
    icon = "group"
    menu_label = _("Units")
    list_display = ("name", "code", "kind", "cluster", "valid_to", "successor", UpdatedAtColumn())
    list_filter = ("kind", "cluster")
    list_per_page = 100
    ordering = ("code",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Unit]:
        """With what the list shows of other tables."""
        return Unit.objects.select_related("cluster", "successor")


class ClusterViewSet(SnippetViewSet):
    """Emulation clusters."""

    model = Cluster
    icon = "folder-open-inverse"
    menu_label = _("Clusters")
    list_display = ("name", "code", UpdatedAtColumn())


class FieldOfWorkViewSet(SnippetViewSet):
    """Fields of work."""

    model = FieldOfWork
    icon = "tag"
    menu_label = _("Fields of work")
    list_display = ("name", "code", UpdatedAtColumn())


class TargetViewSet(SnippetViewSet):
    """Targets of units, assigned and self-set."""

    model = Target
    index_view_class = TargetListView
    icon = "order-up"
    menu_label = _("Targets")
    list_display = (
        "unit",
        "campaign",
        "kind",
        _column(NumberColumn, Target, "amount"),
        "source",
        _column(BooleanColumn, Target, "is_example"),
        UpdatedAtColumn(),
    )
    list_filter = ("campaign", "kind", "is_example", "unit__kind")
    list_per_page = 100

    def get_queryset(self, request: HttpRequest) -> QuerySet[Target]:
        """With what the list shows of other tables."""
        return Target.objects.select_related("campaign", "unit")


class CountingGroup(SnippetViewSetGroup):
    """Everything that counting needs."""

    items = (CampaignViewSet, UnitViewSet, ClusterViewSet, FieldOfWorkViewSet, TargetViewSet)
    menu_icon = "order"
    menu_label = _("Counting")
    menu_order = 250


register_snippet(CountingGroup)


@hooks.register("register_page_header_buttons")
def campaign_buttons(page: Page, user: Any, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """On a published campaign page: the code for other sites, and the wallboard."""
    if isinstance(page.specific_deferred, CampaignPage) and page.live and page.url:
        yield Button(_("Code for other sites"), page.url + CampaignPage.embed_code_path, icon_name="code", priority=70)
        yield Button(_("Wallboard"), page.url + CampaignPage.wallboard_path, icon_name="desktop", priority=71)


@hooks.register("register_log_actions")
def steps_in_the_history(actions: Any) -> None:
    """What became of held figures, and closings."""
    steps.register(actions)
