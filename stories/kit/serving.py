"""From an address to a file: which page, what it says now, and the finished file of exactly that."""

from pathlib import Path
from typing import Final

from django.utils import translation
from wagtail.models import Page

from sharing.kit import shelf, zipping
from sharing.kit.content import digest_of
from sharing.kit.shelf import Place
from sharing.visibility import published
from stories.kit.building import kit_of
from stories.kit.permitted import KIT, POSTER, Permitted
from stories.kit.sheets import KINDS, poster_of
from stories.kit.telling import AnyStory, Telling, file_slug
from stories.kit.told import told_by
from stories.models import InitiativePage, StoryPage

KIT_FILE: Final = "bo-chia-se.zip"
PUBLIC: Final = (*KINDS, KIT_FILE)
"""The files that everybody may fetch of a public page."""
ON_PUBLISH: Final = ("ap-phich-a4.pdf", KIT_FILE)
"""Those that are made when it is published."""


def open_page(key: int) -> AnyStory | None:
    """The story or initiative with this key, if everybody may read it."""
    page = published(Page.objects.filter(pk=key)).first()
    specific = page.specific if page is not None else None
    return specific if isinstance(specific, (StoryPage, InitiativePage)) else None


def owner_of(key: int) -> str:
    """Whose files a page's are on the shelf."""
    return f"page-{key}"


class Public:
    """One file of a public page as it should be now."""

    def __init__(self, page: AnyStory, name: str) -> None:
        self.page, self.name = page, name
        with translation.override(page.locale.language_code):
            uses = KIT if name == KIT_FILE else POSTER
            self.telling: Telling = told_by(page, Permitted(page.locale.language_code, uses))
            if name == KIT_FILE:
                self.kit = kit_of(self.telling)
                digest = self.kit.digest
            else:
                self.poster = poster_of(self.telling)
                digest = digest_of(name, self.poster)
        self.place = Place(owner_of(page.pk), name, digest)

    def path(self) -> Path:
        """The finished file; made now where it is missing. Raises OSError where there is no room."""
        if self.name == KIT_FILE:
            return shelf.kept(self.place, lambda file: zipping.write(self.kit, file))
        return shelf.kept(self.place, lambda file: file.write(KINDS[self.name].draw(self.poster)))

    @property
    def file_name(self) -> str:
        """What the reader's computer calls it."""
        stem, _dot, kind = self.name.rpartition(".")
        return f"{stem}-{file_slug(self.page)}.{kind}"


def forget(key: int) -> None:
    """Take all that was made of a page off the shelf."""
    shelf.forget(owner_of(key))
