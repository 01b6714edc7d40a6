"""Campaigns, units, clusters and targets in the admin: data with history, under one menu."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from campaigns.models import Campaign, Cluster, Target, Unit


class CampaignViewSet(SnippetViewSet):
    """Campaigns as things that are counted."""

    model = Campaign
    icon = "date"
    menu_label = _("Campaigns")
    list_display = ("name", "slug", "starts_on", "ends_on", "target", "featured", UpdatedAtColumn())
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
    list_display = ("unit", "campaign", "kind", "amount", "source", "is_example", UpdatedAtColumn())
    list_filter = ("campaign", "kind", "is_example", "unit__kind")
    list_per_page = 100


class CountingGroup(SnippetViewSetGroup):
    """Everything that counting needs."""

    items = (CampaignViewSet, UnitViewSet, ClusterViewSet, TargetViewSet)
    menu_icon = "order"
    menu_label = _("Counting")
    menu_order = 250


register_snippet(CountingGroup)
