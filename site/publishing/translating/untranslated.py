"""Aliases in another language than their source's: text that nobody has translated, which readers never see there.

“Translate this page” makes them of the pages above that have no version yet, and Wagtail publishes an alias with its
source. Here they stay drafts until somebody translates and publishes them; what stands below is read all the same.
"""

from typing import Any

from wagtail.models import Page


def keep_as_draft(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Before a page is saved: an alias in another language is no published page, and never was one."""
    if raw or not isinstance(instance, Page) or instance.alias_of_id is None:
        return
    if instance.alias_of.locale_id != instance.locale_id:
        instance.live, instance.live_revision = False, None
        instance.first_published_at = instance.last_published_at = None
