"""Pages of several types in one query, each as its own type.

Wagtail's `.specific()` asks once more for every type, and then once more for every foreign key. Here one query joins
the tables of all page types with the foreign keys that their cards read (`card_joins`).
"""

from typing import TYPE_CHECKING, Any

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


def page_types() -> dict[str, type[BasePage]]:
    """The site's page types by the names under which a row of `Page` leads to its row of the type."""
    return {
        relation.get_accessor_name(): relation.related_model
        for relation in Page._meta.related_objects
        if relation.one_to_one and relation.parent_link and issubclass(relation.related_model, BasePage)
    }
