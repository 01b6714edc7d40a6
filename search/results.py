"""From what was found to what is shown: teasers of pages of all types in a fixed number of queries."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from wagtail.models import Locale, Page

from publishing.models import BasePage
from publishing.photos import prefetch_photos
from publishing.teasers import Teaser, teasers_of


def published_in(locale: Locale) -> Any:
    """The site's pages of one language that everybody may read."""
    return Page.objects.filter(locale=locale).type(BasePage).live().public()


def found_teasers(found: Iterable[Page]) -> list[Teaser]:
    """The teasers of `found` in their order.

    One query loads all of them whatever their types, with the pictures and units that teasers show, and one their
    renditions; what a teaser has many of costs one more (`teaser_relations`). Loading type by type as Wagtail does
    would cost two or three queries for each of them.
    """
    keys = [page.pk for page in found]
    accessors = _accessors()
    joins = [join for accessor, model in accessors.items() for join in (accessor, *_joins(accessor, model))]
    loaded: QuerySet[Page] = Page.objects.filter(pk__in=keys).select_related(*joins)
    pages = {page.pk: specific for page in loaded if (specific := _specific(page, accessors)) is not None}
    prefetch_photos(page.image for page in pages.values() if "image__renditions" in page.teaser_relations)
    return teasers_of(pages[key] for key in keys if key in pages)


def _accessors() -> dict[str, type[BasePage]]:
    """The page types by the names under which a `Page` row leads to its row of the type."""
    return {
        relation.get_accessor_name(): relation.related_model
        for relation in Page._meta.related_objects
        if relation.one_to_one and relation.parent_link and issubclass(relation.related_model, BasePage)
    }


def _joins(accessor: str, model: type[BasePage]) -> list[str]:
    """The foreign keys among what the type's teasers read."""
    names = {path.partition("__")[0] for path in model.teaser_relations}
    return [f"{accessor}__{name}" for name in sorted(names) if _is_foreign_key(model, name)]


def _is_foreign_key(model: type[BasePage], name: str) -> bool:
    try:
        return bool(model._meta.get_field(name).many_to_one)
    except FieldDoesNotExist:
        return False


def _specific(page: Page, accessors: dict[str, type[BasePage]]) -> BasePage | None:
    """The page as its own type, which the join has loaded; None where it has gone meanwhile."""
    return next((getattr(page, name) for name in accessors if getattr(page, name, None) is not None), None)
