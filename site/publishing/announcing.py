"""Which addresses search engines are told of at once: those of pages that were published, moved or taken back.

An initiative whose publicity is restricted is left out: the telling would date it.
"""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from publishing.models.pages import BasePage, public_cache
from sharing.background import after_commit
from sharing.indexnow import announce
from sharing.visibility import published

KEY_KEPT_FOR = 3600


def announce_changes() -> None:
    """Listen to what happens to pages. Called once, at the start."""
    page_published.connect(_published, dispatch_uid="announce published")
    page_unpublished.connect(_unpublished, dispatch_uid="announce unpublished")
    page_slug_changed.connect(_renamed, dispatch_uid="announce renamed")
    post_page_move.connect(_moved, dispatch_uid="announce moved")


@require_safe
def key_file(request: HttpRequest) -> HttpResponse:
    """`/indexnow.txt`: the key, which proves to search engines that it is the site which tells them."""
    if not settings.INDEXNOW_KEY:
        raise Http404("IndexNow is off")
    return public_cache(HttpResponse(settings.INDEXNOW_KEY, content_type="text/plain; charset=utf-8"), KEY_KEPT_FOR)


def _published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    _announce(instance, _address(instance))


def _unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    _announce(instance, _address(instance), gone=True)


def _renamed(sender: type[Page], instance: Page, instance_before: Page, **kwargs: Any) -> None:
    _announce(instance, _address(instance_before))  # the new one is told by the publishing


def _moved(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    _announce(instance, _address(instance))


def _address(page: Page) -> str:
    return page.full_url or ""


def _announce(page: Page, *urls: str, gone: bool = False) -> None:
    """Have the engines told, once the change is in the database; nothing of what was never public."""
    if not settings.INDEXNOW_KEY or not isinstance(page, BasePage) or not all(urls):
        return
    if page.pk in set(type(page).undated_in_sitemap()):
        return
    if not gone and not published(Page.objects.filter(pk=page.pk)).exists():
        return
    root = page.get_url_parts()[1]
    after_commit(announce, root, sorted(set(urls)))
