"""Keeping the search true to what was published.

What may not be found any more is forgotten at once; what is new to be found may wait for a background task.
"""

from typing import Any

from django.db.models.signals import post_delete, post_save
from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, page_unpublished, post_page_move

from campaigns.models import Campaign, Unit
from search.indexing import forget_closed, forget_documents
from search.models import Document, IndexState
from search.tasks import reindex_below, reindex_filed_under, reindex_pages_of_campaign
from stories.models import Tag


def index_published_page(instance: Page, **kwargs: Any) -> None:
    """Index a page once more when it is published.

    modelsearch indexes it when its own row is saved. Only then are its authors, effects and tags saved, which the
    index would otherwise show as they were before: somebody who was taken off a page could still be found by it.
    """
    model = instance._meta
    insert_or_update_object_task.enqueue(model.app_label, model.model_name, str(instance.pk))


def forget_page(instance: Page, **kwargs: Any) -> None:
    """Forget a page that was taken back."""
    forget_documents([instance.pk])


def follow_restriction(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Forget what was closed, find what was opened."""
    forget_closed()
    reindex_below.enqueue(instance.page.path)


def follow_move(instance: Page, **kwargs: Any) -> None:
    """A page may have been moved below a restriction, or away from one."""
    forget_closed()
    reindex_below.enqueue(instance.path)


def follow_unit(instance: Unit, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """Pages are found by the names of their unit and of those that took it over."""
    if created or raw:
        return
    named, found = {instance.pk}, {instance.pk}
    while found:
        found = set(Unit.objects.filter(successor__in=found).exclude(pk__in=named).values_list("pk", flat=True))
        named |= found
    if Document.objects.filter(combination__unit__in=named).exists():
        reindex_filed_under.enqueue(sorted(named))


def follow_campaign(instance: Campaign, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """A campaign's pages are found by its name."""
    if not created and not raw:
        reindex_pages_of_campaign.enqueue(instance.pk)


def follow_deleted_tag(**kwargs: Any) -> None:
    """What was counted with a tag that is gone is not kept."""
    IndexState.changed()


def follow() -> None:
    """Listen. Called once, at the start."""
    page_published.connect(index_published_page)
    page_unpublished.connect(forget_page)
    post_page_move.connect(follow_move)
    post_save.connect(follow_restriction, sender=PageViewRestriction)
    post_delete.connect(follow_restriction, sender=PageViewRestriction)
    post_save.connect(follow_unit, sender=Unit)
    post_save.connect(follow_campaign, sender=Campaign)
    post_delete.connect(follow_deleted_tag, sender=Tag)
