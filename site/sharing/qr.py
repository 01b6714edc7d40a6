"""QR codes as SVG: dark on light whatever the page's colours, with the quiet zone that scanners need."""

import io
from functools import lru_cache
from typing import Final

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString

DARK, LIGHT = "#1b1412", "#ffffff"
QUIET: Final = 4
"""Modules of light around the code, as ISO/IEC 18004 asks."""


def code(text: str) -> segno.QRCode:
    """The code itself, at level M at least (a seventh of it may be lost); also to draw it elsewhere."""
    return segno.make_qr(text, error="m")


def svg_file(text: str) -> bytes:
    """The code as a file of its own, without a size: it fills what it is put into."""
    out = io.BytesIO()
    code(text).save(
        out, kind="svg", border=QUIET, dark=DARK, light=LIGHT, xmldecl=False, omitsize=True, nl=False, svgclass=None
    )
    return out.getvalue()


@lru_cache(maxsize=512)
def svg(text: str, label: str = "") -> SafeString:
    """The code as an element to stand in HTML. Colours are attributes, which every content policy allows.

    `label` names it to who does not see it; without one it is hidden from them.
    """
    named = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    drawing = svg_file(text).decode().replace("<svg ", f'<svg class="qr" {named} shape-rendering="crispEdges" ', 1)
    return SafeString(drawing)  # of segno's own making, the label escaped
