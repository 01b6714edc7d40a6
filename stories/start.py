"""Where somebody begins who wants to write: two buttons on the admin's first screen."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.ui.components import Component

from stories.models import InitiativeIndexPage, InitiativePage, StoryIndexPage, StoryPage


@dataclass(frozen=True)
class Beginning:
    """A button and where it leads."""

    label: str
    icon: str
    url: str


class StartPanel(Component):
    """“Viết câu chuyện”, “Viết sáng kiến”, for those who may."""

    name = "start"
    template_name = "stories/admin/start.html"
    order = 80

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The buttons that this editor can use."""
        user = parent_context["request"].user
        kinds: list[tuple[Any, Any, str, str]] = [
            (StoryIndexPage, StoryPage, _("Write a story"), "edit"),
            (InitiativeIndexPage, InitiativePage, _("Write an initiative"), "pick"),
        ]
        beginnings = []
        for index_type, page_type, label, icon in kinds:
            index = index_type.objects.filter(locale__language_code=settings.LANGUAGE_CODE).first()
            if index is not None and index.permissions_for_user(user).can_add_subpage():
                where = [page_type._meta.app_label, page_type._meta.model_name, index.pk]
                beginnings.append(Beginning(label, icon, reverse("wagtailadmin_pages:add", args=where)))
        return {"beginnings": beginnings}
