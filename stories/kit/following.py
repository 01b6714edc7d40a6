"""A page's files follow it: made when it is published, gone when it closes.

Where tasks run inside the request (the demo), nothing is made ahead: publishing would wait for a second for what the
first reader who asks for it gets in that second.
"""

from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete
from wagtail.signals import page_published, page_unpublished

from sharing.background import after_commit
from stories.kit.serving import forget
from stories.models import InitiativePage, StoryPage


def follow_pages() -> None:
    """Called at the start."""
    for model in (StoryPage, InitiativePage):
        page_published.connect(_make, sender=model, dispatch_uid=f"kit of {model.__name__}")
        page_unpublished.connect(_forget, sender=model, dispatch_uid=f"no kit of {model.__name__}")
        post_delete.connect(_forget, sender=model, dispatch_uid=f"kit of deleted {model.__name__}")


def _make(instance: Any, **_kwargs: Any) -> None:
    from stories.kit.tasks import make_files

    if make_files.get_backend().supports_defer:
        after_commit(make_files, instance.pk)


def _forget(instance: Any, **_kwargs: Any) -> None:
    key = instance.pk
    transaction.on_commit(lambda: forget(key), robust=True)
