"""How readers narrow the indexes of stories and initiatives, with plain links and a form."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from campaigns.models import CampaignPage, Unit
from sharing.visibility import published
from stories.models.tags import InitiativeTag
from stories.querysets import CardQuerySet, InitiativeQuerySet, tags_called, tags_in_use
from vietnamese.collation import sort_key
from vietnamese.text import nfc

Choices = Sequence[tuple[str, Any]]
"""Values with their labels, as Django's choices give them."""

PROPERTIES = {
    "linh-vuc": "field",
    "don-vi": "unit__code",
    "cum": "unit__cluster__code",
    "chien-dich": "campaign__slug",
}
"""What initiatives are narrowed by besides their tags: the parameter of addresses and the column."""
TAG = "the"
"""The parameter of tags."""
LABELS = {
    "linh-vuc": pgettext_lazy("initiative", "Field"),
    "don-vi": _("Unit"),
    "cum": _("Cluster"),
    "chien-dich": _("Campaign"),
    TAG: _("Tags"),
}
NAMES = ("unit__short_name", "unit__cluster__name", "unit__cluster__name_en", "campaign_title")
"""What the values are called. All are read in one query: few combinations are in use, however many initiatives."""
SORTS = {"": _("Newest"), "chia-se": _("Most shared"), "don-vi": _("By unit")}
"""The values of `xep`; without one the newest come first."""
FEW = 8
"""Choices that a list shows at once; the others are a click away."""
MOST_TAGS = 200
"""No list offers more tags; what has a rarer one is found by its name."""
SEVERAL = {"linh-vuc"}
"""Parameters of which an address may choose several values."""
VIETNAMESE = "vi"
"""The language of units' and most clusters' names, wherever they stand."""
MAX_LENGTH = 100
"""Longer values cannot be anybody's code or tag."""


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen, and whether it is."""

    value: str
    label: str
    chosen: bool
    language: str = ""


@dataclass(frozen=True)
class Chosen:
    """A filter that is on, and the address of the list without it (a query string)."""

    label: str
    without: str
    language: str = ""


@dataclass(frozen=True)
class Option:
    """A value of a facet: how many initiatives it leaves, and the address (a query string) that turns it on or off."""

    value: str
    label: str
    count: int
    chosen: bool
    url: str
    language: str = ""


@dataclass(frozen=True)
class Facet:
    """The values of one property."""

    parameter: str
    label: Any
    options: list[Option]

    @property
    def first(self) -> list[Option]:
        """Those shown at once."""
        return self.options[:FEW]

    @property
    def others(self) -> list[Option]:
        """Those behind “more”."""
        return self.options[FEW:]


class InitiativeFilters:
    """The choices that a list offers as links, with those that the address makes.

    Unit, field, campaign and tags of a restricted initiative are not public, so any filter leaves these out: what it
    finds would tell what they keep. Each choice tells what it leaves beside the others that are made.
    """

    def __init__(self, request: HttpRequest, everything: InitiativeQuerySet, fields: Choices) -> None:
        """Read the choices in `everything` (all initiatives of the list) and those made in the address; two queries."""
        disclosed, tag = everything.disclosed(), _value(request.GET, TAG)
        self.uses = _uses(disclosed, tag)
        self.offered = _offered(self.uses, fields)
        if (code := _value(request.GET, "don-vi")) and code not in self.offered["don-vi"]:
            named = Unit.objects.first_level().filter(code=code).values_list("code", "short_name")
            self.offered["don-vi"] |= {known: (name, VIETNAMESE) for known, name in named}  # one without initiatives
        self.chosen = {
            parameter: [value for value in _values(request.GET, parameter) if value in labels]
            for parameter, labels in self.offered.items()
        }
        sort = _value(request.GET, "xep")
        self.sort = sort if sort in SORTS else ""
        tags = tags_in_use("tagged_initiatives", disclosed, tag, MOST_TAGS, FEW, among=self._narrowed(disclosed))
        self.tag = next((Choice(used.slug, used.name, True, used.language) for used in tags if used.is_chosen), None)
        self.tags = [
            Option(
                used.slug, used.name, used.uses, on, self._address(self.chosen, "" if on else used.slug), used.language
            )
            for used in tags
            for on in [bool(used.is_chosen)]
        ]

    @property
    def facets(self) -> list[Facet]:
        """The properties of which there is something to choose."""
        found = [Facet(parameter, LABELS[parameter], self._options(parameter)) for parameter in PROPERTIES]
        found.append(Facet(TAG, LABELS[TAG], self.tags))
        return [facet for facet in found if len(facet.options) > 1 or any(option.chosen for option in facet.options)]

    @property
    def active(self) -> list[Chosen]:
        """The filters that are on."""
        made = [
            Chosen(label, self._turned(parameter, value), language)
            for parameter, values in self.chosen.items()
            for value in values
            for label, language in [self.offered[parameter][value]]
        ]
        if self.tag is not None:
            made.append(Chosen(self.tag.label, self._address(self.chosen, tag=""), self.tag.language))
        return made

    @property
    def sorts(self) -> list[Choice]:
        """The orders, each with the query string that leads to it as its value."""
        return [
            Choice(self._address(self.chosen, sort=sort), str(label), sort == self.sort)
            for sort, label in SORTS.items()
        ]

    def apply(self, initiatives: InitiativeQuerySet) -> InitiativeQuerySet:
        """Those of `initiatives` that have what was chosen, in order; values that nobody offers narrow nothing."""
        if any(self.chosen.values()) or self.tag is not None:
            initiatives = initiatives.disclosed()
        initiatives = self._narrowed(initiatives)
        if self.tag is not None:
            initiatives = initiatives.tagged(self.tag.value)
        if self.sort == "chia-se":
            return initiatives.most_shared_first()
        return (
            initiatives.by_unit(list(self.offered["don-vi"])) if self.sort == "don-vi" else initiatives.newest_first()
        )

    def _narrowed(self, initiatives: InitiativeQuerySet) -> InitiativeQuerySet:
        """Those of `initiatives` that have the properties that were chosen, whatever their tags."""
        for parameter, values in self.chosen.items():
            if values:
                initiatives = initiatives.filter(**{f"{PROPERTIES[parameter]}__in": values})
        return initiatives

    def _options(self, parameter: str) -> list[Option]:
        counted: Counter[str] = Counter()
        others = {name: values for name, values in self.chosen.items() if values and name != parameter}
        for use in self.uses:
            if all(use[PROPERTIES[name]] in values for name, values in others.items()):
                counted[use[PROPERTIES[parameter]]] += use["left"]
        return [
            Option(value, label, counted[value], on, self._turned(parameter, value), language)
            for value, (label, language) in self.offered[parameter].items()
            if (on := value in self.chosen[parameter]) or counted[value]
        ]

    def _turned(self, parameter: str, value: str) -> str:
        """The address with a value turned on or off; of most properties one value at most is on."""
        values = self.chosen[parameter]
        if value in values:
            values = [other for other in values if other != value]
        else:
            values = [*values, value] if parameter in SEVERAL else [value]
        return self._address({**self.chosen, parameter: values})

    def _address(self, chosen: dict[str, list[str]], tag: str | None = None, sort: str | None = None) -> str:
        query = QueryDict(mutable=True)
        for parameter, values in chosen.items():
            query.setlist(parameter, values)
        kept_tag = tag if tag is not None else self.tag.value if self.tag is not None else ""
        for name, value in ((TAG, kept_tag), ("xep", self.sort if sort is None else sort)):
            if value:
                query[name] = value
        return f"?{query.urlencode()}"


def _uses(disclosed: InitiativeQuerySet, tag: str) -> list[dict[str, Any]]:
    """The combinations of properties in use; `left`: how many initiatives have each, and the tag if any has that."""
    titled = disclosed.order_by().annotate(campaign_title=Coalesce(Subquery(_campaign_titles()), "campaign__name"))
    tagged = InitiativeTag.objects.filter(tag__in=tags_called(tag)).values("content_object")
    counted = titled.values(*PROPERTIES.values(), *NAMES).annotate(
        left=Count("pk"), left_tagged=Count("pk", filter=Q(pk__in=tagged))
    )
    uses = list(counted)
    if any(use["left_tagged"] for use in uses):
        uses = [{**use, "left": use["left_tagged"]} for use in uses]
    return uses


def _offered(uses: list[dict[str, Any]], fields: Choices) -> dict[str, dict[str, tuple[str, str]]]:
    """The labels of all values in use, each with its language if that may not be the page's, in the order of lists."""
    labels, english = {value: str(label) for value, label in fields}, get_language() != VIETNAMESE
    used = {use["field"] for use in uses}
    units = {use["unit__code"]: (use["unit__short_name"], VIETNAMESE) for use in uses}
    clusters = {
        use["unit__cluster__code"]: (use["unit__cluster__name_en"], "en")
        if english and use["unit__cluster__name_en"]
        else (use["unit__cluster__name"], VIETNAMESE)
        for use in uses
    }
    campaigns = {use["campaign__slug"]: (use["campaign_title"], "") for use in uses}
    return {
        "linh-vuc": {value: (label, "") for value, label in labels.items() if value in used},
        **{
            parameter: {
                value: label
                for value, label in sorted(named.items(), key=lambda item: sort_key(item[1][0] or ""))
                if value is not None
            }
            for parameter, named in (("don-vi", units), ("cum", clusters), ("chien-dich", campaigns))
        },
    }


