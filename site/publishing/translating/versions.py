"""A page and its versions in other languages.

The original is the version in the site's own language; a page that has none there stands for itself.
"""

from collections.abc import Iterable

from django.conf import settings
from wagtail.models import Locale, Page

HOME_DEPTH = 2


def is_original(page: Page) -> bool:
    """Whether `page` is in the site's own language."""
    return bool(page.locale.language_code == settings.LANGUAGE_CODE)


def original_of(page: Page) -> Page | None:
    """The original that `page` is a version of; None for an original, and for a page that has none."""
    if is_original(page):
        return None
    found: Page | None = page.get_translations().filter(locale__language_code=settings.LANGUAGE_CODE).first()
    return found


def versions_of(page: Page) -> list[Page]:
    """The versions of an original in other languages, aliases among them; of any other page none."""
    if not is_original(page):
        return []
    return list(page.get_translations().select_related("locale").order_by("pk"))


def version_in(page: Page, locale: Locale) -> Page | None:
    """The version of `page` in `locale`, itself included."""
    found: Page | None = page.get_translations(inclusive=True).filter(locale=locale).first()
    return found


def languages_of(pages: Iterable[Page]) -> str:
    """What their languages are called: "tiếng Anh, tiếng Hàn Quốc"."""
    from publishing.navigation import language_name_here

    return ", ".join(dict.fromkeys(language_name_here(page.locale.language_code) for page in pages))
