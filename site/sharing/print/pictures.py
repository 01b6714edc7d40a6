"""Photographs cut to a box around what matters in them, at the resolution that print needs."""

import io
import logging
from typing import Final

from PIL import Image, ImageOps

from sharing.print.content import Picture

DOTS_PER_MM: Final = 200 / 25.4
"""200 dpi: what an office printer shows of a photograph."""
QUALITY: Final = 84
logger = logging.getLogger(__name__)


def opened(picture: Picture) -> Image.Image | None:
    """The picture, upright, in RGB on white; None where its file is lost or no picture (the log tells which)."""
    try:
        with Image.open(io.BytesIO(picture.read())) as stored:
            upright = ImageOps.exif_transpose(stored)
            if "A" in upright.getbands() or "transparency" in upright.info:
                upright = upright.convert("RGBA")
                white = Image.new("RGBA", upright.size, "white")
                upright = Image.alpha_composite(white, upright)
            return upright.convert("RGB")
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        logger.error("picture %s cannot be printed: %s", picture.key, problem)
        return None


def cut(picture: Image.Image, focus: tuple[float, float], size_mm: tuple[float, float], *, grey: bool = False) -> bytes:
    """A JPEG of the largest part of `picture` that has the shape of `size_mm`, as near to `focus` as its edges let."""
    across, down = size_mm
    ratio = across / down
    width, height = min(picture.width, picture.height * ratio), min(picture.height, picture.width / ratio)
    left = min(max(focus[0] * picture.width - width / 2, 0), picture.width - width)
    top = min(max(focus[1] * picture.height - height / 2, 0), picture.height - height)
    wanted = min(width, across * DOTS_PER_MM)
    size = max(1, round(wanted)), max(1, round(wanted / ratio))
    part = picture.resize(size, Image.Resampling.LANCZOS, box=(left, top, left + width, top + height))
    if grey:
        part = part.convert("L")
    file = io.BytesIO()
    part.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()


def scaled(picture: Image.Image, longest: int) -> bytes:
    """The whole of `picture` as a JPEG, no side of it longer than `longest` pixels."""
    smaller = picture.copy()
    smaller.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    smaller.save(file, "JPEG", quality=QUALITY, optimize=True)
    return file.getvalue()
