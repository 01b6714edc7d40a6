"""Keeping the index true to what was published."""

from typing import Any

from modelsearch.tasks import insert_or_update_object_task
from wagtail.models import Page


def index_published_page(instance: Page, **kwargs: Any) -> None:
    """Index a page once more when it is published.

    modelsearch indexes it when its own row is saved. Only then are its authors, effects and tags saved, which the
    index would otherwise show as they were before: somebody who was taken off a page could still be found by it.
    """
    model = instance._meta
    insert_or_update_object_task.enqueue(model.app_label, model.model_name, str(instance.pk))
