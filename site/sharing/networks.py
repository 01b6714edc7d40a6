"""Where a page is shared, and the plain link that does it there: no network's script, no request before a click.

The addresses are those of the networks' own documentation (shared/sharing.md of the project). Telegram's is known but
not offered by itself: the network is blocked in Vietnam since May 2025.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final
from unicodedata import normalize
from urllib.parse import quote, urlencode, urlsplit

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

MEDIUMS: Final = ("share", "print", "kit")
"""How a link went out: by the share bar, on paper, in a caption of the kit."""


@dataclass(frozen=True)
class Shared:
    """What is shared: its title, its canonical address, its short one, the site's hashtags without `#`."""

    title: str
    url: str
    short: str = ""
    hashtags: tuple[str, ...] = ()

    def text(self, network: str, medium: str = "share") -> str:
        """Title, link and hashtags, a line each, in NFC, for networks that take a text."""
        tags = " ".join(f"#{tag}" for tag in self.hashtags)
        lines = [self.title, marked(self.url, network, medium), tags]
        return normalize("NFC", "\n".join(line for line in lines if line))


@dataclass(frozen=True)
class Network:
    """A way to share. `name` is its `utm_source`; `phones`: its app opens the link, and there is none elsewhere."""

    name: str
    label: str | Promise
    icon: str
    build: Callable[[Shared, str], str] | None = None
    phones: bool = False

    def address(self, shared: Shared, medium: str = "share") -> str:
        """The link that shares there; empty where it takes more than a link (a copy, a QR code, the device's menu)."""
        return self.build(shared, medium) if self.build is not None else ""


def marked(url: str, network: str, medium: str = "share") -> str:
    """`url` with the marks by which visits from there are counted; any fragment stays last."""
    parts = urlsplit(url)
    marks = urlencode({"utm_source": network, "utm_medium": medium})
    return parts._replace(query=f"{parts.query}&{marks}" if parts.query else marks).geturl()


def zalo_on_android(shared: Shared, medium: str = "share") -> str:
    """Zalo's app on Android: an intent."""
    title, text = _encoded(shared.title), _encoded(shared.text("zalo", medium))
    return (
        "intent://zaloapp.com/#Intent;action=android.intent.action.SEND;type=text/plain;"
        f"S.android.intent.extra.SUBJECT={title};S.android.intent.extra.TEXT={text};"
        "B.hidePostFeed=false;B.backToSource=true;end"
    )


def zalo_on_ios(shared: Shared, medium: str = "share") -> str:
    """Zalo's app on iPhones and iPads: its own scheme."""
    return f"zaloshareext://shareext?{_query(url=marked(shared.url, 'zalo', medium), type=8, version=1)}"


def _encoded(text: str) -> str:
    return quote(normalize("NFC", text), safe="")


def _query(**values: Any) -> str:
    return "&".join(f"{name}={_encoded(str(value))}" for name, value in values.items() if value != "")


def _facebook(shared: Shared, medium: str) -> str:
    return f"https://www.facebook.com/sharer/sharer.php?{_query(u=marked(shared.url, 'facebook', medium))}"


def _x(shared: Shared, medium: str) -> str:
    tags = ",".join(shared.hashtags)
    return f"https://x.com/intent/tweet?{_query(text=shared.title, url=marked(shared.url, 'x', medium), hashtags=tags)}"


def _linkedin(shared: Shared, medium: str) -> str:
    return f"https://www.linkedin.com/sharing/share-offsite/?{_query(url=marked(shared.url, 'linkedin', medium))}"


def _telegram(shared: Shared, medium: str) -> str:
    return f"https://t.me/share/url?{_query(url=marked(shared.url, 'telegram', medium), text=shared.title)}"


def _viber(shared: Shared, medium: str) -> str:
    return f"viber://forward?{_query(text=shared.text('viber', medium))}"


def _messenger(shared: Shared, medium: str) -> str:
    return f"fb-messenger://share?{_query(link=marked(shared.url, 'messenger', medium))}"


_ALL: Final = (
    Network("zalo", "Zalo", "zalo"),
    Network("facebook", "Facebook", "facebook", _facebook),
    Network("copy", _("Copy link"), "link"),
    Network("qr", _("QR code"), "qr"),
    Network("x", "X", "x", _x),
    Network("linkedin", "LinkedIn", "linkedin", _linkedin),
    Network("viber", "Viber", "viber", _viber),
    Network("messenger", "Messenger", "messenger", _messenger, phones=True),
    Network("telegram", "Telegram", "telegram", _telegram),
)
NETWORKS: Final = {network.name: network for network in _ALL}
"""What an editor may put into the share bar, by name, in the order that it has by itself."""
BY_DEFAULT: Final = tuple(name for name in NETWORKS if name != "telegram")

SOURCES: Final = {
    **{name: network.label for name, network in NETWORKS.items()},
    "webshare": _("The device's own share menu"),
    "short": _("Short address"),
    "email": pgettext_lazy("way to share", "Email"),
}
"""Where a counted visit may come from, with its name on screen: the networks, and what is no choice of the bar."""
