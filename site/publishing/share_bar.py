"""The share bar of a page: what stands in it, and where each link leads."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sharing.head import Head
from sharing.networks import NETWORKS, Network, Shared, marked, zalo_on_android, zalo_on_ios
from sharing.short_links import bare

SHOWN = 4
"""Networks that stand in the bar itself; the others are a click away."""


@dataclass(frozen=True)
class Item:
    """A network in the bar; `url` is empty for what takes more than a link."""

    network: Network
    url: str


@dataclass(frozen=True)
class ShareBar:
    """What the templates read. Addresses are absolute; `shown_short` is the short one as people write it down."""

    shared: Shared
    first: list[Item]
    more: list[Item]

    @classmethod
    def of(cls, head: Head, hashtags: Iterable[str], names: Iterable[str]) -> "ShareBar":
        """`names`: the networks that an editor chose, in their order; copying is there even if nobody chose it."""
        shared = Shared(head.title, head.canonical, head.short, tuple(hashtags))
        chosen = [*dict.fromkeys(name for name in names if name in NETWORKS)]
        chosen = chosen if "copy" in chosen else [*chosen, "copy"]
        items = [Item(NETWORKS[name], NETWORKS[name].address(shared)) for name in chosen]
        shown = items if len(items) <= SHOWN + 1 else items[:SHOWN]
        if all(item.network.name != "copy" for item in shown):
            shown = [item for item in items if item in shown or item.network.name == "copy"]
        return cls(shared, shown, [item for item in items if item not in shown])

    @property
    def zalo(self) -> dict[str, str]:
        """Zalo's app on phones, by what `share.js` calls the system."""
        return {"android": zalo_on_android(self.shared), "ios": zalo_on_ios(self.shared)}

    @property
    def copied(self) -> str:
        """The link that is copied."""
        return marked(self.shared.url, "copy")

    @property
    def handed_on(self) -> str:
        """The link that the device's own menu gets."""
        return marked(self.shared.url, "webshare")

    @property
    def shown_short(self) -> str:
        """Without what need not be typed: `tuhao.example/s/2f`."""
        return bare(self.shared.short)

    @property
    def qr(self) -> str:
        """The path of the QR code's picture."""
        return f"/{self.shown_short.partition('/')[2]}.svg" if self.shared.short else ""


def chosen_networks(settings: Any) -> list[str]:
    """The networks of the site's settings, by name."""
    return [block.block_type for block in settings.share_networks]
