"""Which networks the share bar offers, and in which order: an editor's choice among those that `sharing` knows."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from sharing.networks import BY_DEFAULT, NETWORKS


class NetworkBlock(blocks.StaticBlock):
    """A network's place in the bar; there is nothing to fill in."""

    def __init__(self, **options: Any) -> None:
        options["admin_text"] = _("Drag it to where it is to stand, or delete it to leave it out.")
        super().__init__(**options)


class NetworksBlock(blocks.StreamBlock):
    """Every network at most once."""

    def __init__(self, **options: Any) -> None:
        known = [(name, NetworkBlock(label=network.label)) for name, network in NETWORKS.items()]
        super().__init__(known, **options)

    class Meta:
        block_counts = {name: {"max_num": 1} for name in NETWORKS}
        required = False


def by_default() -> list[tuple[str, None]]:
    """What stands in the bar before anybody has chosen."""
    return [(name, None) for name in BY_DEFAULT]


def networks_field() -> StreamField:
    """The field of the site's settings."""
    return StreamField(
        NetworksBlock(),
        verbose_name=_("networks in the share bar"),
        default=by_default,
        blank=True,
        help_text=_(
            "In this order; the first four stand in the bar, the others under “More”. The device's own share menu"
            " comes first where there is one, and the link to copy is always there. Telegram is blocked in Vietnam."
        ),
    )
