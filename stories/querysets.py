"""Verbs of stories and initiatives."""

from collections.abc import Sequence
from typing import Any, Self

from django.db.models import Case, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value, When
from django.db.models.functions import Coalesce
from wagtail.models import PageQuerySet

from sharing.models import ShareTotal
from stories.models.tags import FormerSlug, Tag
from vietnamese.collation import sort_key

FEW = 6
"""Tags that a list shows at once (`components/tag_choices.html`); the others are a click away."""


class CardQuerySet(PageQuerySet):
    """Pages that are shown as cards in lists."""

    def with_card_joins(self) -> Self:
        """Join what a card reads through foreign keys; `publishing.cards.ready_for_cards` loads the rest together."""
        return self.select_related("locale", *self.model.card_joins)

    def newest_first(self) -> Self:
        """By the date that readers see."""
        return self.order_by("-date", "-pk")

    def tagged(self, slug: str) -> Self:
        """Those with the tag of this slug."""
        return self.filter(tagged_items__tag__slug=slug)


class InitiativeQuerySet(CardQuerySet):
    """Featured initiatives."""

    def disclosed(self) -> Self:
        """Those whose unit and field may be told: the only ones that filters by them may find."""
        return self.filter(restricted=False)

    def most_shared_first(self) -> Self:
        """By the visits that shared links brought to them."""
        brought = ShareTotal.objects.filter(page=OuterRef("pk")).order_by().values("page")
        visits = Subquery(brought.annotate(total=Sum("visits")).values("total"))
        return self.annotate(shared=Coalesce(visits, 0)).order_by("-shared", "-date", "-pk")

    def by_unit(self, codes: Sequence[str]) -> Self:
        """By unit in the order of `codes`; those whose unit may not be told come last, as those without one."""
        places = [When(restricted=False, unit__code=code, then=Value(place)) for place, code in enumerate(codes)]
        return self.annotate(place=Case(*places, default=Value(len(codes)), output_field=IntegerField())).order_by(
            "place", "-date", "-pk"
        )


def tags_called(slug: str) -> QuerySet[Tag]:
    """The tag with this slug, or with a former slug that is it."""
    return Tag.objects.filter(Q(slug=slug) | Q(pk__in=FormerSlug.objects.filter(slug=slug).values("tag")))


def tags_in_use(
    relation: str,
    pages: PageQuerySet,
    chosen: str = "",
    limit: int = 14,
    few: int = FEW,
    among: PageQuerySet | None = None,
) -> list[Tag]:
    """The most used tags of `pages` through `relation` (`tagged_stories`…); one query.

    The first `few` are the most used of all; these and the others stand in Vietnamese order each. `uses` tells how many
    pages have each; with `among` only those pages count, and tags that none of them has are left out.

    The tag that is called `chosen` (`tags_called`) is among them if any page of `pages` has it, however seldom; it
    alone has a true `is_chosen`.
    """
    used = Tag.objects.filter(**{f"{relation}__content_object__in": pages})
    counts = Q() if among is None else Q(**{f"{relation}__content_object__in": among})
    counted = used.annotate(
        uses=Count(relation, filter=counts), is_chosen=Case(When(pk__in=tags_called(chosen), then=1), default=0)
    ).filter(Q(uses__gt=0) | Q(is_chosen=1))
    found_tags = list(counted.order_by("-is_chosen", "-uses", "name")[:limit])
    return [tag for part in (found_tags[:few], found_tags[few:]) for tag in sorted(part, key=_by_name)]


def _by_name(tag: Tag) -> Any:
    return sort_key(tag.name)
