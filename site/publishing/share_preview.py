"""How Facebook, Zalo and X will show a page's link: modes beside the page's preview, and warnings above its fields."""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.panels import Panel

from sharing.cards.content import Size
from sharing.cards.made import content_of, drawn
from vietnamese.text import nfc

if TYPE_CHECKING:
    from publishing.models import BasePage


@dataclass(frozen=True)
class Network:
    """How much of a title and of a description a network shows on a phone (characters, about; 0: none of it)."""

    key: str
    name: str
    title: int
    description: int


NETWORKS: Final = (
    Network("facebook", "Facebook", 65, 0),
    Network("zalo", "Zalo", 60, 70),
    Network("x", "X", 70, 0),
)
"""As seen in their apps: none of them publishes its limits, and wide screens show a little more."""


@dataclass(frozen=True)
class Look:
    """A link as `network` shows it. `cut` is the end of the title that its readers will not see."""

    network: Network
    domain: str
    title: str
    cut: str
    description: str
    picture: str
    alt: str


def shown_and_cut(text: str, most: int) -> tuple[str, str]:
    """`text` in what is shown of it, at most `most` characters up to the end of a word, and what is not."""
    text = nfc(text)
    if len(text) <= most:
        return text, ""
    shown = text[:most].rpartition(" ")[0] or text[:most]
    return shown, text[len(shown) :]


def look_of(page: "BasePage", request: HttpRequest, network: Network) -> Look:
    """What the page as it stands in the editor will look like, its card drawn from the draft."""
    head = page.head(request)
    title, cut = shown_and_cut(head.title, network.title)
    description, more = shown_and_cut(head.description, network.description)
    return Look(
        network,
        urlsplit(head.canonical).netloc,
        title,
        cut,
        f"{description}…" if description and more else description,
        _picture(page, head.image.url),
        head.image.alt,
    )


def _picture(page: "BasePage", address: str) -> str:
    """A picture of the library by its own address; a card within the page, since a draft's card has no address."""
    content = content_of(page) if "/anh-chia-se/" in address else None
    if content is None:
        return urlsplit(address).path
    data, _is_right = drawn(content, Size.WIDE)
    return f"data:image/jpeg;base64,{b64encode(data).decode()}"


def shared_preview(page: "BasePage", request: HttpRequest, mode: str) -> HttpResponse | None:
    """The preview of the mode that is a network's; None for every other mode."""
    network = next((each for each in NETWORKS if each.key == mode), None)
    if network is None:
        return None
    response = render(request, "publishing/admin/share_preview.html", {"look": look_of(page, request, network)})
    response._csp_update = {"img-src": ["data:"]}  # type: ignore[attr-defined]  # where django-csp looks
    return response


def warnings(page: "BasePage") -> Iterator[str]:
    """What an editor should know of how the page's link will look, each in a sentence."""
    title = page.seo_title or page.title
    for network in NETWORKS:
        shown, cut = shown_and_cut(title, network.title)
        if cut:
            words = {"network": network.name, "shown": shown}
            yield _("%(network)s will show the title only as far as “%(shown)s…”.") % words
    width, height = Size.WIDE.pixels
    picture = page.share_image
    if picture is not None and (picture.width < width or picture.height < height):
        size = f"{picture.width}×{picture.height}"
        yield _("The share picture is only %(size)s pixels large: at 1200×630 it will look blurred.") % {"size": size}


class SharedLookPanel(Panel):
    """Stands above the fields of sharing where something will be cut off or blurred."""

    class BoundPanel(Panel.BoundPanel):
        """The panel with the page at hand."""

        template_name = "publishing/admin/share_warnings.html"

        @cached_property
        def warnings(self) -> list[str]:
            """What is to be said of the page as it was last saved."""
            return list(warnings(self.instance)) if self.instance.pk else []

        def is_shown(self) -> bool:
            return bool(self.warnings)

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, "warnings": self.warnings}
