"""Tags in the admin: listed with their use, found, renamed, merged and deleted there, with their history."""

from typing import Any

from django import forms
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.log_actions import LogFormatter
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import SnippetViewSet

from stories.merging import merge, pages_with
from stories.models import InitiativeTag, StoryTag, Tag


def _uses(through: type[StoryTag] | type[InitiativeTag]) -> Coalesce:
    """How many pages have the tag through `through`."""
    counted = through.objects.filter(tag=OuterRef("pk")).order_by().values("tag").annotate(uses=Count("pk"))
    return Coalesce(Subquery(counted.values("uses")), 0)


class TagViewSet(SnippetViewSet):
    """The one list of words that stories and initiatives are tagged with."""

    model = Tag
    icon = "tag"
    menu_label = _("Tags")
    menu_order = 260
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = (
        "name",
        Column("story_uses", label=_("Stories"), sort_key="story_uses"),
        Column("initiative_uses", label=_("Initiatives"), sort_key="initiative_uses"),
        Column("slug", label=_("In the address"), sort_key="slug"),
    )
    list_per_page = 50
    ordering = ("name",)
    panels = [
        FieldPanel(
            "name",
            help_text=_(
                "The address follows the name; older addresses still lead here. "
                "To make one of two tags, tick both in the list and choose “Merge”."
            ),
        )
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        return Tag.objects.annotate(story_uses=_uses(StoryTag), initiative_uses=_uses(InitiativeTag))


class MergeForm(forms.Form):
    """Which of the chosen tags stays."""

    into = forms.ModelChoiceField(
        queryset=Tag.objects.none(), label=_("Tag that stays"), widget=forms.RadioSelect, empty_label=None
    )

    def __init__(self, *args: Any, tags: list[Tag], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["into"]
        field.queryset = Tag.objects.filter(pk__in=[tag.pk for tag in tags]).order_by("name")


class MergeTags(SnippetBulkAction):
    """Make one tag of those ticked in the list, after showing which pages change."""

    models = [Tag]
    display_name = _("Merge")
    aria_label = _("Merge the ticked tags into one")
    action_type = "merge"
    action_priority = 20
    template_name = "stories/admin/merge_tags.html"
    form_class = MergeForm

    def check_perm(self, snippet: Tag) -> bool:
        """Merging renames on pages and deletes: who may do both may merge."""
        user = self.request.user
        return all(self.permission_policy.user_has_permission(user, action) for action in ("change", "delete"))

    def get_form_kwargs(self) -> dict[str, Any]:
        tags, _without_access = self.get_actionable_objects()
        return {**super().get_form_kwargs(), "tags": tags}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        tags = [item["item"] for item in context["items"]]
        return {**context, "tags": tags, "pages": pages_with(tags)}

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[Tag], **kwargs: Any) -> tuple[int, int]:
        into: Tag = kwargs["self"].cleaned_form.cleaned_data["into"]
        return len(objects), merge(objects, into, kwargs["user"])

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return ngettext(
            "%(tags)d tags are one now; %(pages)d page was changed.",
            "%(tags)d tags are one now; %(pages)d pages were changed.",
            num_child_objects,
        ) % {"tags": num_parent_objects, "pages": num_child_objects}


class MergeLog(LogFormatter):
    """What the history says of a merge."""

    label = _("Merge tags")
    message = _("Merged other tags into this one")

    def format_message(self, log_entry: Any) -> str:
        data = log_entry.data
        return gettext("Merged %(tags)s into this tag; pages: %(pages)s") % {
            "tags": ", ".join(f"“{name}”" for name in data.get("merged", [])),
            "pages": ", ".join(f"“{title}”" for _pk, title in data.get("pages", [])) or "–",
        }
