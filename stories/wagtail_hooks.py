"""Tags in the admin: renamed and deleted there, with their history."""

from django.utils.translation import gettext_lazy as _
from taggit.models import Tag
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet


class TagViewSet(SnippetViewSet):
    """The one list of words that stories and initiatives are tagged with."""

    model = Tag
    icon = "tag"
    menu_label = _("Tags")
    menu_order = 260
    add_to_admin_menu = True
    list_display = ("name", "slug", UpdatedAtColumn())
    search_fields = ("name",)
    ordering = ("name",)
    panels = [FieldPanel("name"), FieldPanel("slug")]


register_snippet(TagViewSet)
