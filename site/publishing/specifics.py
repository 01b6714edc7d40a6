"""Pages of several types in one query, each as its own type.

Wagtail's `.specific()` asks once more for every type, and then once more for every foreign key. Here one query joins
the tables of all page types with the foreign keys that their cards read (`card_joins`).
"""

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.db.models.lookups import In
from wagtail.models import Page

from publishing.models.pages import BasePage

if TYPE_CHECKING:
    from django.db.models import QuerySet


def specific_pages(pages: "QuerySet[Page]") -> list[Any]:
    """`pages` (a queryset of `Page`) in their order, each as its own type, with its annotations and its locale.

    A page of a type that is none of the site's own is left out.
    """
    types = page_types()
    joins = [join for name, model in types.items() for join in (name, *(f"{name}__{key}" for key in model.card_joins))]
    found = []
    for page in pages.select_related("locale", *joins):
        specific = next((own for name in types if (own := getattr(page, name, None)) is not None), None)
        if specific is not None:
            specific.locale = page.locale
            for name in pages.query.annotations:
                setattr(specific, name, getattr(page, name))
            found.append(specific)
    return found


class _InFew(In):
    """`IN`, of which PostgreSQL evaluates the subquery first, and then looks its few values up in the index.

    It leaves the order of more than eight joins as it is written: with a plain `IN`, or with “or”, it would first join
    the rows of all pages.
    """

    def get_rhs_op(self, connection: Any, rhs: str) -> str:
        op: str = f"= ANY(ARRAY{rhs})" if connection.vendor == "postgresql" else super().get_rhs_op(connection, rhs)
        return op


def among_few(field: str, values: "QuerySet[Any]") -> In:
    """The condition that `field` is one of the few `values`, for pages that `specific_pages` loads."""
    return _InFew(F(field), values.query)


def translations_of(pages: "QuerySet[Page]") -> "QuerySet[Page]":
    """The few `pages` with all their translations, drafts included."""
    return Page.objects.filter(among_few("translation_key", pages.values("translation_key")))


def page_types() -> dict[str, type[BasePage]]:
    """The site's page types by the names under which a row of `Page` leads to its row of the type."""
    return {
        relation.get_accessor_name(): relation.related_model
        for relation in Page._meta.related_objects
        if relation.one_to_one and relation.parent_link and issubclass(relation.related_model, BasePage)
    }
