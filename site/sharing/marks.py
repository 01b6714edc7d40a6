"""The marks on addresses that tell where a visit comes from: ours (utm), and those that networks add by themselves.

A mark changes nothing of what a page says, but each is another address to every cache, and whoever copies the address
carries it on. So a page is never answered with marks on: see docs/decisions/0016-visits-of-shared-links.md.
"""

import re
from typing import Final, NamedTuple
from urllib.parse import parse_qs

from django.http import HttpRequest

from sharing.networks import MEDIUMS, SOURCES

MARK: Final = r"(?:utm_[a-z_]+|fbclid|gclid|gbraid|wbraid|msclkid|igshid|zarsrc|twclid|li_fat_id)(?:=|$)"
"""How a parameter begins that is a mark, capitals or not; to be read by JavaScript, too."""
_MARKS: Final = re.compile(MARK, re.I)
_PARAMETERS: Final = 20
"""Parameters of an address that are looked at; a person's have few."""

_MACHINES: Final = re.compile(
    r"(?<!cu)bot\b|bot[/_-]|crawl|spider|slurp|preview|facebookexternalhit|facebookcatalog|facebot|meta-external|whatsapp/"
    r"|embedly|skypeuri|viber/|telegram|vkshare|pinterest/|bitly|headless|lighthouse|pagespeed|monitor|uptime|validator"
    r"|curl|wget|python|java/|okhttp|go-http|httpclient|libwww|axios|node-fetch|scrapy|^$",
    re.I,
)


class Source(NamedTuple):
    """Where a visit comes from: a name of `networks.SOURCES` and one of `networks.MEDIUMS`."""

    network: str
    medium: str


def is_marked(request: HttpRequest) -> bool:
    """Whether the address carries any mark, of whomever."""
    return any(_MARKS.match(part) for part in query_of(request).split("&"))


def without_marks(request: HttpRequest) -> str:
    """The query without marks, the rest as it came; with its `?`, or empty."""
    kept = "&".join(part for part in query_of(request).split("&") if part and not _MARKS.match(part))
    return f"?{kept}" if kept else ""


def source_of(request: HttpRequest) -> Source | None:
    """Where the address says that the visit comes from; None for what this site does not send out."""
    try:
        given = parse_qs(query_of(request), max_num_fields=_PARAMETERS)
    except ValueError:  # more parameters than any link of ours has
        return None
    network, medium = given.get("utm_source", [""])[0], given.get("utm_medium", [MEDIUMS[0]])[0]
    return Source(network, medium) if network in SOURCES and medium in MEDIUMS else None


def is_a_persons(request: HttpRequest) -> bool:
    """Whether a person asks, by what the request says of itself: no crawler, no link preview, no prefetching browser.

    Every browser says which languages its reader wants, and newer ones that they go to a page; programs seldom do.
    What the worker hands on (publishing/offline) is a navigation whose destination some browsers leave empty.
    """
    said = request.headers.get
    ahead = any("pre" in said(name, "").lower() for name in ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz"))
    to_a_page = said("Sec-Fetch-Dest", "document") in ("document", "empty")
    goes_there = said("Sec-Fetch-Mode", "navigate") == "navigate" and to_a_page
    browser = bool(said("Accept-Language")) and not _MACHINES.search(said("User-Agent", ""))
    return request.method == "GET" and browser and goes_there and not ahead


def query_of(request: HttpRequest) -> str:
    """The query as it came; letters that a program sent unencoded are read as UTF-8."""
    raw = str(request.META.get("QUERY_STRING", ""))
    return raw.encode("latin-1", "replace").decode("utf-8", "replace")
