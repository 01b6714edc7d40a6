"""FRONTEND_CACHE_URL as Wagtail's settings."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

BACKENDS = {"nginx": "sharing.purging.RenewingBackend", "http": "sharing.purging.PurgingBackend"}
"""By scheme: `nginx://127.0.0.1:8003` is the renewing port of deploy/nginx.conf, `http://…` a cache with PURGE."""


def frontend_cache(url: str) -> dict[str, dict[str, str]]:
    """WAGTAILFRONTENDCACHE for `url`; empty without one. Raises ImproperlyConfigured in one line."""
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in BACKENDS or not parts.netloc:
        raise ImproperlyConfigured(f"FRONTEND_CACHE_URL must be nginx://host:port or http://host:port, not {url!r}")
    return {"default": {"BACKEND": BACKENDS[parts.scheme], "LOCATION": f"http://{parts.netloc}"}}
