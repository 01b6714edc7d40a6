"""What to write beside a shared link, drafted for each network from the page's own words.

How long a text may be: X counts as its own library does (https://github.com/twitter/twitter-text, configuration 3):
letters beyond U+10FF, half of Vietnamese's among them, count twice and every link 23; LinkedIn takes 3.000 signs,
Facebook 63.206 and Viber 7.000. Zalo publishes no figure: 2.000 is a caution of our own. `aim` is how long a draft may
be: what the network shows before “see more”, or what one reads in a chat.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from vietnamese.text import nfc

LINK_ON_X: Final = 23
_LINK: Final = re.compile(r"https?://\S+")
_SINGLE: Final = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


def signs(text: str) -> int:
    """Characters in NFC."""
    return len(nfc(text))


def signs_on_x(text: str) -> int:
    """As X counts them."""
    bare, links = _LINK.subn("", nfc(text))
    return LINK_ON_X * links + sum(
        1 if any(first <= ord(sign) <= last for first, last in _SINGLE) else 2 for sign in bare
    )


@dataclass(frozen=True)
class Channel:
    """Where a caption is posted. `name` is the `utm_source` of its link."""

    name: str
    label: str | Promise
    limit: int
    aim: int
    count: Callable[[str], int] = signs
    hashtags: int = 3
    rich: bool = True
    """Whether there is room for figures and a quote."""


_ALL: Final = (
    Channel("facebook", "Facebook", 63_206, 700),
    Channel("zalo", "Zalo", 2_000, 700),
    Channel("x", "X", 280, 280, signs_on_x, rich=False),
    Channel("linkedin", "LinkedIn", 3_000, 900),
    Channel("viber", "Viber", 7_000, 500, rich=False),
    Channel("messenger", "Messenger", 2_000, 500, hashtags=0, rich=False),
    Channel("email", pgettext_lazy("way to share", "Email"), 10_000, 1_200, hashtags=0),
)
CHANNELS: Final = {channel.name: channel for channel in _ALL}


@dataclass(frozen=True)
class Source:
    """What a page gives its captions: `link` makes the address marked for a network, hashtags are without `#`."""

    title: str
    summary: str
    link: Callable[[str], str]
    figures: tuple[str, ...] = ()
    quote: str = ""
    hashtags: tuple[str, ...] = ()
    programme: str = ""


def draft(channel: Channel, source: Source) -> str:
    """The caption for `channel` in the active language: as much of the page as fits its aim, always with the link."""
    tags = " ".join(f"#{tag}" for tag in source.hashtags[: channel.hashtags])
    link = _("Read the whole story: %(link)s") % {"link": source.link(channel.name)}
    parts = [source.summary]
    if channel.rich:
        parts += ["\n".join(f"• {figure}" for figure in source.figures), source.quote]
    if channel.name == "email":
        head, end = _("Subject: %(title)s") % {"title": source.title}, [link, source.programme]
    else:
        head, end = source.title, [link, tags]
    fixed = [part for part in end if part]
    for kept in range(len(parts), -1, -1):
        text = _joined([head, *parts[:kept], *fixed])
        if channel.count(text) <= channel.aim:
            return text
    return _shortened(channel, head, fixed)


def _joined(parts: list[str]) -> str:
    return nfc("\n\n".join(part.strip() for part in parts if part.strip()))


def _shortened(channel: Channel, head: str, fixed: list[str]) -> str:
    """Where even title, link and hashtags are too long: without hashtags, then with the title cut at a word."""
    text = _joined([head, fixed[0]])
    words = len(head.split())
    while channel.count(text) > channel.aim and words > 1:
        words -= 1
        text = _joined([Truncator(head).words(words, truncate="…"), fixed[0]])
    return text if channel.count(text) <= channel.aim else _joined([fixed[0]])
