"""A draft is called as its title was translated, however long that is."""

from typing import Any

from wagtail.models import Page
from wagtail_localize.models import StringTranslation

LONGEST = Page._meta.get_field("draft_title").max_length


def name_draft(instance: StringTranslation, **kwargs: Any) -> None:
    """After a passage is translated; wagtail-localize's own step writes more than the column holds.

    PostgreSQL refuses that, and elsewhere no page with it could be published. The passage itself keeps every sign.
    """
    if instance.context.path == "title":
        drafts = Page.objects.filter(translation_key=instance.context.object_id, locale=instance.locale_id)
        drafts.update(draft_title=instance.data[:LONGEST])
