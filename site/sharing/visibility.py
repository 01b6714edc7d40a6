"""Which pages everybody may read.

Wagtail asks for all view restrictions each time that `.public()` is called, and once per ancestor when a page is
served. Here the rule is a condition of the page's own query, so it costs none. The rule is Wagtail's: a page is closed
by a restriction on itself or on a page above it, and an alias by one on the page that it is an alias of.
"""

from typing import Any, TypeVar

from django.db.models import CharField, Exists, Expression, ExpressionWrapper, F, OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page, PageQuerySet, PageViewRestriction

Pages = TypeVar("Pages", bound=PageQuerySet)


def restrictions_on(path: Expression | F) -> "QuerySet[PageViewRestriction]":
    """The view restrictions that close the page at `path` (an expression of its tree path)."""
    here = ExpressionWrapper(path, output_field=CharField())
    # No join: SQLite would rather begin with all pages than with the few restrictions.
    closed = Page.objects.filter(pk=OuterRef("page_id")).values("path")
    outer = ExpressionWrapper(OuterRef("here"), output_field=CharField())
    aliases = Page.objects.filter(alias_of=OuterRef("page_id")).alias(here=outer)
    restrictions: QuerySet[PageViewRestriction] = PageViewRestriction.objects.alias(
        here=here, closed=Subquery(closed)
    ).filter(Q(here__startswith=F("closed")) | Exists(aliases.filter(here__startswith=F("path"))))
    return restrictions


def open_to_all() -> Any:
    """The condition that a page of the outer query is behind no restriction."""
    return ~Exists(restrictions_on(OuterRef("path")))


def published(pages: Pages) -> Pages:
    """Those of `pages` that are live and behind no restriction; no query of its own."""
    shown: Pages = pages.live().filter(open_to_all())
    return shown
