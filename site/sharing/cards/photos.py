"""Opening a photo at about the size that is needed, upright, and cutting it around what matters in it."""

from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from PIL import Image, ImageOps, UnidentifiedImageError

from sharing.cards.canvas import CREAM
from sharing.cards.content import Photo


class PhotoLost(Exception):
    """The picture's file is missing or no picture. The message names it."""


def cropped(photo: Photo, size: tuple[int, int]) -> Image.Image:
    """The part of `photo` around its focal point that fills `size` (width, height; pixels). Raises PhotoLost."""
    try:
        with _file(photo) as file, Image.open(file) as opened:
            opened.draft("RGB", (max(size), max(size)))  # a JPEG is then unfolded at a half, quarter or eighth
            image = _flat(ImageOps.exif_transpose(opened))
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise PhotoLost(f"{photo.name}: {error}") from error
    return _cut(image, photo, size)


def _file(photo: Photo) -> Any:
    if photo.is_static:
        return (settings.SITE / "static" / photo.name).open("rb")
    return default_storage.open(photo.name)


def _flat(image: Image.Image) -> Image.Image:
    """In RGB; what is transparent lies on a light ground."""
    if image.has_transparency_data:
        layered = image.convert("RGBA")
        ground = Image.new("RGBA", image.size, CREAM)
        return Image.alpha_composite(ground, layered).convert("RGB")
    return image.convert("RGB")


def _cut(image: Image.Image, photo: Photo, size: tuple[int, int]) -> Image.Image:
    """Cover `size` with the focal point as near to the middle as the picture's edges allow."""
    scale = min(image.width / size[0], image.height / size[1])
    width, height = int(size[0] * scale), int(size[1] * scale)
    x, y = image.width / 2, image.height / 2
    if photo.focal is not None:
        x = photo.focal[0] * image.width / photo.size[0]
        y = photo.focal[1] * image.height / photo.size[1]
    left = min(max(0, round(x - width / 2)), image.width - width)
    top = min(max(0, round(y - height / 2)), image.height - height)
    box = (left, top, left + width, top + height)
    return image.resize(size, Image.Resampling.BICUBIC, box=box, reducing_gap=2.0)
