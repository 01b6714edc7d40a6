"""What stands below the list of initiatives: one field, one unit, and the whole country without a map."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.http import Http404, HttpRequest
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from campaigns.counters import featured_figures
from campaigns.models import Cluster, Unit
from publishing.cards import ready_for_cards
from publishing.navigation import language_links
from publishing.paging import page_of
from sharing.head import part_of_list
from stories.querysets import InitiativeQuerySet
from vietnamese.collation import sort_key
from vietnamese.formats import number

if TYPE_CHECKING:
    from stories.models import InitiativeIndexPage

NATIONWIDE = "ca-nuoc/"
"""Where the overview stands below the list, in every language."""


def field_path(field: str) -> str:
    """Where the initiatives of a field stand below the list."""
    return f"linh-vuc/{field}/"


@dataclass(frozen=True)
class Part:
    """A part of the list that has an address of its own; `language` is that of `called` if not the page's."""

    path: str
    title: str
    called: str
    language: str = ""


@dataclass(frozen=True)
class Here:
    """A unit in the overview, and how many of its initiatives are told of."""

    unit: Unit
    path: str
    count: int


@dataclass(frozen=True)
class Group:
    """A cluster with its units: those with initiatives, the most first, and the others."""

    cluster: Cluster | None
    told: list[Here]
    others: list[Unit]

    @property
    def count(self) -> int:
        """How many initiatives of the cluster are told of."""
        return sum(here.count for here in self.told)


@dataclass(frozen=True)
class Region:
    """A part of the country with its clusters."""

    label: str
    groups: list[Group]

    @property
    def count(self) -> int:
        """How many initiatives of the region are told of."""
        return sum(group.count for group in self.groups)


def of_field(index: "InitiativeIndexPage", request: HttpRequest, field: str, label: str) -> dict[str, Any]:
    """The context of one field's page."""
    title = _("Initiatives: %(field)s") % {"field": label}
    return _listed(
        index, request, index.initiatives().disclosed().filter(field=field), Part(field_path(field), title, label)
    )


def of_unit(index: "InitiativeIndexPage", request: HttpRequest, unit: Unit) -> dict[str, Any]:
    """The context of one unit's page, with the way to its figures and to the unit that took it over."""
    part = Part(unit.path, _("Initiatives of %(unit)s") % {"unit": unit.name}, unit.name, "vi")
    context = _listed(index, request, index.initiatives().disclosed().filter(unit=unit), part)
    figures = context["figures"]
    successor = unit.successor
    return {
        **context,
        "unit": unit,
        "unit_url": figures.page.unit_url(unit) if figures is not None and figures.page is not None else "",
        "successor": successor,
        "successor_url": f"{index.url}{successor.path}" if successor is not None and successor.path else "",
    }


def of_the_country(index: "InitiativeIndexPage", request: HttpRequest) -> dict[str, Any]:
    """The context of the overview: regions with their clusters, clusters with their units."""
    title = _("Initiatives across the country")
    uses = index.initiatives().disclosed().order_by().values_list("unit").annotate(count=Count("pk"))
    regions = list(regions_of(Unit.objects.first_level().select_related("cluster"), dict(uses)))
    description = _("Featured initiatives of every unit, by region and emulation cluster.")
    return {
        "regions": regions,
        "title": title,
        "description": description,
        "figures": featured_figures(),
        "head": index.head_of_part(request, NATIONWIDE, title, description),
        "languages": language_links(index, request, NATIONWIDE),
    }


def regions_of(units: Iterable[Unit], counts: dict[int, int]) -> Iterable[Region]:
    """The regions that have units, in their order; units without a cluster or region come last."""
    by_cluster: dict[int | None, list[Unit]] = {}
    clusters: dict[int | None, Cluster | None] = {}
    for unit in sorted(units, key=lambda unit: sort_key(unit.short_name)):
        by_cluster.setdefault(unit.cluster_id, []).append(unit)
        clusters[unit.cluster_id] = unit.cluster
    named = sorted(clusters.items(), key=lambda item: sort_key(item[1].name if item[1] is not None else ""))
    for key, label in [*Cluster.Region.choices, ("", _("Others"))]:
        groups = [
            _group(cluster, by_cluster[pk], counts)
            for pk, cluster in named
            if (cluster.region if cluster is not None else "") == key
        ]
        if groups:
            yield Region(str(label), groups)


def _group(cluster: Cluster | None, units: list[Unit], counts: dict[int, int]) -> Group:
    told = [Here(unit, unit.path, counts[unit.pk]) for unit in units if counts.get(unit.pk)]
    told.sort(key=lambda here: -here.count)
    return Group(cluster, told, [unit for unit in units if not counts.get(unit.pk)])


def _listed(
    index: "InitiativeIndexPage", request: HttpRequest, initiatives: InitiativeQuerySet, part: Part
) -> dict[str, Any]:
    """A page of `initiatives`, the newest first. An empty one is not for search engines."""
    shown = page_of(initiatives.newest_first().with_card_joins(), request)
    total = shown.paginator.count
    description = ngettext(
        "%(count)s way of working, told by those who thought of it.",
        "%(count)s ways of working, told by those who thought of them.",
        total,
    ) % {"count": number(total, language=get_language() or "vi")}
    head = part_of_list(index.head_of_part(request, part.path, part.title, description), shown.number)
    return {
        "part": part,
        "pages": shown,
        "initiatives": [page.disclosure for page in ready_for_cards(shown.object_list)],
        "description": description if total else "",
        "figures": featured_figures(),
        "head": head if total else replace(head, indexable=False),
        "languages": language_links(index, request, part.path),
    }


def known_unit(code: str) -> Unit:
    """The ranked unit with this code in an address, in whatever letters; a 404 for none."""
    units = Unit.objects.select_related("cluster", "successor")
    unit = units.at(code).first() or units.spelled_like(code).first()
    if unit is None:
        raise Http404(f"no unit {code[:40]!r}")
    return unit
