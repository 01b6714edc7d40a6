"""From a page's own things to what its share card may show of them."""

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from publishing.consent import Use, may_use
from sharing.cards.content import Photo, Signature

if TYPE_CHECKING:
    from publishing.models import EditorialImage, SiteSettings


def photo_of(image: "EditorialImage | None", language: str) -> Photo | None:
    """`image` as a card takes it, where those whom it shows agreed to that; at most one query."""
    if image is None or not may_use(image, Use.CARD, language):
        return None
    return picture_of(image)


def picture_of(image: "EditorialImage") -> Photo:
    """`image` with the point that matters in it, whoever it shows."""
    focal = image.get_focal_point()
    point = (round(focal.centroid[0]), round(focal.centroid[1])) if focal is not None else None
    return Photo(image.file.name, (image.width, image.height), point)


def chosen_picture(image: "EditorialImage | None", language: str) -> "EditorialImage | None":
    """The picture that an editor chose for sharing, under the same condition."""
    return image if image is not None and may_use(image, Use.CARD, language) else None


def signature_of(settings: "SiteSettings") -> Signature:
    """Who speaks on a card: the programme, and the site's address without scheme."""
    return Signature(settings.name, urlsplit(settings.site.root_url).netloc.removeprefix("www."))
