"""How readers narrow the indexes of stories and initiatives, with plain links and a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Count
from django.http import HttpRequest, QueryDict

from campaigns.models import Campaign, Unit
from stories.querysets import CardQuerySet, InitiativeQuerySet, tags_in_use
from vietnamese.text import nfc

Choices = Sequence[tuple[str, Any]]
"""Values with their labels, as Django's choices give them."""

MAX_LENGTH = 100
"""Longer values cannot be anybody's code or tag."""


@dataclass(frozen=True)
class Choice:
    """One value that can be chosen, whether it is, and how many initiatives have it (None: not counted)."""

    value: str
    label: str
    chosen: bool
    count: int | None = None


@dataclass(frozen=True)
class Chosen:
    """A filter that is on, and the address of the list without it (a query string)."""

    label: str
    without: str


@dataclass(frozen=True)
class InitiativeFilters:
    """The choices that a list offers, with those that the address makes.

    Unit, field, campaign and tags of a restricted initiative are not public, so any filter leaves these out: what it
    finds would tell what they keep.
    """

    fields: list[Choice]
    units: list[Choice]
    campaigns: list[Choice]
    tags: list[Choice]
    active: list[Chosen]

    @classmethod
    def read(cls, request: HttpRequest, everything: InitiativeQuerySet, fields: Choices) -> Self:
        """The choices in `everything` (all initiatives of the list) and those made in the address; four queries."""
        given, disclosed = request.GET, everything.disclosed()
        counted = dict(disclosed.order_by().values("field").annotate(count=Count("pk")).values_list("field", "count"))
        offers = cls(
            fields=[
                Choice(value, str(label), value in given.getlist("linh-vuc"), counted[value])
                for value, label in fields
                if value in counted
            ],
            units=[
                Choice(unit.code, unit.short_name, unit.code == _value(given, "don-vi"))
                for unit in Unit.objects.filter(initiatives__in=disclosed).distinct().in_vietnamese_order()
            ],
            campaigns=[
                Choice(campaign.slug, campaign.name, campaign.slug == _value(given, "chien-dich"))
                for campaign in Campaign.objects.filter(initiatives__in=disclosed).distinct()
            ],
            tags=[
                Choice(tag.slug, tag.name, tag.slug == _value(given, "the"))
                for tag in tags_in_use("tagged_initiatives", disclosed, _value(given, "the"))
            ],
            active=[],
        )
        for parameter, choices in offers.by_parameter.items():
            offers.active.extend(
                Chosen(choice.label, _without(given, parameter, choice.value)) for choice in choices if choice.chosen
            )
        return offers

    @property
    def by_parameter(self) -> dict[str, list[Choice]]:
        """The choices by the query parameter that makes them."""
        return {"linh-vuc": self.fields, "don-vi": self.units, "chien-dich": self.campaigns, "the": self.tags}

    def apply(self, initiatives: InitiativeQuerySet) -> InitiativeQuerySet:
        """Those of `initiatives` that have what was chosen; values that nobody offers narrow nothing."""
        if not self.active:
            return initiatives
        initiatives = initiatives.disclosed()
        if fields := [choice.value for choice in self.fields if choice.chosen]:
            initiatives = initiatives.filter(field__in=fields)
        for path, choices in (("unit__code", self.units), ("campaign__slug", self.campaigns)):
            if values := [choice.value for choice in choices if choice.chosen]:
                initiatives = initiatives.filter(**{f"{path}__in": values})
        for choice in self.tags:
            if choice.chosen:
                initiatives = initiatives.tagged(choice.value)
        return initiatives


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
                Choice(used.slug, used.name, used.slug == tag)
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


def _value(given: QueryDict, parameter: str) -> str:
    return nfc(given.get(parameter, ""))[:MAX_LENGTH]


def _without(given: QueryDict, parameter: str, value: str) -> str:
    rest = given.copy()
    rest.setlist(parameter, [other for other in given.getlist(parameter) if other != value])
    rest.pop("p", None)
    encoded = rest.urlencode()
    return f"?{encoded}" if encoded else "?"
