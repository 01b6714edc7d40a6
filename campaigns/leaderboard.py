"""All units of a campaign in a table: filtered by kind, sorted, with links that work without JavaScript."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaigns.counters import Figures
from campaigns.models.units import Unit
from campaigns.values import Standing
from vietnamese import formats
from vietnamese.collation import sort_key

TOLERANCE = 2
"""A unit within so many points of the even plan of its target is on time; both as a reader sees them."""

SORTS = {
    "so-luong": _("Initiatives"),
    # xgettext:no-python-format
    "phan-tram": _("% of target"),
    "chi-tieu": pgettext_lazy("counter", "Target"),
    "ten": _("Name"),
}
KINDS = {"": _("All"), **{kind.value: kind.label for kind in Unit.FIRST_LEVEL}}


@dataclass(frozen=True)
class Row:
    """A unit with its standing and where its target comes from."""

    unit: Unit
    standing: Standing
    target_source: str = ""
    target_is_example: bool = False
    plan: float | None = None
    target_kind: str = ""

    @property
    def pace(self) -> str:
        """`ahead`, `even` or `behind` the even plan of its target; empty where that cannot be said."""
        share, plan = formats.points(self.standing.percent), formats.points(self.plan)
        if share is None or plan is None:
            return ""
        if share >= 100:
            return "ahead"
        return "even" if abs(share - plan) <= TOLERANCE else "ahead" if share > plan else "behind"


@dataclass(frozen=True)
class Choice:
    """One way to filter or sort, as a link's query value."""

    value: str
    label: str
    current: bool


@dataclass(frozen=True)
class TargetSource:
    """Where the targets of `count` units come from."""

    text: str
    is_example: bool
    count: int


@dataclass(frozen=True)
class Strangers:
    """Units of a snapshot that the site's list of units does not know, and what they hold together."""

    units: int
    count: int


@dataclass(frozen=True)
class Leaderboard:
    """The rows to show and the choices that led to them. `total` counts all units before filtering.

    What no row can show is told beside them: initiatives `unplaced` in the tracking database, and `strangers`, which
    belong to units that were counted there and that the site's own list does not know.
    """

    rows: list[Row]
    total: int
    sort: str
    kind: str
    sorts: list[Choice]
    kinds: list[Choice]
    unplaced: int
    strangers: Strangers
    plan: float | None = None

    @property
    def has_moves(self) -> bool:
        """Whether it is known of any shown unit how it has moved."""
        return any(row.standing.move_day is not None or row.standing.move_week is not None for row in self.rows)

    @property
    def kind_label(self) -> str:
        """The chosen kind of unit, in words."""
        return next(choice.label for choice in self.kinds if choice.current)

    @property
    def sort_label(self) -> str:
        """The chosen order, in words."""
        return next(choice.label for choice in self.sorts if choice.current)

    @property
    def sources(self) -> list[TargetSource]:
        """Where the targets of the shown rows come from; made-up ones last."""
        found = Counter((row.target_is_example, row.target_source) for row in self.rows if row.target_source)
        return [TargetSource(text, is_example, count) for (is_example, text), count in sorted(found.items())]

    @classmethod
    def from_request(cls, figures: Figures, request: HttpRequest) -> Self:
        """Read `?loai=` and `?xep=`; what they do not know falls back to all units by count. Two queries."""
        return cls.build(figures, kind=request.GET.get("loai", ""), sort=request.GET.get("xep", ""))

    @classmethod
    def build(cls, figures: Figures, *, kind: str = "", sort: str = "", limit: int | None = None) -> Self:
        """The leaderboard of `figures` for a kind of unit and an order."""
        kind = kind if kind in KINDS else ""
        sort = sort if sort in SORTS else "so-luong"
        rows = rows_of(figures)
        known = {row.unit.code for row in rows}
        strangers = [standing.count for standing in figures.standings if standing.code not in known]
        shown = sorted((row for row in rows if not kind or row.unit.kind == kind), key=_order(sort))
        return cls(
            rows=shown[:limit],
            total=len(rows),
            sort=sort,
            kind=kind,
            sorts=[Choice(value, str(label), value == sort) for value, label in SORTS.items()],
            kinds=[Choice(value, str(label), value == kind) for value, label in KINDS.items()],
            unplaced=figures.snapshot.unplaced if figures.snapshot else 0,
            strangers=Strangers(len(strangers), sum(strangers)),
            plan=figures.units_share,
        )

    @classmethod
    def around(cls, figures: Figures, unit: Unit, reach: int = 2) -> list[Row]:
        """The rows just before and after `unit` by rank, itself included; empty where it has no standing."""
        rows = sorted(rows_of(figures), key=_order("so-luong"))
        place = next((index for index, row in enumerate(rows) if row.unit.pk == unit.pk), None)
        if place is None:
            return []
        first = max(0, min(place - reach, len(rows) - 2 * reach - 1))
        return rows[first : first + 2 * reach + 1]


def rows_of(figures: Figures) -> list[Row]:
    """Every unit of the snapshot that the site's unit list knows, with its target's source."""
    standings: Mapping[str, Standing] = {standing.code: standing for standing in figures.standings}
    units = Unit.objects.filter(code__in=standings).select_related("cluster")
    rows = []
    for unit in units:
        standing = standings[unit.code]
        target = figures.target_of(standing)
        rows.append(
            Row(
                unit,
                standing,
                target.source if target else "",
                standing.target_is_example,
                figures.units_share,
                standing.target_kind,
            )
        )
    return rows


def _order(sort: str) -> Callable[[Row], Any]:
    """The sort key of an order; those without a percentage or a target come last."""
    if sort == "phan-tram":
        return lambda row: (
            row.standing.percent is None,
            -(row.standing.percent or 0),
            row.standing.rank,
            row.unit.code,
        )
    if sort == "chi-tieu":
        return lambda row: (row.standing.target is None, -(row.standing.target or 0), row.unit.code)
    if sort == "ten":
        return lambda row: sort_key(row.unit.short_name)
    return lambda row: (row.standing.rank, row.unit.code)
