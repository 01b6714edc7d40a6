"""What need not be done before a request is answered."""

from collections.abc import Mapping

from django.db.models import Q
from django.utils import timezone
from django_tasks import task
from wagtail.models import Page

from search.indexing import reindex_pages
from search.unanswered import count


@task()
def reindex_below(path: str) -> None:
    """Bring the documents of the page at `path` (of the tree), of those below and of their aliases up to date."""
    here = Q(path__startswith=path) | Q(alias_of__path__startswith=path)
    reindex_pages(Page.objects.filter(here))


@task()
def reindex_filed_under(units: list[int]) -> None:
    """Bring the documents of pages that are filed under `units` up to date."""
    reindex_pages(Page.objects.filter(search_document__combination__unit__in=units))


@task()
def reindex_pages_of_campaign(campaign: int) -> None:
    """Bring the documents of a campaign's own pages up to date."""
    reindex_pages(Page.objects.filter(campaignpage__campaign=campaign))


@task()
def count_unanswered(counted: Mapping[str, Mapping[str, int]]) -> None:
    """Add to today's searches that found nothing: times by language and question."""
    count(counted, timezone.localdate())
