"""The colours of printed sheets: the lacquer palette, and black alone for office printers that shall save toner.

Text stands dark on white wherever it is read from near, so that a grey copy of the coloured sheet reads as well.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Ink:
    """`panel` is the ground of large areas, `on_panel` and `accent_on_panel` what is read on it, `relief` its mark."""

    text: str
    soft: str
    brand: str
    panel: str
    on_panel: str
    accent_on_panel: str
    relief: str
    grey: bool = False


LACQUER: Final = Ink(
    text="#1B1412",
    soft="#5A4F4A",
    brand="#9E181C",
    panel="#9E181C",
    on_panel="#FFFFFF",
    accent_on_panel="#FFC845",
    relief="#87141A",
)
SPARING: Final = Ink(
    text="#000000",
    soft="#3A3A3A",
    brand="#000000",
    panel="#FFFFFF",
    on_panel="#000000",
    accent_on_panel="#3A3A3A",
    relief="#E8E8E8",
    grey=True,
)
