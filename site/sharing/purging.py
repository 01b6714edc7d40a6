"""Shared caches in front of the site, told that an address has changed (FRONTEND_CACHE_URL)."""

import http.client
import logging
from collections.abc import Iterable
from typing import Final
from urllib.parse import urlsplit

from wagtail.contrib.frontend_cache.backends import HTTPBackend
from wagtail.contrib.frontend_cache.utils import get_backends

logger = logging.getLogger(__name__)
PATIENCE: Final = 10.0
"""Seconds that the cache may take for one answer."""


class PurgeError(Exception):
    """The cache could not be told of some addresses; who asked tries again."""


class PurgingBackend(HTTPBackend):
    """A cache that knows PURGE, as Varnish is usually set up. Wagtail's own only logs what goes wrong."""

    method: str = "PURGE"
    variants: tuple[dict[str, str], ...] = ({},)

    def purge(self, url: str) -> None:
        """Forget one address. Raises PurgeError."""
        self.purge_batch([url])

    def purge_batch(self, urls: Iterable[str]) -> None:
        """Forget all of them, even where one fails. Raises PurgeError, which names the last of these."""
        failed = ""
        for url in urls:
            for headers in self.variants:
                if fault := self._ask(url, headers):
                    logger.error("the cache at %s was not told of %s: %s", self.cache_netloc, url, fault)
                    failed = f"{url}: {fault}"
        if failed:
            raise PurgeError(failed)

    def _ask(self, url: str, headers: dict[str, str]) -> str:
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection = http.client.HTTPConnection(self.cache_netloc, timeout=PATIENCE)
        try:
            connection.request(self.method, path or "/", headers={"Host": parts.netloc, **headers})
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            return str(error) or type(error).__name__
        finally:
            connection.close()
        return f"HTTP {status}" if status >= 500 or status == 405 else ""


class RenewingBackend(PurgingBackend):
    """nginx without a module for PURGE: an ordinary question at a port of its own, whose answer replaces the kept one.

    The cache keeps a compressed and a plain copy (deploy/nginx.conf), so each is asked for.
    """

    method = "GET"
    variants = ({"Accept-Encoding": "gzip"}, {"Accept-Encoding": "identity"})


def purge(urls: Iterable[str]) -> None:
    """Tell every cache of these absolute addresses, now. Raises PurgeError; does nothing where none is set."""
    addresses = list(urls)
    for backend in get_backends().values():
        backend.purge_batch(addresses)
