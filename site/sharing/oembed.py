"""What other sites get when they paste an address of ours: oEmbed 1.0 (oembed.com), type `rich`.

The HTML is one `<blockquote>` with a link, which stands by itself where frames are taken out, and one sandboxed
`<iframe>`: WordPress keeps these two and strips the rest.
"""

import json
from dataclasses import dataclass
from typing import Any, Final
from xml.etree import ElementTree

from django.utils.html import format_html
from django.utils.safestring import SafeString

from sharing.feeds import clean
from sharing.head import ShareImage

CACHE_AGE: Final = 3600
"""Seconds for which a consumer may keep an answer; the frame in it is always fresh."""
SANDBOX: Final = "allow-scripts allow-popups allow-popups-to-escape-sandbox"
NARROW: Final = 480
"""Pixels of width below which a frame may need another height."""
FORMATS: Final = {"json": "application/json", "xml": "text/xml; charset=utf-8"}


@dataclass(frozen=True)
class Frame:
    """A document for frames: its absolute address and the heights that it needs, wide and narrow, in pixels."""

    url: str
    height: int
    narrow_height: int
    width: int = 640

    def fitted(self, most_width: int | None, most_height: int | None) -> tuple[int, int]:
        """Width and height of the frame where a consumer has no more room than that."""
        width = min(self.width, most_width or self.width)
        height = self.height if width >= NARROW else self.narrow_height
        return width, min(height, most_height or height)


@dataclass(frozen=True)
class Embed:
    """A page as other sites show it. `picture` is the one of shared links; `author` is empty where there is none."""

    title: str
    url: str
    text: str
    frame: Frame
    picture: ShareImage
    author: str = ""

    def answer(self, provider: str, root: str, most_width: int | None, most_height: int | None) -> dict[str, Any]:
        """The fields of the answer. `provider` is what the site at `root` calls itself."""
        width, height = self.frame.fitted(most_width, most_height)
        content: dict[str, Any] = {
            "version": "1.0",
            "type": "rich",
            "title": clean(self.title),
            "author_name": clean(self.author),
            "author_url": self.url if self.author else "",
            "provider_name": clean(provider),
            "provider_url": f"{root}/",
            "cache_age": CACHE_AGE,
            "html": self.html(width, height),
            "width": width,
            "height": height,
        }
        if self.picture.width <= (most_width or self.picture.width) and self.picture.height <= (
            most_height or self.picture.height
        ):
            content |= {
                "thumbnail_url": self.picture.url,
                "thumbnail_width": self.picture.width,
                "thumbnail_height": self.picture.height,
            }
        return {name: value for name, value in content.items() if value != ""}

    def html(self, width: int, height: int) -> SafeString:
        """The two elements."""
        title, text = clean(self.title), clean(self.text)
        quote = format_html('<blockquote><a href="{}">{}</a>. {}</blockquote>', self.url, title, text)
        frame = format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" sandbox="{}" loading="lazy"'
            ' style="border: 0; max-width: 100%"></iframe>',
            *(self.frame.url, title, width, height, SANDBOX),
        )
        return quote + frame


def as_json(content: dict[str, Any]) -> bytes:
    """The answer as JSON."""
    return json.dumps(content, ensure_ascii=False).encode()


def as_xml(content: dict[str, Any]) -> bytes:
    """The same answer as XML."""
    root = ElementTree.Element("oembed")
    for name, value in content.items():
        ElementTree.SubElement(root, name).text = str(value)
    return b'<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n' + ElementTree.tostring(root, encoding="utf-8")