@dataclass(frozen=True)
class StoryFilters:
    """Kind and tag of stories, as pills that are links."""

    kinds: list[Choice]
    tags: list[Choice]

    @classmethod
    def read(cls, request: HttpRequest, everything: CardQuerySet, kinds: Choices) -> Self:
        """The choices in `everything` (all stories of the list) and those made in the address; one query."""
        kind, tag = _value(request.GET, "loai"), _value(request.GET, "the")
        return cls(
            kinds=[Choice(value, str(label), value == kind) for value, label in kinds],
            tags=[
                Choice(used.slug, used.name, bool(used.is_chosen), used.language)
                for used in tags_in_use("tagged_stories", everything, tag)
            ],
        )

    @property
    def kind(self) -> Choice | None:
        """The kind that is on."""
        return next((choice for choice in self.kinds if choice.chosen), None)

    @property
    def tag(self) -> Choice | None:
        """The tag that is on."""
        return next((choice for choice in self.tags if choice.chosen), None)

    def apply(self, stories: CardQuerySet) -> CardQuerySet:
        """Those of `stories` that have what was chosen; values that nobody offers narrow nothing."""
        if self.kind is not None:
            stories = stories.filter(kind=self.kind.value)
        return stories.tagged(self.tag.value) if self.tag is not None else stories


def _campaign_titles() -> Any:
    """What the page of an initiative's campaign is called in the initiative's language."""
    pages = CampaignPage.objects.filter(campaign=OuterRef("campaign"), locale=OuterRef("locale"))
    return published(pages).values("title")[:1]


def _value(given: QueryDict, parameter: str) -> str:
    """What the address gives, without the NUL that no database takes."""
    return nfc(given.get(parameter, "").replace("\0", ""))[:MAX_LENGTH]


def _values(given: QueryDict, parameter: str) -> list[str]:
    """The values that an address gives; of those of which it may choose one, the last."""
    values = [nfc(value.replace("\0", ""))[:MAX_LENGTH] for value in given.getlist(parameter)]
    return list(dict.fromkeys(values)) if parameter in SEVERAL else values[-1:]
