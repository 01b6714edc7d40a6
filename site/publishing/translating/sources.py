"""A version follows one page: it has one translation, whatever languages of the page it was ever translated from.

wagtail-localize keeps one for each pair of languages, and fails on the version's screen where it finds two.
"""

from typing import Any

from wagtail_localize.models import Translation


def keep_one(instance: Translation, raw: bool = False, **kwargs: Any) -> None:
    """After a translation is saved: the others of the same version go. What was translated in them stays known."""
    if instance.enabled and not raw:
        of_the_same = Translation.objects.filter(
            source__object=instance.source.object_id, target_locale=instance.target_locale_id
        )
        of_the_same.exclude(pk=instance.pk).delete()
