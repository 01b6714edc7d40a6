"""Narrowing what was found, by plain links that tell how much each leaves."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import QueryDict
from wagtail.models import Locale

from search.finding import Hits
from search.models import Document
from search.models.documents import tagging
from search.properties import PARAMETERS, InUse, Properties, Value
from stories.models import FormerSlug, Tag
from vietnamese.collation import sort_key

FEW = 6
"""Choices that a list shows at once; the others are a click away."""
LONGEST_SLUG = 100
"""Longer values cannot be anybody's."""


@dataclass(frozen=True)
class Choice:
    """A value that narrows the results to `count`, and the address (a query string) that does."""

    value: Value
    count: int
    url: str


@dataclass(frozen=True)
class Facet:
    """The choices of one property and the one that is made; `without` leads back from it."""

    parameter: str
    label: Any
    choices: list[Choice]
    chosen: Value | None
    without: str

    @property
    def first(self) -> list[Choice]:
        """Those shown at once."""
        return self.choices[:FEW]

    @property
    def others(self) -> list[Choice]:
        """Those behind “more”."""
        return self.choices[FEW:]


class Facets:
    """The filters over the hits of one question, as an address makes them.

    Each choice tells what it would leave beside the other filters; a choice in the place of one that is made, too.
    """

    def __init__(self, hits: Hits, given: QueryDict, locale: Locale) -> None:
        self.hits, self.locale = hits, locale
        self.in_use = InUse.of(locale)
        slugs = {parameter: given.get(parameter, "").replace("\0", "")[:LONGEST_SLUG] for parameter in PARAMETERS}
        self.tag = _tag(slugs["the"], locale)
        self.chosen = {
            parameter: key
            for parameter, slug in slugs.items()
            if slug and (key := self.in_use.chosen(parameter, slug) or self.in_use.added(parameter, slug)) is not None
        }
        if self.tag is not None:
            self.chosen["the"] = self.tag.pk
            self.in_use.values["the"][self.tag.pk] = Value(self.tag.slug, self.tag.name, self.tag.language)
        counts = hits.counts if self.tag is None else hits.count({}, tag=self.tag.pk, tagged=False)
        self.rows: list[tuple[Properties, int]] = [
            (properties, counts.combinations[key])
            for key, properties in self.in_use.combinations.items()
            if key in counts.combinations
        ]
        self.total = sum(count for _properties, count in self._fitting(but="the"))
        found = [self._facet(parameter) for parameter in PARAMETERS]
        self.listed = [facet for facet in found if facet.chosen is not None or len(facet.choices) > 1]
        self.active = [facet for facet in self.listed if facet.chosen is not None]

    def narrow(self, documents: "QuerySet[Document]") -> "QuerySet[Document]":
        """What the filters leave of `documents`."""
        left = documents.filter(**{f"combination__{name}": key for name, key in self._conditions.items()})
        return left.filter(tags=self.tag) if self.tag is not None else left

    def address(self, **changes: str) -> str:
        """The question and the filters with `changes` as a query string; an empty value takes a filter out."""
        asked = {**self._asked, **changes}
        return f"?{urlencode({name: slug for name, slug in asked.items() if slug})}"

    @cached_property
    def _asked(self) -> dict[str, str]:
        """The question and the filters as they stand in addresses."""
        return {"q": self.hits.question.text, **{name: self._value(name).slug for name in self.chosen}}

    def _facet(self, parameter: str) -> Facet:
        counted = self._tags() if parameter == "the" else self._counted(parameter)
        values = self.in_use.values[parameter]
        choices = [
            Choice(values[key], count, self.address(**{parameter: values[key].slug}))
            for key, count in counted.items()
            if key in values
        ]
        choices.sort(key=lambda choice: sort_key(choice.value.label))
        choices.sort(key=lambda choice: int(choice.value.slug) if parameter == "nam" else choice.count, reverse=True)
        chosen = self._value(parameter) if parameter in self.chosen else None
        return Facet(parameter, PARAMETERS[parameter], choices, chosen, self.address(**{parameter: ""}))

    def _value(self, parameter: str) -> Value:
        return self.in_use.values[parameter][self.chosen[parameter]]

    def _fitting(self, but: str) -> Sequence[tuple[Properties, int]]:
        """The rows whose combination is what the filters ask for, those by tag and `but` left out of account."""
        asked = [(name, key) for name, key in self.chosen.items() if name not in ("the", but)]
        return [row for row in self.rows if all(row[0][name] == key for name, key in asked)] if asked else self.rows

    def _counted(self, parameter: str) -> Mapping[Any, int]:
        counted: Counter[Any] = Counter()
        for properties, hits in self._fitting(but=parameter):
            if (key := properties[parameter]) is not None:
                counted[key] += hits
        return counted

    def _tags(self) -> Mapping[Any, int]:
        """How many of what the other filters leave have each of the most used tags; they learn their names."""
        counts = self.hits.counts
        if self._conditions or counts.tags is None:
            asked = self._conditions
            counts = self.hits.remembered(f"tags {asked}", lambda: self.hits.count(asked, tagged=True))
        tags = (Tag(pk=key, slug=slug, name=name) for key, (slug, name) in counts.called.items())
        self.in_use.values["the"].update((tag.pk, Value(tag.slug, tag.name, tag.language)) for tag in tags)
        return counts.tags or {}

    @cached_property
    def _conditions(self) -> dict[str, Any]:
        """What all filters but that by tag ask of combinations."""
        columns = {
            "loai": "kind",
            "linh-vuc": "field",
            "don-vi": "unit",
            "cum": "unit__cluster",
            "chien-dich": "campaign",
            "nam": "year",
        }
        return {columns[name]: key for name, key in self.chosen.items() if name != "the"}


def _tag(slug: str, locale: Locale) -> Tag | None:
    """The tag with this slug, or with a former one, if something that everybody may read has it."""
    if not slug:
        return None
    called = Q(slug=slug) | Q(pk__in=FormerSlug.objects.filter(slug=slug).values("tag"))
    return Tag.objects.filter(called, tagging(locale)).first()
