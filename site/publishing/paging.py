"""Pages of a list: a number out of range is a clean 404, anything that is no number is the first page."""

from typing import Any

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest

from sharing.head import PAGE_PARAMETER

PER_PAGE = 12


def page_of(items: Any, request: HttpRequest, per_page: int = PER_PAGE) -> Page[Any]:
    """The page of `items` (a queryset or search results) that `?p=` asks for."""
    paginator: Paginator[Any] = Paginator(items, per_page)
    text = request.GET.get(PAGE_PARAMETER, "1")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 1
    try:
        return paginator.page(max(1, number))
    except EmptyPage as error:
        raise Http404(f"page {number} of {paginator.num_pages}") from error
