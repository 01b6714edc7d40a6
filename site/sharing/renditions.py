"""Pictures of shared links as files: their address and their length in bytes."""

import logging

from django.core.cache import cache
from django.http import HttpRequest
from wagtail.images.models import AbstractImage, SourceImageIOError

from sharing.feeds import Picture
from sharing.head import SHARE_SPEC, site_root_url

KEPT_FOR = 7 * 24 * 3600
"""Seconds: a rendition's file never changes under its name."""

logger = logging.getLogger(__name__)


def picture_of(image: AbstractImage, request: HttpRequest) -> Picture | None:
    """The picture of shared links of `image` with its true length; None where its file is lost."""
    try:
        rendition = image.get_rendition(SHARE_SPEC)
        length = int(cache.get_or_set(f"picture-length-{rendition.pk}", lambda: rendition.file.size, KEPT_FOR) or 0)
    except (SourceImageIOError, FileNotFoundError):
        logger.error("the file of picture %s (%s) is lost", image.pk, image.file.name)
        return None
    url = rendition.url if rendition.url.startswith("http") else site_root_url(request) + rendition.url
    return Picture(url, length)
