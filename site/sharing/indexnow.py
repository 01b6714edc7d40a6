"""IndexNow (indexnow.org): telling search engines that an address is new, changed or gone. Off without INDEXNOW_KEY.

The key is no secret: the site shows it at `/indexnow.txt`, which proves that whoever sends it owns the site.
"""

import logging
from datetime import timedelta
from http import HTTPStatus
from typing import Final
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.utils import timezone
from django_tasks import task

KEY_PATH: Final = "/indexnow.txt"
TIMEOUT: Final = 10
"""Seconds that an engine may take to answer."""
WAITS: Final = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120, 720))
"""How long it is waited before each further try."""
_OURS: Final = {HTTPStatus.BAD_REQUEST, HTTPStatus.FORBIDDEN, HTTPStatus.UNPROCESSABLE_ENTITY}
"""What an engine says where the question is wrong: another try would be as wrong."""

logger = logging.getLogger(__name__)


class NotTaken(Exception):
    """An engine did not take what it was told, after every try."""


@task()
def announce(root: str, urls: list[str], tries: int = 0) -> None:
    """Tell the engine of `urls` of the site at `root`; it tells the others.

    A failure that may pass is tried again later where tasks can wait (in production); else, and in the end, it is one.
    """
    if not settings.INDEXNOW_KEY:
        return
    try:
        reason = _send(root, urls)
    except requests.RequestException as error:
        reason = str(error)
    if not reason:
        return
    backend = announce.get_backend()
    if tries >= len(WAITS) or not backend.supports_defer:
        raise NotTaken(f"IndexNow, try {tries + 1}: {reason}")
    logger.warning("IndexNow, try %s: %s", tries + 1, reason)
    announce.using(run_after=timezone.now() + WAITS[tries]).enqueue(root, urls, tries + 1)


def _send(root: str, urls: list[str]) -> str:
    """Why it was not taken and may be later; empty once it was. Raises NotTaken where it never will be."""
    content = {
        "host": urlsplit(root).netloc,
        "key": settings.INDEXNOW_KEY,
        "keyLocation": root + KEY_PATH,
        "urlList": urls,
    }
    answer = requests.post(settings.INDEXNOW_URL, json=content, timeout=TIMEOUT, allow_redirects=False)
    if answer.status_code in _OURS:
        raise NotTaken(f"IndexNow refuses: {answer.status_code} {answer.text[:200]}")
    taken = answer.status_code in (HTTPStatus.OK, HTTPStatus.ACCEPTED)
    return "" if taken else f"status {answer.status_code}"
