"""Verbs of stories and initiatives."""

from typing import Self

from django.db.models import Case, Count, Prefetch, When
from taggit.models import Tag
from wagtail.models import PageQuerySet

from publishing.models import EditorialImage
from vietnamese.collation import sort_key


class CardQuerySet(PageQuerySet):
    """Pages that are shown as cards in lists."""

    def with_card_data(self) -> Self:
        """Load what a card needs in a fixed number of queries, however many cards there are."""
        images = EditorialImage.objects.prefetch_related("renditions")
        return self.select_related("unit").prefetch_related(Prefetch("image", queryset=images))

    def newest_first(self) -> Self:
        """By the date that readers see."""
        return self.order_by("-date", "-pk")

    def tagged(self, slug: str) -> Self:
        """Those with the tag of this slug."""
        return self.filter(tagged_items__tag__slug=slug)


class InitiativeQuerySet(CardQuerySet):
    """Featured initiatives."""

    def with_card_data(self) -> Self:
        portraits = EditorialImage.objects.prefetch_related("renditions")
        return (
            super()
            .with_card_data()
            .prefetch_related("effects", "authors", Prefetch("authors__portrait", queryset=portraits))
        )

    def disclosed(self) -> Self:
        """Those whose unit and field may be told: the only ones that filters by them may find."""
        return self.filter(restricted=False)


def tags_in_use(relation: str, pages: PageQuerySet, chosen: str = "", limit: int = 14) -> list[Tag]:
    """The most used tags of `pages` through `relation` (`tagged_stories`…), in Vietnamese order; one query.

    The tag with the slug `chosen` is among them if any page has it, however seldom.
    """
    used = Tag.objects.filter(**{f"{relation}__content_object__in": pages})
    counted = used.annotate(uses=Count(relation), is_chosen=Case(When(slug=chosen, then=1), default=0))
    return sorted(counted.order_by("-is_chosen", "-uses", "name")[:limit], key=lambda tag: sort_key(tag.name))
