"""What results are counted and narrowed by, as addresses name it and as readers read it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.models import Locale

from campaigns.models import Campaign, CampaignPage, Cluster, Unit
from publishing.finding import LABELS
from search.models import Combination
from sharing.visibility import published
from stories.models.initiatives import InitiativeField
from vietnamese.text import nfc

PARAMETERS = {
    "loai": _("Kind of page"),
    "linh-vuc": _("Field of the initiative"),
    "don-vi": _("Unit"),
    "cum": _("Cluster"),
    "chien-dich": _("Campaign"),
    "the": _("Tag"),
    "nam": _("Year"),
}
"""The parameters of addresses, with what readers call them; the same in every language."""
CLUSTER = "unit__cluster"
COLUMNS = (
    *("pk", "kind", "field", "campaign", "year"),
    *("unit", "unit__code", "unit__short_name"),
    *(CLUSTER, f"{CLUSTER}__code", f"{CLUSTER}__name", f"{CLUSTER}__name_en"),
)
"""What of a combination is read, in one query."""
VIETNAMESE = "vi"
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True)
class Value:
    """A value of a property: as it stands in addresses, and as readers read it (in `language`, if not the page's)."""

    slug: str
    label: str
    language: str = ""


Properties = dict[str, Any]
"""Of one combination: the keys of its values by parameter, None where it has none."""


@dataclass(frozen=True)
class InUse:
    """The combinations of properties in use in a language, and all values that they have."""

    combinations: dict[int, Properties]
    values: dict[str, dict[Any, Value]]

    @classmethod
    def of(cls, locale: Locale) -> "InUse":
        """Read them: two queries."""
        combinations: dict[int, Properties] = {}
        units: dict[Any, Value] = {}
        clusters: dict[Any, Value] = {}
        rows = Combination.objects.filter(locale=locale).values_list(*COLUMNS)
        for key, kind, field, campaign, year, unit, unit_code, unit_name, cluster, *called in rows:
            combinations[key] = {
                "loai": kind,
                "linh-vuc": field or None,
                "don-vi": unit,
                "cum": cluster,
                "chien-dich": campaign,
                "nam": year,
            }
            if unit and unit not in units:
                units[unit] = Value(unit_code, unit_name, VIETNAMESE)
            if cluster and cluster not in clusters:
                clusters[cluster] = _cluster(*called)
        used = combinations.values()
        return cls(
            combinations,
            {
                "loai": {kind.value: Value(kind.value, str(label)) for kind, label in LABELS.items()},
                "linh-vuc": {key: Value(str(key), str(label)) for key, label in InitiativeField.choices},
                "don-vi": units,
                "cum": clusters,
                "chien-dich": _campaigns({one["chien-dich"] for one in used} - {None}, locale),
                "the": {},
                "nam": {year: Value(str(year), str(year)) for year in {one["nam"] for one in used} - {None}},
            },
        )

    def chosen(self, parameter: str, slug: str) -> Any:
        """The key of the value that an address names `slug`; None for what is nobody's."""
        slug = nfc(slug)
        return next((key for key, value in self.values[parameter].items() if value.slug == slug), None)

    def added(self, parameter: str, slug: str) -> int | None:
        """The key of a unit, cluster or year that nothing is filed under, now among the values; None for what is none.

        Campaigns and tags that nothing has are not named: they may be prepared for a day to come.
        """
        if parameter == "nam" and _YEAR.fullmatch(slug):
            self.values["nam"][int(slug)] = Value(slug, slug)
            return int(slug)
        if parameter == "don-vi" and (unit := Unit.objects.first_level().filter(code=nfc(slug)).first()) is not None:
            self.values["don-vi"][unit.pk] = Value(unit.code, unit.short_name, VIETNAMESE)
            return unit.pk
        if parameter == "cum" and (cluster := Cluster.objects.filter(code=nfc(slug)).first()) is not None:
            self.values["cum"][cluster.pk] = _cluster(cluster.code, cluster.name, cluster.name_en)
            return cluster.pk
        return None


def _cluster(code: str, name: str, in_english: str) -> Value:
    if in_english and get_language() != VIETNAMESE:
        return Value(code, in_english, "en")
    return Value(code, name, VIETNAMESE)


def _campaigns(keys: Iterable[int], locale: Locale) -> dict[Any, Value]:
    """Campaigns by what their pages in the language are called, or by their own names."""
    pages = published(CampaignPage.objects.filter(campaign=OuterRef("pk"), locale=locale)).values("title")
    titled = Campaign.objects.filter(pk__in=keys).order_by().annotate(title=Subquery(pages[:1]))
    return {
        key: Value(slug, title or name, "" if title else VIETNAMESE)
        for key, slug, name, title in titled.values_list("pk", "slug", "name", "title")
    }
