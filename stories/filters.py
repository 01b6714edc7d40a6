"""How readers narrow the indexes of stories and initiatives, with plain links and a form."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, QueryDict

from campaigns.models import CampaignPage
from publishing.navigation import kept
from sharing.visibility import published
from stories.querysets import CardQuerySet, InitiativeQuerySet, tags_in_use
from vietnamese.collation import sort_key
from vietnamese.text import nfc

Choices = Sequence[tuple[str, Any]]
"""Values with their labels, as Django's choices give them."""

COMBINATION = ("field", "unit__code", "unit__short_name", "campaign__slug", "campaign_title")
"""What initiatives are counted by in one query; few combinations are in use, however many initiatives there are."""
SEVERAL = {"linh-vuc"}
"""Parameters of which an address may choose several values."""
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
        """The choices in `everything` (all initiatives of the list) and those made in the address; two queries."""
        given, disclosed = request.GET, everything.disclosed()
        titled = disclosed.order_by().annotate(campaign_title=Coalesce(Subquery(_campaign_titles()), "campaign__name"))
        uses = list(titled.values(*COMBINATION).annotate(count=Count("pk")))
        labels = dict(fields)
        offers = cls(
            fields=[
                Choice(value, str(labels[value]), value in given.getlist("linh-vuc"), count)
                for value, count in sorted(_counted(uses, "field").items(), key=lambda use: list(labels).index(use[0]))
            ],
            units=[
                Choice(code, name, code == _value(given, "don-vi"))
                for name, code in sorted(
                    _named(uses, "unit__short_name", "unit__code"), key=lambda unit: sort_key(unit[0])
                )
            ],
            campaigns=[
                Choice(slug, name, slug == _value(given, "chien-dich"))
                for name, slug in sorted(_named(uses, "campaign_title", "campaign__slug"))
            ],
            tags=[
                Choice(tag.slug, tag.name, bool(tag.is_chosen))
                for tag in tags_in_use("tagged_initiatives", disclosed, _value(given, "the"))
            ],
            active=[],
        )
        for parameter, choices in offers.by_parameter.items():
            offers.active.extend(
                Chosen(choice.label, _without(kept(request, offers.by_parameter), parameter, choice.value))
                for choice in choices
                if choice.chosen
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
                Choice(used.slug, used.name, bool(used.is_chosen))
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


def _counted(uses: list[dict[str, Any]], key: str) -> Counter[str]:
    counted: Counter[str] = Counter()
    for use in uses:
        counted[use[key]] += use["count"]
    return counted


def _named(uses: list[dict[str, Any]], name: str, key: str) -> set[tuple[str, str]]:
    return {(use[name], use[key]) for use in uses if use[key] is not None}


def _value(given: QueryDict, parameter: str) -> str:
    """What the address gives, without the NUL that no database takes."""
    return nfc(given.get(parameter, "").replace("\0", ""))[:MAX_LENGTH]


def _without(given: QueryDict, parameter: str, value: str) -> str:
    rest = given.copy()
    others = [other for other in given.getlist(parameter) if other != value] if parameter in SEVERAL else []
    rest.setlist(parameter, others)
    return f"?{rest.urlencode()}"
