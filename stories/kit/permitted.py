"""The one place that decides which pictures, people and quotes of a page go onto paper and into kits."""

import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from publishing.consent import Named, Use, may_use
from publishing.consent.named import WITH_WORDS
from publishing.models import Consent, EditorialImage
from sharing.print.content import Picture

logger = logging.getLogger(__name__)
POSTER = (Use.POSTER,)
KIT = (Use.POSTER, Use.KIT)


@dataclass
class Permitted:
    """Answers for a page of `language` and what is made of it (`uses`), and keeps what was left out for the editor."""

    language: str
    uses: tuple[Use, ...] = POSTER
    left_out: list[str] = field(default_factory=list)
    unnamed: list[str] = field(default_factory=list)
    """The names that may not stand anywhere."""

    def photo(self, image: EditorialImage | None, alt: str = "") -> Picture | None:
        """The picture, if it may be used and its file is there."""
        if image is None or not self._may(image, image.title):
            return None
        if not image.file.storage.exists(image.file.name):
            self._leave_out(image.title, _("The file of this picture is lost. Upload it again."))
            return None
        return Picture(image.file.name, lambda: bytes_of(image), focus_of(image), alt or image.description)

    def person(self, author: Any) -> bool:
        """Whether an initiative's author may be named."""
        allowed = self._may(author, author.name)
        if not allowed:
            self.unnamed.append(author.name)
        return allowed

    def quote(self, name: str, records: Iterable[Consent]) -> bool:
        """Whether what `name` said may be quoted; `records` are the consents that speak for that person."""
        return self._may(Named(name, list(records), stands_on=WITH_WORDS), _("Quote of %(name)s") % {"name": name})

    def _may(self, subject: Any, what: str) -> bool:
        for use in self.uses:
            verdict = may_use(subject, use, self.language)
            if not verdict:
                self._leave_out(what, verdict.reason)
                return False
        return True

    def _leave_out(self, what: str, why: str) -> None:
        if (line := f"{what}: {why}") not in self.left_out:
            self.left_out.append(line)


def bytes_of(image: EditorialImage) -> bytes:
    """The file as it was uploaded; OSError where it is lost."""
    with image.file.storage.open(image.file.name) as file:
        data: bytes = file.read()
        return data


def focus_of(image: EditorialImage) -> tuple[float, float]:
    """What the editor marked as important, as shares of width and height; the middle where nothing is marked."""
    point = image.get_focal_point()
    if point is None or not image.width or not image.height:
        return 0.5, 0.5
    x, y = point.centroid
    return min(max(x / image.width, 0.0), 1.0), min(max(y / image.height, 0.0), 1.0)
