"""How many visits the links shared of each page brought, by network: a report in the admin."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, ClassVar

import django_filters
from django.db.models import Q, QuerySet, Sum
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy

from sharing.models import ShareTotal
from sharing.networks import MEDIUMS, SOURCES
from vietnamese import formats

SEE = "sharing.view_sharetotal"
MEDIUM_NAMES = {
    "share": gettext_lazy("Share bar, QR codes and short addresses"),
    "print": gettext_lazy("On paper"),
    "kit": gettext_lazy("Share kit"),
}


class Period(WagtailFilterSet):
    """Which days, and by which way the link went out."""

    day = django_filters.DateFromToRangeFilter(label=gettext_lazy("Days"), widget=DateRangePickerWidget)
    medium = django_filters.ChoiceFilter(
        label=gettext_lazy("How the link went out"), choices=[(name, MEDIUM_NAMES[name]) for name in MEDIUMS]
    )

    class Meta:
        model = ShareTotal
        fields: ClassVar = ["day", "medium"]


@dataclass(frozen=True)
class Row:
    """A page, or a part of one, with its visits by network (`visits`) and altogether."""

    pk: int
    title: str
    language: str
    url: str
    total: int
    visits: dict[str, int]


class Visits(Column):
    """A number of visits, in the editor's writing."""

    def get_value(self, instance: Row) -> str:
        visits = instance.total if self.name == "total" else instance.visits[self.name]
        return formats.number(visits, language=get_language() or "vi")


class ShareReport(ReportView):
    """Sorted by any column, for any days; as a spreadsheet too."""

    page_title = gettext_lazy("Visits by shared links")
    header_icon = "link-external"
    model = ShareTotal
    permission_policy = ModelPermissionPolicy(ShareTotal)
    any_permission_required: ClassVar = ["view"]
    filterset_class = Period
    index_url_name = "share_report"
    index_results_url_name = "share_report_results"
    default_ordering = "-total"
    export_filename = "luot-vao-tu-lien-ket"
    is_searchable = False

    @cached_property
    def no_results_message(self) -> str:
        if self.is_filtering:
            return _("No visit by a shared link in what you chose. Choose other days.")
        return _(
            "No visit by a shared link yet. They are counted from the moment when somebody follows a link of the share"
            " bar, a QR code or a short address."
        )

    @cached_property
    def networks(self) -> list[str]:
        """Those that brought anybody in what was chosen, in the order of the share bar."""
        found = set(self.filter_queryset(ShareTotal.objects.order_by()).values_list("network", flat=True).distinct())
        return [name for name in SOURCES if name in found]

    @cached_property
    def columns(self) -> list[Column]:
        return [
            TitleColumn("title", label=_("Page"), get_url=lambda row: row.url),
            Column("language", label=_("Language")),
            Visits("total", label=_("Total"), sort_key="total"),
            *(Visits(name, label=SOURCES[name], sort_key=name) for name in self.networks),
        ]

    @property
    def list_export(self) -> list[str]:
        return ["title", "language", "total", *(f"visits.{name}" for name in self.networks)]

    @property
    def export_headings(self) -> dict[str, Any]:
        known = {f"visits.{name}": SOURCES[name] for name in self.networks}
        return {"title": _("Page"), "language": _("Language"), "total": _("Total"), **known}

    def get_filtered_queryset(self) -> "QuerySet[Any, dict[str, Any]]":
        """A row for each page and part, with a sum for each network."""
        chosen = self.filter_queryset(ShareTotal.objects.order_by())
        sums = {name: Sum("visits", filter=Q(network=name), default=0) for name in self.networks}
        rows = chosen.values("page", "part").annotate(total=Sum("visits"), **sums)
        return self.order_queryset(rows).order_by(self.ordering, "page", "part")

    def get_table(self, object_list: Iterable[dict[str, Any]]) -> Any:
        return super().get_table(self._rows(object_list))

    def as_spreadsheet(self, queryset: Iterable[dict[str, Any]], spreadsheet_format: str) -> Any:
        """The whole list as a file."""
        return super().as_spreadsheet(self._rows(queryset), spreadsheet_format)

    def _rows(self, sums: Iterable[dict[str, Any]]) -> list[Row]:
        """The sums with what their pages are called today."""
        found = list(sums)
        pages = Page.objects.select_related("locale").in_bulk({row["page"] for row in found})
        return [self._row(row, pages.get(row["page"])) for row in found]

    def _row(self, sums: dict[str, Any], page: Page | None) -> Row:
        title = page.get_admin_display_title() if page is not None else _("(deleted page)")
        part = sums["part"]
        if part and page is not None and hasattr(page.specific, "name_of"):
            part = page.specific.name_of(part)
        return Row(
            pk=sums["page"],
            title=f"{title} › {part}" if part else title,
            language=str(page.locale) if page is not None else "",
            url=(page.url or "") if page is not None and page.live else "",
            total=sums["total"],
            visits={name: sums[name] for name in self.networks},
        )

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """With the mark by which Excel knows that the letters are UTF-8."""
        yield b"\xef\xbb\xbf"
        yield from super().stream_csv(queryset)
