"""Cards follow what editors publish: made in the background, gone when the page is closed."""

from typing import Any

from django.db.models.signals import post_delete
from django_tasks import task
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from sharing.background import after_commit
from sharing.cards.made import delete_file, forget, make_missing, open_page
from sharing.models import ShareCard


@task()
def make_card(page: int) -> None:
    """Draw the card that the page's head names, so that the first network that asks need not wait."""
    if (found := open_page(page)) is not None:
        make_missing(found)


@task()
def forget_cards(page: int) -> None:
    """Delete the cards of a page that is not open any more."""
    if open_page(page) is None:
        forget(page)


def on_publish(instance: Page, **kwargs: Any) -> None:
    """A page was published."""
    after_commit(make_card, instance.pk)


def on_unpublish(instance: Page, **kwargs: Any) -> None:
    """A page was taken down, or its time is over."""
    after_commit(forget_cards, instance.pk)


def follow_pages() -> None:
    """Connect all of it."""
    page_published.connect(on_publish)
    page_unpublished.connect(on_unpublish)
    post_delete.connect(delete_file, sender=ShareCard)
