"""Campaigns, units, clusters and targets in the admin: data with history, under one menu."""

from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BooleanColumn, Column, UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from campaigns.models import Campaign, Cluster, Target, Unit
from vietnamese.formats import number


class NumberColumn(Column):
    """A whole number, its thousands set apart."""

    def get_value(self, instance: Model) -> str:
        return number(super().get_value(instance), language=get_language() or "vi")


def _column(kind: type[Column], model: type[Model], name: str) -> Column:
    """A column of `model`'s field under the field's own label, sorted by it."""
    field: Any = model._meta.get_field(name)
    return kind(name, label=capfirst(field.verbose_name), sort_key=name)


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
    icon = "group"
    menu_label = _("Units")
    list_display = ("name", "code", "kind", "cluster", "valid_to", "successor", UpdatedAtColumn())
    list_filter = ("kind", "cluster")
    list_per_page = 100
    ordering = ("code",)


class ClusterViewSet(SnippetViewSet):
    """Emulation clusters."""

    model = Cluster
    icon = "folder-open-inverse"
    menu_label = _("Clusters")
    list_display = ("name", "code", UpdatedAtColumn())


class TargetViewSet(SnippetViewSet):
    """Targets of units, assigned and self-set."""

    model = Target
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


class CountingGroup(SnippetViewSetGroup):
    """Everything that counting needs."""

    items = (CampaignViewSet, UnitViewSet, ClusterViewSet, TargetViewSet)
    menu_icon = "order"
    menu_label = _("Counting")
    menu_order = 250


register_snippet(CountingGroup)
