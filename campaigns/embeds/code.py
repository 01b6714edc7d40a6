"""The code that puts a counter on another site, for the page on which its webmaster chooses one."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from campaigns.embeds.badge import Badge, badge_of
from campaigns.embeds.shown import Shown
from campaigns.leaderboard import Choice
from campaigns.models import CampaignPage, Unit
from sharing.head import site_root_url
from vietnamese.collation import sort_key

KINDS = {
    "khung": gettext_lazy("Frame (iframe)"),
    "anh": gettext_lazy("Picture (SVG)"),
    "chu": gettext_lazy("Line of text"),
}
THEMES = {
    "": gettext_lazy("As the visitor has it"),
    "light": pgettext_lazy("theme", "Light"),
    "dark": pgettext_lazy("theme", "Dark"),
}
VIEWS = {"khung": "embeds:frame", "anh": "embeds:badge", "chu": "embeds:line"}
FRAME_HEIGHT, UNIT_FRAME_HEIGHT = 225, 255
"""Pixels in which the frame shows everything from 280 pixels of width on (tests/functional measures it)."""


@dataclass(frozen=True)
class EmbedCode:
    """What was chosen, what can be chosen, and the code for it. `path` is the counter's address on this very site."""

    kind: str
    kinds: list[Choice]
    themes: list[Choice]
    units: list[Choice]
    path: str
    address: str
    code: str
    title: str
    height: int
    line: str = ""
    badge: Badge | None = None

    @classmethod
    def from_request(cls, page: CampaignPage, request: HttpRequest) -> "EmbedCode":
        """Read `?loai=`, `?nen=` and `?don-vi=`; what they do not know falls back to a frame of the whole campaign."""
        kind, theme = request.GET.get("loai", ""), request.GET.get("nen", "")
        kind, theme = kind if kind in KINDS else "khung", theme if theme in THEMES else ""
        shown = Shown.of_unit(page, request.GET.get("don-vi", "")) or Shown.whole(page)
        code = shown.unit.code if shown.unit is not None else ""
        language = page.locale.language_code
        given = {
            "unit": code,
            "theme": theme if kind != "chu" else "",
            "lang": language if language != settings.LANGUAGE_CODE else "",
        }
        query = urlencode({name: value for name, value in given.items() if value})
        path = reverse(VIEWS[kind], args=[page.campaign.slug]) + (f"?{query}" if query else "")
        address = site_root_url(request) + path
        title = _("Initiatives: %(what)s") % {"what": shown.full_title}
        height = UNIT_FRAME_HEIGHT if code else FRAME_HEIGHT
        badge = badge_of(shown) if kind == "anh" else None
        return cls(
            kind=kind,
            kinds=[Choice(value, str(label), value == kind) for value, label in KINDS.items()],
            themes=[Choice(value, str(label), value == theme) for value, label in THEMES.items()],
            units=_units(shown, code),
            path=path,
            address=address,
            code=_code(kind, address, title, height, shown.url),
            title=title,
            height=height,
            line=shown.sentence if kind == "chu" else "",
            badge=badge,
        )


def _units(shown: Shown, code: str) -> list[Choice]:
    """The whole campaign, and every ranked unit that the figures know, by name."""
    units: Any = Unit.objects.first_level()
    if shown.figures.standings:
        units = units.filter(code__in=[standing.code for standing in shown.figures.standings])
    named = sorted(units, key=lambda unit: sort_key(unit.short_name))
    return [
        Choice("", _("The whole campaign"), not code),
        *(Choice(unit.code, unit.short_name, unit.code == code) for unit in named),
    ]


def _code(kind: str, address: str, title: str, height: int, url: str) -> str:
    """What to paste: HTML as text, which a template escapes once more to show it."""
    if kind == "chu":
        return address
    source, words = escape(address), escape(title)
    if kind == "anh":
        return f'<a href="{escape(url)}"><img src="{source}" alt="{words}" height="{Badge.height}"></a>'
    size = f'width="100%" height="{height}" style="border: 0; max-width: 640px"'
    return f'<iframe src="{source}" title="{words}" {size} loading="lazy"></iframe>'
