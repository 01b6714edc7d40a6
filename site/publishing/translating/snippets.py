"""The records that a translation's screen shows by their names: to who may see them.

wagtail-localize answers whoever may enter the admin, and a consent's name is that of a person.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from wagtail.permissions import policy_registry
from wagtail_localize.views.snippets_api import SnippetViewSet


class Snippets(SnippetViewSet):
    """Its view, which asks for a permission on the model: that to see it, or any to change it."""

    def get_queryset(self) -> Any:
        """The records; who may have none is refused."""
        policy = policy_registry.get_by_type(self.get_model())
        if not policy.user_has_any_permission(self.request.user, {"add", "change", "delete", "view"}):
            raise PermissionDenied
        return super().get_queryset()
