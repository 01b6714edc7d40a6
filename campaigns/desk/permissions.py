"""Who may do what at the desk."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

SEE, DECIDE, CLOSE = "campaigns.view_campaign", "campaigns.decide_hold", "campaigns.close_campaign"
IMPORT = ("campaigns.add_target", "campaigns.change_target")


class NeedsPermissionMixin:
    """A view of the admin for those who have all `permissions`; the admin sends others to its first screen."""

    permissions: tuple[str, ...]
    dispatch: Callable[..., Any]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if not request.user.has_perms(self.permissions):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)  # type: ignore[misc]  # View follows in the MRO
