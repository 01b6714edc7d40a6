"""What editors tell the search, and what it tells them."""

from typing import Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.db.models import Max, QuerySet, Sum
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.views.reports import ReportView
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from search.models import Promotion, Synonyms, Unanswered

SEE = "search.view_unanswered"
TWICE = 2
"""A question that was asked once may be anybody's secret; one that comes again is everybody's."""


class PromotionViewSet(SnippetViewSet):
    """Pages above the results of certain searches."""

    model = Promotion
    icon = "pick"
    menu_label = _("Promoted results")
    list_display = ("page", "questions", "rank", UpdatedAtColumn())
    copy_view_enabled = False


class SynonymsViewSet(SnippetViewSet):
    """Words that mean the same."""

    model = Synonyms
    icon = "openquote"
    menu_label = _("Synonyms")
    list_display = ("terms", UpdatedAtColumn())
    list_per_page = 100
    copy_view_enabled = False


class SearchGroup(SnippetViewSetGroup):
    """What editors tell the search."""

    items = (PromotionViewSet, SynonymsViewSet)
    menu_icon = "search"
    menu_label = _("Search")
    menu_order = 270


class UnansweredView(ReportView):
    """What readers looked for and did not find in the last 90 days, the most frequent first."""

    index_url_name = "search_unanswered"
    index_results_url_name = "search_unanswered_results"
    page_title = _("Searches that found nothing")
    header_icon = "search"
    is_searchable = False
    columns: ClassVar = [
        Column("question", label=_("Search")),
        Column("language", label=_("Language")),
        Column("total", label=_("Times")),
        Column("last", label=_("Last on")),
    ]
    list_export: ClassVar = ["question", "language", "total", "last"]
    export_headings: ClassVar = {
        "question": _("Search"),
        "language": _("Language"),
        "total": _("Times"),
        "last": _("Last on"),
    }

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        if not request.user.has_perm(SEE):
            raise PermissionDenied
        super().setup(request, *args, **kwargs)

    def get_queryset(self) -> QuerySet[Any, Any]:
        totals = Unanswered.objects.values("question", "language").annotate(total=Sum("times"), last=Max("day"))
        return totals.filter(total__gte=TWICE).order_by("-total", "question")


class UnansweredItem(MenuItem):
    """Among the reports, for those who may see it."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(SEE))
