"""A card as a JPEG that every network takes: at most 300 KB (WhatsApp shows nothing above)."""

import io
from typing import Final

from PIL import Image

MOST: Final = 300_000
"""Octets of a card's file."""
_STEPS: Final = ((85, 0), (80, 0), (75, 2), (65, 2), (50, 2), (35, 2), (20, 2), (8, 2))
"""Quality and subsampling (0: none, so that letters on red keep their edge), tried until the file is small enough."""


def encoded(image: Image.Image) -> bytes:
    """`image` as a JPEG, as good as `MOST` allows."""
    data = b""
    for quality, subsampling in _STEPS:
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, subsampling=subsampling)
        data = buffer.getvalue()
        if len(data) <= MOST:
            break
    return data
