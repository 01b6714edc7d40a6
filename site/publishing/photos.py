"""Pictures at the sizes that pages use, without a query per picture."""

import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import get_language
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.blocks.stream_block import StreamValue as Stream
from wagtail.images.models import SourceImageIOError

from publishing.consent.question import may_use, with_records
from publishing.consent.uses import Use
from publishing.models.images import EditorialImage, EditorialRendition

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class PhotoSize:
    """A role of a picture on a page: renditions from small to large and the `sizes` hint of the browser."""

    specs: tuple[str, ...]
    sizes: str


def _cropped(*widths: int, ratio: tuple[int, int], quality: int = 60) -> tuple[str, ...]:
    across, down = ratio
    return tuple(f"fill-{width}x{round(width * down / across)}|format-webp|webpquality-{quality}" for width in widths)


SIZES = {
    "lead": PhotoSize(_cropped(480, 720, 960, ratio=(3, 2)), "(min-width: 64rem) 43rem, 100vw"),
    "card": PhotoSize(_cropped(360, 720, ratio=(3, 2)), "(min-width: 64rem) 24rem, (min-width: 48rem) 33vw, 100vw"),
    "thumb": PhotoSize(_cropped(104, 208, ratio=(1, 1), quality=56), "6.5rem"),
    "portrait": PhotoSize(_cropped(88, 176, ratio=(1, 1)), "5.5rem"),
    "face": PhotoSize(_cropped(88, 176, ratio=(1, 1)), "2.75rem"),
    "wide": PhotoSize(_cropped(640, 800, 1280, ratio=(3, 2)), "(min-width: 76rem) 76rem, 100vw"),
    "figure": PhotoSize(
        ("width-640|format-webp|webpquality-60", "width-1280|format-webp|webpquality-60"),
        "(min-width: 48rem) 40rem, 100vw",
    ),
}
ALL_SPECS = frozenset(spec for size in SIZES.values() for spec in size.specs)


def renditions(image: EditorialImage, size: PhotoSize) -> list[EditorialRendition]:
    """The renditions of `image` for `size`, small to large; missing ones are made now.

    Empty where somebody in it did not consent to that in the page's language, and where its file is lost: a page
    without a picture is better than no page. The log names a lost one.
    """
    if not on_pages(image):
        return []
    try:
        found = image.get_renditions(*size.specs)
    except SourceImageIOError:
        logger.error("the file of picture %s (%s) is lost", image.pk, image.file.name)
        return []
    return [found[spec] for spec in size.specs]


def on_pages(image: EditorialImage) -> bool:
    """Whether pages of the active language may show `image`."""
    return bool(may_use(image, Use.PAGE, get_language() or settings.LANGUAGE_CODE))


def images_in(value: Any) -> Iterator[EditorialImage]:
    """Every picture inside a stream, struct or list value, in order of appearance."""
    if isinstance(value, EditorialImage):
        yield value
    elif isinstance(value, (StreamValue, Stream)):
        for child in value:
            yield from images_in(child.value)
    elif isinstance(value, StructValue):
        for inner in value.values():
            yield from images_in(inner)
    elif isinstance(value, (ListValue, list, tuple)):
        for inner in value:
            yield from images_in(inner)


def prefetch_photos(images: Iterable[EditorialImage | None]) -> None:
    """Load the renditions of all `images` with one query, and with another the consents of those that show people."""
    present = [image for image in images if image is not None]
    with_records(present)
    if present:
        wanted = EditorialRendition.objects.all()
        prefetch_related_objects(present, Prefetch("renditions", queryset=wanted))
