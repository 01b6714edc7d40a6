"""What a page tells on paper and in captions: the common ground of posters, cards and kits (`told` reads it)."""

from dataclasses import dataclass, field
from typing import cast

from django.utils.translation import gettext as _
from wagtail.models import Page

from sharing.print.content import Brand, Code, Drawing, Figure, Person, Picture
from sharing.short_links import qr_url, short_url
from stories.models import InitiativePage, StoryPage

AnyStory = StoryPage | InitiativePage


def file_slug(page: AnyStory) -> str:
    """The page's slug in the names of files: short enough for Windows, which knows no path beyond 260 characters."""
    slug: str = page.slug
    return slug[:60].strip("-")


@dataclass(frozen=True)
class Photo:
    """A picture that others may take along, with what must stand beside it."""

    picture: Picture
    alt: str
    credit: str


@dataclass
class Telling:
    """All that may be told of a page. Of a restricted initiative: title, effect and award."""

    page: AnyStory
    language: str
    kicker: str
    title: str
    brand: Brand
    hashtags: tuple[str, ...]
    reserved: bool = False
    summary: str = ""
    unit: str = ""
    picture: Picture | Drawing | None = None
    people: list[Person] = field(default_factory=list)
    """Those who may be named, the first ones first; the thank-you card of each is made for that person."""
    quote: str = ""
    quoted: Person | None = None
    figures: tuple[Figure, ...] = ()
    award: str = ""
    notes: tuple[str, ...] = ()
    credit: str = ""
    """Whose `picture` it is."""
    photos: tuple[Photo, ...] = ()
    left_out: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()

    def code(self) -> Code:
        """The QR code for paper."""
        address = short_url(cast("Page", self.page)).partition("://")[2]
        return Code(qr_url(self.page, medium="print"), _("Scan to read the whole story"), address)
