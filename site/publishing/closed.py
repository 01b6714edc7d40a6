"""Pages and documents of certain groups: who is logged in and in none of them is told so.

Wagtail sends everybody to the log-in, which sends those who are logged in back: a redirect without end.
"""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from wagtail.documents.models import AbstractDocument
from wagtail.models import BaseViewRestriction, Page


def refuse_page(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Before a page is served. Raises PermissionDenied."""
    _refuse(request, page.get_view_restrictions())


def refuse_document(document: AbstractDocument, request: HttpRequest) -> None:
    """Before a document is. Raises PermissionDenied."""
    _refuse(request, document.collection.get_view_restrictions())


def _refuse(request: HttpRequest, restrictions: Iterable[BaseViewRestriction]) -> None:
    groups = [one for one in restrictions if one.restriction_type == BaseViewRestriction.GROUPS]
    # Who reads is asked for only where that matters: else every answer would vary by cookie.
    if groups and request.user.is_authenticated and not all(one.accept_request(request) for one in groups):
        raise PermissionDenied
