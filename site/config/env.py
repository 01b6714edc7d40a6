"""The environment, parsed once and typed. Settings read `ENV`; nothing else reads `os.environ`."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
DEMO_DATABASE_URL = f"sqlite:///{VAR / 'cms.sqlite3'}"
DEMO_TRACKING_DATABASE_URL = f"sqlite:///{VAR / 'tracking.sqlite3'}"


@dataclass(frozen=True)
class Env:
    """What the surroundings say about this process.

    `secret_key`, `allowed_hosts`, `public_url` and the addresses of databases are empty when unset: the demo has safe
    stand-ins for them, and production says which it needs. Addresses are URLs: `sqlite:////path` and `postgres://…`
    for databases (`mysql://…` too for tracking), `smtp://…` for mail (config.mail). `redis_url` is empty where
    there is no Redis.
    """

    secret_key: str
    database_url: str
    tracking_database_url: str
    public_url: str
    allowed_hosts: tuple[str, ...]
    email_url: str
    email_from: str
    redis_url: str
    frontend_cache_url: str
    live_max_streams: int
    media_root: Path
    private_root: Path
    static_root: Path
    demo_logins: Path
    debug: bool
    hide_from_search: bool
    indexnow_key: str
    indexnow_url: str

    @classmethod
    def parse(cls, environ: Mapping[str, str]) -> "Env":
        """Read the variables listed in the README; whitespace around a value is not part of it.

        Raises ImproperlyConfigured, in one line, for a number that is none.
        """

        def text(name: str, default: str = "") -> str:
            return environ.get(name, "").strip() or default

        def whole(name: str, default: int) -> int:
            given = text(name, str(default))
            if not given.isdecimal():
                raise ImproperlyConfigured(f"{name} must be a whole number, 0 or more, not {given!r}")
            return int(given)

        return cls(
            secret_key=text("SECRET_KEY"),
            database_url=text("DATABASE_URL"),
            tracking_database_url=text("TRACKING_DATABASE_URL"),
            public_url=text("PUBLIC_URL").rstrip("/"),
            allowed_hosts=tuple(host for host in text("ALLOWED_HOSTS").replace(",", " ").split() if host),
            email_url=text("EMAIL_URL"),
            email_from=text("EMAIL_FROM"),
            redis_url=text("REDIS_URL"),
            frontend_cache_url=text("FRONTEND_CACHE_URL"),
            live_max_streams=whole("LIVE_MAX_STREAMS", 5000),
            media_root=Path(text("MEDIA_ROOT", str(VAR / "media"))),
            private_root=Path(text("PRIVATE_ROOT", str(VAR / "private"))),
            static_root=Path(text("STATIC_ROOT", str(VAR / "static"))),
            demo_logins=Path(text("DEMO_LOGINS", str(VAR / "demo-logins.json"))),
            debug=is_yes(text("DEBUG")),
            hide_from_search=is_yes(text("HIDE_FROM_SEARCH")),
            indexnow_key=indexnow_key(text("INDEXNOW_KEY")),
            indexnow_url=text("INDEXNOW_URL", "https://api.indexnow.org/indexnow"),
        )


def is_yes(given: str) -> bool:
    """Whether a switch is on."""
    return given.lower() in {"1", "true", "yes"}


def indexnow_key(given: str) -> str:
    """The key by which search engines know who tells them; empty: they are told nothing."""
    if given and not re.fullmatch(r"[A-Za-z0-9-]{8,128}", given):
        raise ImproperlyConfigured("INDEXNOW_KEY must be 8 to 128 letters a-z, digits and hyphens")
    return given


ENV = Env.parse(os.environ)
