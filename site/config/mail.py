"""From EMAIL_URL to Django's mail settings, and who the site's mails come from.

`smtp://host` (port 25), `smtp+tls://user:password@host` (STARTTLS, port 587), `smtps://user:password@host` (TLS from
the first byte, port 465); a port may follow the host, and special characters of a password are written as `%40` and so
on. Without an address no mail is sent.
"""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}


@dataclass(frozen=True)
class Mail:
    """How mail leaves the site; one without a host sends none."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    starttls: bool = False
    tls: bool = False

    @property
    def is_sent(self) -> bool:
        """Whether mail leaves the site at all."""
        return bool(self.host)

    @property
    def backend(self) -> str:
        """Django's backend for it."""
        return f"django.core.mail.backends.{'smtp' if self.is_sent else 'dummy'}.EmailBackend"


def mail(url: str) -> Mail:
    """What EMAIL_URL says. Raises ImproperlyConfigured, with one line and without the password."""
    if not url:
        return Mail()
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError:
        port, host, parts = None, None, urlsplit("")
    if parts.scheme not in PORTS or not host or parts.path not in ("", "/") or parts.query or parts.fragment:
        raise ImproperlyConfigured("EMAIL_URL is smtp://host, smtp+tls://user:password@host or smtps://…, with a port")
    if parts.username and parts.scheme == "smtp":
        raise ImproperlyConfigured("EMAIL_URL would send its password in the clear: use smtp+tls:// or smtps://")
    return Mail(
        host=host,
        port=port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        starttls=parts.scheme == "smtp+tls",
        tls=parts.scheme == "smtps",
    )


def sender(address: str, public_url: str) -> str:
    """EMAIL_FROM, or `tu-hao@` the site's own host. Raises ImproperlyConfigured for what is no address."""
    if not address:
        return f"tu-hao@{urlsplit(public_url).hostname or 'localhost'}"
    try:
        validate_email(address)
    except ValidationError:
        raise ImproperlyConfigured("EMAIL_FROM must be a mail address, such as tu-hao@tuhao.example") from None
    return address
